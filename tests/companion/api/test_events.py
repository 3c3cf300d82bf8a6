from __future__ import annotations

from typing import Any

import pytest

from runtime.companion.api.events import MOST_SENT
from runtime.companion.schemas import MOST_EVENTS
from runtime.companion.store.users import by_id
from tests.companion.school import School
from tests.companion.store.test_derived import make_event

TIME = "2026-11-21T09:00:00.000Z"
READ = make_event(1, TIME, "progress.updated", {"course": "py", "lesson": "output", "state": "read"})
SUBMITTED = {"course": "py", "lesson": "output", "task": "sum", "verdict": "WA", "score": 0.5, "tests": []}


def submission(number: int, **changes: Any) -> dict[str, Any]:
    return make_event(number, TIME, "submission.created", {**SUBMITTED, "code": "print(1)", **changes})


def progress(school: School, name: str) -> Any:
    return school.ask(f"GET /progress/{school.people[name].id}", cookies=school.cookies("Ada")).json()


def test_what_a_student_did_is_kept_once_and_shown(school: School) -> None:
    body, anna = {"events": [READ, submission(2)]}, school.cookies("Anna")
    assert school.ask("POST /events", body, anna).json() == {"taken": 2, "known": 0, "foreign": []}
    assert school.ask("POST /events", body, anna).json() == {"taken": 0, "known": 2, "foreign": []}
    assert progress(school, "Anna") == {
        "lessons": {"py/output": "read"},
        "tasks": {"py/sum": {"verdict": "WA", "score": 0.5, "solved": False}},
        "questions": {},
    }
    assert progress(school, "Boris") == {"lessons": {}, "tasks": {}, "questions": {}}


def test_a_submission_is_kept_once_however_it_is_handed_in(school: School) -> None:
    anna = school.cookies("Anna")
    assert school.ask("POST /submissions", submission(2), anna).json()["taken"] == 1
    assert school.ask("POST /events", {"events": [submission(2)]}, anna).json()["known"] == 1
    assert progress(school, "Anna")["tasks"]["py/sum"]["score"] == 0.5


def test_only_a_submission_is_one(school: School) -> None:
    refused = school.ask("POST /submissions", READ, school.cookies("Anna"))
    assert refused.json()["error"]["details"] == {"pointer": "/type"}
    assert progress(school, "Anna")["lessons"] == {}


def test_an_event_stays_with_whoever_handed_it_in_first(school: School) -> None:
    school.ask("POST /events", {"events": [READ]}, school.cookies("Anna"))
    again = school.ask("POST /events", {"events": [READ]}, school.cookies("Boris")).json()
    assert again == {"taken": 0, "known": 0, "foreign": [READ["id"]]}
    assert progress(school, "Boris")["lessons"] == {}


@pytest.mark.parametrize(
    "change",
    [
        {"type": "admin.created"},
        {"id": "1"},
        {"time": "2026-02-30T09:00:00Z"},
        {"time": "2026-01-01T25:00:00Z"},
        {"time": "yesterday"},
        {"learner": ""},
        {"received": 1},
        {"data": {"course": "../x", "lesson": "output", "state": "read"}},
        {"data": {"course": "py", "lesson": "output", "state": "won"}},
        {"data": {}},
    ],
)
def test_one_unsound_event_keeps_all_out_and_is_named(school: School, change: dict[str, Any]) -> None:
    body = {"events": [submission(2), READ | change]}
    refused = school.ask("POST /events", body, school.cookies("Anna"))
    assert refused.status_code == 422
    assert refused.json()["error"]["details"]["pointer"].startswith("/events/1")
    assert progress(school, "Anna")["tasks"] == {}


@pytest.mark.parametrize("answer", [None, True, {"a": 1}, [[1]], [-1], ["x"], "x" * 10_001, list(range(101))])
def test_an_answer_that_no_browser_would_keep_stays_out(school: School, answer: Any) -> None:
    data = {"course": "py", "lesson": "output", "quiz": "q", "question": "n", "answer": answer}
    event = make_event(1, TIME, "attempt.created", data | {"correct": False, "points": 1})
    assert school.ask("POST /events", {"events": [event]}, school.cookies("Anna")).status_code == 422


