from __future__ import annotations

from typing import Any

from tests.companion.school import School


def sign_up(school: School, pin: str = "4712", **fields: str) -> Any:
    return school.ask("POST /auth/join", {"code": "code7a", "name": "Eve", "secret": pin} | fields)


def test_whoever_knows_the_code_becomes_a_student_of_the_class(school: School) -> None:
    joined = sign_up(school, code=" CODE7A ")
    assert joined.json()["user"]["role"] == "student"
    assert [each["name"] for each in joined.json()["classes"]] == ["7A"]
    assert "HttpOnly" in joined.headers["set-cookie"]
    assert school.log_in("eve", "4712").status_code == 200


def test_a_name_that_is_taken_stays_its_owners(school: School) -> None:
    assert sign_up(school, name="ANNA").json()["error"]["code"] == "name_taken"
    assert school.log_in("Anna", "4711").status_code == 200


def test_a_wrong_code_adds_nobody(school: School) -> None:
    assert sign_up(school, code="code8z").json()["error"]["code"] == "wrong_code"
    assert school.log_in("Eve", "4712").status_code == 401


def test_a_pin_that_is_none_is_refused(school: School) -> None:
    refused = sign_up(school, pin="12")
    assert refused.json()["error"]["details"] == {"pointer": "/secret"}


def test_guessing_at_codes_is_slowed_down(school: School) -> None:
    for _ in range(5):
        assert sign_up(school, code="guess").status_code == 404
    slowed = sign_up(school)
    assert slowed.json()["error"]["code"] == "too_many_guesses"
    assert school.log_in("Anna", "4711").status_code == 200
    school.clock.seconds += slowed.json()["error"]["details"]["seconds"]
    assert sign_up(school).status_code == 201
