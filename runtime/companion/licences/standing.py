"""What a licence allows on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from runtime.companion.licences.licence import Licence

GRACE = timedelta(days=30)
WARNING = timedelta(days=30)
State = Literal["none", "valid", "ending", "grace", "over"]


@dataclass(frozen=True)
class Standing:
    """How a school stands: `ending` says that the last month has begun, `grace` that only goodwill is left.

    `days_left` counts to the end of the state, today included; it is 0 for `none` and `over`.
    """

    state: State
    days_left: int
    features: frozenset[str]

    def allows(self, feature: str) -> bool:
        """Whether a feature may be used. What students have made stays theirs and asks for none."""
        return feature in self.features


def standing(licence: Licence | None, today: date) -> Standing:
    """Return how a school stands with its licence.

    >>> standing(None, date(2026, 9, 1)).state
    'none'
    """
    if licence is None:
        return Standing("none", 0, frozenset())
    valid, goodwill = _days(today, licence.valid_until), _days(today, licence.valid_until + GRACE)
    if goodwill <= 0:
        return Standing("over", 0, frozenset())
    if valid <= 0:
        return Standing("grace", goodwill, licence.features)
    return Standing("ending" if valid <= WARNING.days else "valid", valid, licence.features)


def _days(today: date, last: date) -> int:
    """Return how many days there are from today to the last one, both included."""
    return (last - today).days + 1
