from __future__ import annotations

from datetime import date, timedelta

import pytest

from builder.packs.keys import OwnKey
from runtime.companion.licences.licence import Licence
from runtime.companion.licences.standing import standing

LAST = date(2027, 8, 31)
LICENCE = Licence("school", 10, LAST, frozenset({"teaching"}), 1, OwnKey("publisher", bytes(32)).public)


@pytest.mark.parametrize(
    ("days", "state", "left", "teaching"),
    [
        (-400, "valid", 401, True),
        (-30, "valid", 31, True),
        (-29, "ending", 30, True),
        (0, "ending", 1, True),
        (1, "grace", 30, True),
        (30, "grace", 1, True),
        (31, "over", 0, False),
        (4000, "over", 0, False),
    ],
)
def test_a_licence_ends_with_a_warning_and_a_month_of_grace(
    days: int, state: str, left: int, teaching: bool
) -> None:
    found = standing(LICENCE, LAST + timedelta(days=days))
    assert (found.state, found.days_left, found.allows("teaching")) == (state, left, teaching)


def test_without_a_licence_no_feature_is_open() -> None:
    assert not standing(None, LAST).allows("teaching")


def test_a_feature_that_the_licence_does_not_name_is_not_open() -> None:
    assert not standing(LICENCE, LAST).allows("sync")
