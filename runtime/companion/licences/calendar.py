"""Which day it is, as far as a school's computer can be believed.

Clocks of old computers are wrong: a dead battery sets them back by years, a hand sets them forward by one. A
licence must not end early for that, nor last longer for whoever sets the clock back on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

CREDIBLE = timedelta(hours=2)
"""A clock has to go on like this, while the companion runs, before its date counts as having been."""
SLACK = timedelta(days=1)
"""A clock may be behind by so much without being wrong: time zones, and clocks that are put right."""


@dataclass(frozen=True)
class Calendar:
    """What has been seen of time; all times are UTC.

    `latest` is the latest time that was credible. `since` is when the clock's present course was first seen,
    and `ran` how long the companion has run on it, by a counter that nobody can set.
    """

    latest: datetime
    since: datetime | None = None
    ran: timedelta = timedelta()

    def today(self, now: datetime) -> date:
        """Return the day that counts: the clock's, unless a later one has been already."""
        return max(now, self.latest).date()

    def is_behind(self, now: datetime) -> bool:
        """Whether the clock is wrong for sure: it shows a time that has long been."""
        return now < self.latest - SLACK

    def ticked(self, now: datetime, passed: timedelta) -> Calendar:
        """Return what is known after `passed` by a counter, when the clock shows `now`.

        >>> start = datetime(2026, 9, 1, 8, tzinfo=UTC)
        >>> Calendar(start).ticked(start + timedelta(days=400), timedelta(hours=1)).latest == start
        True
        """
        if self.since is None or abs(now - (self.since + self.ran + passed)) > SLACK:
            return replace(self, since=now, ran=timedelta())
        ran = self.ran + passed
        if ran < CREDIBLE:
            return replace(self, ran=ran)
        return Calendar(max(self.latest, now), now)

    def restarted(self) -> Calendar:
        """Return what is known after a time in which the companion did not run."""
        return replace(self, since=None, ran=timedelta())


def started(now: datetime, built: datetime) -> Calendar:
    """Return the calendar of a new school: no time before the program was made has any meaning."""
    return Calendar(max(now, built).astimezone(UTC))
