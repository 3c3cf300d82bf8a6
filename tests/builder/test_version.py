from __future__ import annotations

from itertools import pairwise

from builder.version import numbers, precedence

# semver.org, 11.2 to 11.4
ORDER = ["0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"]
ORDER += ["1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0"]


def test_the_order_of_semver() -> None:
    assert all(precedence(low) < precedence(high) for low, high in pairwise(ORDER))


def test_build_metadata_does_not_count() -> None:
    assert precedence("1.0.0+5") == precedence("1.0.0+exp-1.sha") == precedence("1.0.0")
    assert numbers("1.2.3+4-5") == (1, 2, 3)
