"""Guesses cost time, but nobody can keep a classmate out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime.companion.store import guesses
from runtime.companion.store.guesses import FORGET_SECONDS, LIMITS
from tests.companion.school import School

PAIR = LIMITS["name and address"]


def guess(school: School, address: str, name: str = "anna") -> int:
    """Guess wrong once; return the seconds that one has to wait first, 0 when the guess was taken."""
    places = guesses.guesses(name, address)
    return school.companion.database.write(guesses.begin, places, school.companion.now)


def test_the_sixth_wrong_guess_has_to_wait_and_says_how_long(school: School) -> None:
    for _ in range(PAIR.free):
        assert school.log_in("Anna", "0000").status_code == 401
    refused = school.log_in("Anna", "4711")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_many_guesses"
    assert refused.headers["retry-after"] == "1"
    school.clock.seconds += 1
    assert school.log_in("Anna", "4711").status_code == 200
    assert school.log_in("Anna", "0000").status_code == 401


def test_the_wait_grows_up_to_a_minute_and_no_further(school: School) -> None:
    waits = []
    for _ in range(12):
        wait = guess(school, "10.0.0.1")
        waits.append(wait)
        school.clock.seconds += wait
        assert wait == 0 or guess(school, "10.0.0.1") == 0
    assert waits == sorted(waits)
    assert max(waits) == PAIR.longest


def test_a_prankster_at_another_pc_keeps_nobody_out(school: School) -> None:
    for _ in range(20):
        guess(school, "10.0.0.66")
    assert guess(school, "10.0.0.66") > 0
    assert guess(school, "10.0.0.2") == 0
    assert school.log_in("Boris", "4711").status_code == 200


def test_many_pcs_together_guess_no_faster_than_the_limit_of_a_name(school: School) -> None:
    taken = sum(guess(school, f"10.0.0.{number}") == 0 for number in range(200))
    assert taken == LIMITS["name"].free
    assert guess(school, "10.0.1.1") <= LIMITS["name"].longest


def test_guesses_at_the_same_moment_are_all_counted(school: School) -> None:
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: guess(school, "10.0.0.1"), range(50)))
    assert waits.count(0) == PAIR.free


def test_a_class_that_signs_in_at_one_address_is_not_held_up(school: School) -> None:
    for number in range(40):
        school.add(f"Student {number}", "student", "7A")
    assert {school.log_in(f"Student {number}", "4711").status_code for number in range(40)} == {200}


def test_wrong_guesses_are_forgotten_after_a_while(school: School) -> None:
    for _ in range(PAIR.free):
        guess(school, "10.0.0.1")
    assert guess(school, "10.0.0.1") == 1
    school.clock.seconds += FORGET_SECONDS + 1
    assert [guess(school, "10.0.0.1") for _ in range(PAIR.free)] == [0] * PAIR.free


def test_the_clock_set_back_makes_nobody_wait_for_years(school: School) -> None:
    for _ in range(PAIR.free):
        guess(school, "10.0.0.1")
    school.clock.seconds -= 10 * 365 * 24 * 60 * 60
    assert guess(school, "10.0.0.1") <= PAIR.longest


@pytest.mark.parametrize("code", ["aaaaaa", "bbbbbb"])
def test_guesses_at_class_codes_are_counted_too(school: School, code: str) -> None:
    cookies = school.cookies("Anna")
    answers = [school.ask("POST /classes/join", {"code": code}, cookies).status_code for _ in range(7)]
    assert answers == [404] * PAIR.free + [429, 429]
