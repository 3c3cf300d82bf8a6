"""How many days in a row somebody has practised, by the calendar that hangs on their wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

DAY = timedelta(days=1)
# Any clock shows more, and some systems know no local time before.
FIRST = 2 * 86_400.0


@dataclass(frozen=True)
class Streak:
    """Days in a row up to today, or up to yesterday while `today` is not done; and the most ever."""

    days: int
    today: bool
    longest: int


def streak(moments: Iterable[int], now: float, zone: tzinfo | None = None) -> Streak:
    """Return the streak of somebody who did something at these moments, in milliseconds since 1970.

    Days are those of `zone`, by default of this computer; a day of 23 or 25 hours is a day. What lies ahead
    of `now`, in seconds since 1970, was done before the clock was set back, and counts as done today.

    >>> day = 86_400
    >>> streak([1000 * day * 400, 1000 * day * 401], day * 402)
    Streak(days=2, today=False, longest=2)
    """
    today = _day(now, zone)
    days = sorted({_day(min(max(moment / 1000, FIRST), now), zone) for moment in moments})
    longest = run = 0
    before: date | None = None
    for day in days:
        run = run + 1 if before is not None and day - before == DAY else 1
        longest, before = max(longest, run), day
    if before is None or today - before > DAY:
        run = 0
    return Streak(run, before == today, longest)


def _day(seconds: float, zone: tzinfo | None) -> date:
    return datetime.fromtimestamp(seconds, zone).date()
