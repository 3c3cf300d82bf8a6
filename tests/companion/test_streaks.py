from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.companion.streaks import Streak, streak

BERLIN, AUCKLAND, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Apia")
ZONES = st.sampled_from([UTC, BERLIN, AUCKLAND, ZoneInfo("America/St_Johns")])


def at(text: str, zone: tzinfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def counted(moments: list[datetime], now: datetime, zone: tzinfo = BERLIN) -> Streak:
    return streak([int(moment.timestamp() * 1000) for moment in moments], now.timestamp(), zone)


def test_days_are_those_of_the_wall_calendar_and_not_of_utc() -> None:
    late, early = at("2026-09-01 23:30"), at("2026-09-02 00:30")
    assert late.astimezone(UTC).date() == early.astimezone(UTC).date()
    assert counted([late, early], early) == Streak(2, True, 2)
    assert counted([late, early], early, UTC) == Streak(1, True, 1)


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_days_of_23_and_25_hours_are_days(change: str) -> None:
    day = datetime.fromisoformat(change)
    for hour in (0, 2, 12, 23):
        moments = [
            (day + timedelta(days=offset, hours=hour)).replace(tzinfo=BERLIN) for offset in range(-2, 3)
        ]
        assert counted(moments, moments[-1]) == Streak(5, True, 5)
    # Of the 49 or 47 hours from midnight to midnight of the day after none is lost or counted twice.
    hours = [at(change) + timedelta(hours=number) for number in range(24)]
    assert counted(hours, hours[-1]) == Streak(1, True, 1)


def test_yesterday_keeps_a_streak_and_the_day_before_does_not() -> None:
    done = [at(f"2026-09-0{day} 12:00") for day in (1, 2, 3)]
    assert counted(done, at("2026-09-03 23:59")) == Streak(3, True, 3)
    assert counted(done, at("2026-09-04 23:59")) == Streak(3, False, 3)
    assert counted(done, at("2026-09-05 00:00")) == Streak(0, False, 3)
    assert counted([*done, at("2026-09-05 09:00")], at("2026-09-05 10:00")) == Streak(1, True, 3)
    assert counted([], at("2026-09-05 10:00")) == Streak(0, False, 0)


def test_a_clock_that_was_ahead_breaks_no_streak() -> None:
    done = [at(f"2026-09-0{day} 12:00") for day in (1, 2)]
    assert counted([*done, at("2036-09-03 12:00")], at("2026-09-03 13:00")) == Streak(3, True, 3)


def test_a_date_that_never_was_is_no_day_of_rest() -> None:
    # Samoa went from the 29th to the 31st of December 2011.
    done = [at("2011-12-29 12:00", APIA), at("2011-12-31 12:00", APIA)]
    assert counted(done, done[-1], APIA).longest == 1


@pytest.mark.parametrize("moment", [-62_135_596_800_000, 0, 253_402_300_799_999])
def test_no_moment_is_too_odd(moment: int) -> None:
    for zone in (BERLIN, AUCKLAND, ZoneInfo("America/St_Johns"), None):
        assert streak([moment], 1_800_000_000, zone).longest == 1


@given(st.lists(st.integers(0, 400 * 24), max_size=60), ZONES)
def test_the_order_does_not_matter_and_nothing_counts_twice(hours: list[int], zone: tzinfo) -> None:
    start = at("2026-01-01 00:00", UTC)
    done = [start + timedelta(hours=number) for number in hours]
    now = start + timedelta(days=401)
    found = counted(done, now, zone)
    assert found == counted(sorted(done) * 2, now, zone)
    assert 0 <= found.days <= found.longest <= len({moment.astimezone(zone).date() for moment in done})
