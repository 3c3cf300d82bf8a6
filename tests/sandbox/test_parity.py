"""The programs of `parity.toml` get the same verdicts everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from runtime.sandbox.backend import Backend
from tests.sandbox.backends import BACKENDS
from tests.sandbox.parity import agrees, parity_programs
from tests.sandbox.warm import Warm


@pytest.fixture(scope="module", params=BACKENDS)
def warm(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """Return one backend after the other, each with one sandbox for all programs."""
    known = BACKENDS[request.param]
    for name in known.fixtures:
        request.getfixturevalue(name)
    with closing(Warm(known.backend)) as backend:
        yield backend


@parity_programs
def test_same_verdict_as_everywhere(warm: Backend, program: dict[str, Any]) -> None:
    agrees(warm, program)
