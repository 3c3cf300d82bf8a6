from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from runtime.companion.licences.calendar import CREDIBLE, SLACK, Calendar, started

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
YEAR = timedelta(days=365)


def run(calendar: Calendar, begin: datetime, hours: int) -> Calendar:
    """Let the companion run for hours with a clock that shows `begin` at first."""
    calendar = calendar.restarted().ticked(begin, timedelta())
    for hour in range(1, hours + 1):
        calendar = calendar.ticked(begin + hour * HOUR, HOUR)
    return calendar


def test_days_go_by() -> None:
    calendar = started(START, START - YEAR)
    for day in range(1, 30):
        calendar = run(calendar, START + timedelta(days=day), 6)
    assert calendar.latest.date() == (START + timedelta(days=29)).date()


def test_a_clock_set_back_changes_nothing() -> None:
    calendar = run(started(START, START - YEAR), START + YEAR, 8)
    later = run(calendar, START, 100)
    assert later.latest == calendar.latest
    assert later.is_behind(START)
    assert later.today(START) == calendar.latest.date()


def test_a_clock_that_was_ahead_for_a_moment_leaves_no_trace() -> None:
    calendar = run(started(START, START - YEAR), START, 1)
    ahead = run(calendar, START + 9 * YEAR, 1)
    right = run(ahead, START + timedelta(days=1), 6)
    assert right.latest < START + timedelta(days=2)
    assert not right.is_behind(START + timedelta(days=1))


def test_a_clock_that_jumps_while_it_runs_is_not_believed_at_once() -> None:
    calendar = run(started(START, START - YEAR), START, 3)
    calendar = calendar.ticked(START + YEAR, HOUR)
    assert calendar.latest < START + timedelta(days=1)


def test_summer_time_is_no_jump() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 25, 0, 30, tzinfo=berlin).astimezone(UTC)
    calendar = run(started(before, before - YEAR), before, 8)
    assert calendar.latest > before + CREDIBLE
    assert not calendar.is_behind(before)


def test_no_time_before_the_program_was_made_counts() -> None:
    assert started(START - 20 * YEAR, START).today(START - 20 * YEAR) == START.date()


sessions = st.lists(st.tuples(st.integers(-3000, 3000), st.integers(0, 12)), max_size=12)


@given(sessions)
def test_time_never_goes_back(seen: list[tuple[int, int]]) -> None:
    calendar = started(START, START)
    for days, hours in seen:
        later = run(calendar, START + timedelta(days=days), hours)
        assert later.latest >= calendar.latest
        assert later.today(START) >= calendar.today(START)
        calendar = later


@given(sessions)
def test_only_a_clock_that_went_on_moves_time(seen: list[tuple[int, int]]) -> None:
    calendar = started(START, START)
    for days, hours in seen:
        calendar = run(calendar, START + timedelta(days=days), hours)
    long = [START + timedelta(days=days, hours=hours) for days, hours in seen if hours * HOUR >= CREDIBLE]
    assert calendar.latest <= max([START, *long]) + SLACK
