"""The clock is set forward, back, and across summer time: nobody is locked out, and order stays.

For licences see `api/test_licences.py`, for backups `backups/test_making.py`, for days `test_streaks.py`.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

from runtime.companion.people.tokens import ACCESS_SECONDS, SESSION_SECONDS
from runtime.companion.store import judgements
from runtime.companion.store.events import take_in
from runtime.companion.store.judgements import Asked
from runtime.companion.upkeep import TICK_SECONDS, Upkeep
from tests.companion.school import SECRETS, START, School
from tests.companion.test_nothing_lost import event

YEAR, HOUR = 365 * 24 * 3600, 3600
PIN = SECRETS["student"]


@pytest.mark.parametrize("shift", [-10 * YEAR, -YEAR, -2 * HOUR, HOUR, YEAR])
def test_guesses_before_a_change_of_the_clock_lock_nobody_out(school: School, shift: int) -> None:
    for _ in range(6):
        school.log_in("Anna", "0000")
    assert school.log_in("Anna", PIN).status_code == 429
    school.clock.seconds += shift
    school.log_in("Anna", PIN)
    school.clock.seconds += 60
    assert school.log_in("Anna", PIN).status_code == 200


@pytest.mark.parametrize("shift", [-10 * YEAR, -2 * HOUR, 14 * HOUR, YEAR])
def test_a_session_ends_by_a_change_of_the_clock_and_no_sooner_begins_anew(
    school: School, shift: int
) -> None:
    before = school.log_in("Anna", PIN).cookies
    school.clock.seconds += shift
    assert school.ask("GET /auth/me", None, dict(before)).status_code == 401
    assert school.ask("POST /auth/refresh", None, dict(before)).status_code == 401
    after = school.log_in("Anna", PIN).cookies
    assert school.ask("GET /auth/me", None, dict(after)).status_code == 200
    school.clock.seconds += SESSION_SECONDS + 1
    assert school.ask("POST /auth/refresh", None, dict(after)).status_code == 401


@pytest.mark.parametrize("shift", [-HOUR // 2, -60, 60, HOUR])
def test_a_clock_that_is_put_right_signs_nobody_out(school: School, shift: int) -> None:
    before = school.log_in("Anna", PIN).cookies
    school.clock.seconds += shift
    assert school.ask("POST /auth/refresh", None, dict(before)).status_code == 200


def test_a_clock_that_was_ahead_prolongs_no_session(school: School) -> None:
    school.clock.seconds += YEAR
    ahead = dict(school.log_in("Anna", PIN).cookies)
    school.clock.seconds = START
    for _ in range(3):
        assert school.ask("GET /auth/me", None, ahead).status_code == 401
        assert school.ask("POST /auth/refresh", None, ahead).status_code == 401
        school.clock.seconds += ACCESS_SECONDS


def test_programs_stay_in_the_order_in_which_they_came(school: School) -> None:
    database, ids = school.companion.database, [str(uuid4()) for _ in range(4)]
    times = [START, START - YEAR, START - YEAR, START + HOUR]
    for id_, time, name in zip(ids, times, ["Anna", "Boris", "Anna", "Boris"], strict=True):
        asked = Asked(id_, school.people[name].id, "small", "sum", f"print({id_!r})", int(time * 1000))
        database.write(judgements.add, asked)
    assert database.read(judgements.waiting) == ids
    of_anna = database.read(judgements.of_task, school.people["Anna"].id, "small", "sum")
    assert [each.asked.id for each in of_anna] == [ids[2], ids[0]]


def test_events_keep_their_order_whatever_this_clock_shows(school: School) -> None:
    anna, database = school.people["Anna"].id, school.companion.database
    first, second = event("submission.created", 1), event("submission.created", 1)
    first |= {"time": "2027-01-15T08:00:00.000Z"}
    second |= {"time": "2027-01-15T08:00:00.001Z"}
    second["data"] = second["data"] | {"verdict": "WA", "score": 0}
    path = f"GET /progress/{anna}"
    for now, handed_in in ((START, second), (START - YEAR, first)):
        school.clock.seconds = now
        database.write(take_in, anna, [handed_in], school.companion.milliseconds)
    found = school.ask(path, None, school.cookies("Anna")).json()["tasks"]["basics/task1"]
    assert found["solved"]


def test_days_in_a_row_stand_when_the_clock_is_set_back(school: School) -> None:
    anna = school.people["Anna"].id
    made = [
        event("submission.created", number) | {"time": f"2027-01-{number}T12:00:00Z"} for number in (13, 14)
    ]
    school.companion.database.write(take_in, anna, made, 1)
    path = f"GET /progress/{anna}/days"
    expected = {"days": 2, "today": False, "longest": 2}
    assert school.ask(path, None, school.cookies("Anna")).json() == expected
    upkeep = Upkeep(school.companion, lambda: school.clock.seconds)
    for _ in range(3 * HOUR // TICK_SECONDS):
        upkeep.round()
        school.clock.seconds += TICK_SECONDS
    school.clock.seconds = START - YEAR
    assert school.ask(path, None, school.cookies("Anna")).json() == expected