def test_a_program_is_as_long_as_in_the_browser_at_most(school: School) -> None:
    anna, most = school.cookies("Anna"), 200 * 1024
    for length, status in ((most, 200), (most + 1, 422)):
        sent = school.ask("POST /events", {"events": [submission(2, code="x" * length)]}, anna)
        assert sent.status_code == status


@pytest.mark.parametrize("code", ["\ud800 alone", "\x00", "</script><img onerror=alert(1)>", "😀" * 1000])
def test_code_is_kept_as_it_was_typed(school: School, code: str) -> None:
    assert (
        school.ask("POST /events", {"events": [submission(2, code=code)]}, school.cookies("Anna")).json()[
            "taken"
        ]
        == 1
    )


def test_an_answer_comes_back_as_it_was_given(school: School) -> None:
    for number, answer in enumerate(["\ud800", "Привет", 3, [0, 2], 0.1]):
        data = {"course": "py", "lesson": "output", "quiz": "q", "question": f"n{number}", "answer": answer}
        event = make_event(number, TIME, "attempt.created", data | {"correct": False, "points": 1})
        assert school.ask("POST /events", {"events": [event]}, school.cookies("Anna")).status_code == 200
        assert progress(school, "Anna")["questions"][f"py/q/n{number}"]["answer"] == answer


def test_more_events_than_one_request_may_have_are_refused(school: School) -> None:
    many = [submission(number) for number in range(MOST_EVENTS + 1)]
    assert school.ask("POST /events", {"events": many}, school.cookies("Anna")).status_code == 422
    assert (
        school.ask("POST /events", {"events": many[1:]}, school.cookies("Anna")).json()["taken"]
        == MOST_EVENTS
    )


def test_what_somebody_who_left_did_is_kept(school: School) -> None:
    school.ask("POST /events", {"events": [READ]}, school.cookies("Anna"))
    anna = school.people["Anna"].id
    school.ask(f"DELETE /users/{anna}", cookies=school.cookies("Ada"))
    assert school.companion.database.read(by_id, anna) is None
    count = school.companion.database.read(
        lambda each: each.execute("SELECT count(*) FROM events").fetchone()[0]
    )
    assert count == 1


def handed_out(school: School, name: str, after: str = "start") -> Any:
    return school.ask(f"GET /events/{after}", cookies=school.cookies(name)).json()


def test_what_a_student_did_comes_back_in_the_order_it_came_and_to_nobody_else(school: School) -> None:
    done = [submission(3), READ, submission(2)]
    for each in done:
        school.ask("POST /events", {"events": [each]}, school.cookies("Anna"))
    assert handed_out(school, "Anna") == {"events": done, "known": True, "more": False}
    assert handed_out(school, "Anna", done[0]["id"])["events"] == done[1:]
    assert handed_out(school, "Anna", done[2]["id"]) == {"events": [], "known": True, "more": False}
    assert handed_out(school, "Boris") == {"events": [], "known": True, "more": False}


def test_after_an_event_that_is_not_here_everything_comes(school: School) -> None:
    school.ask("POST /events", {"events": [READ]}, school.cookies("Anna"))
    school.ask("POST /events", {"events": [submission(7)]}, school.cookies("Boris"))
    for unknown in ("01980000-0000-7000-8000-00000000ffff", submission(7)["id"]):
        assert handed_out(school, "Anna", unknown) == {"events": [READ], "known": False, "more": False}


def test_much_work_comes_in_parts(school: School) -> None:
    many = [submission(number) for number in range(MOST_SENT + 3)]
    school.ask("POST /events", {"events": many}, school.cookies("Anna"))
    first = handed_out(school, "Anna")
    assert (len(first["events"]), first["more"]) == (MOST_SENT, True)
    rest = handed_out(school, "Anna", first["events"][-1]["id"])
    assert first["events"] + rest["events"] == many
    assert not rest["more"]


def test_long_programs_come_in_smaller_parts(school: School) -> None:
    long = [submission(number, code="x" * 200_000) for number in range(30)]
    for start in range(0, 30, 10):
        school.ask("POST /events", {"events": long[start : start + 10]}, school.cookies("Anna"))
    first = handed_out(school, "Anna")
    assert first["more"]
    assert len(first["events"]) == 11
