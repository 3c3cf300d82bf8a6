"""A class judged together, the judge's health, and what a teacher reads of a student's work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from runtime.companion.store import judgements
from runtime.companion.store.judgements import PATIENT, Verdict
from runtime.sandbox.backend import BackendError
from tests.companion.api.test_judging import RIGHT, WRONG, ask, hand_in, judged, judging_school, write_course
from tests.companion.school import School, fill, school_in, use_quick_hashes

DEVICE = "01980000-0000-7000-8000-000000000000"
WORK = "GET /submissions/{}/small.sum"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A school with a course whose tasks it judges, and two more students in 7A."""
    use_quick_hashes(monkeypatch)
    with judging_school(tmp_path) as opened:
        for name in ("Berta", "Carl"):
            opened.add(name, "student", "7A")
        yield opened


def submit(school: School, who: str, code: str, minute: int = 0, task: str = "sum") -> str:
    """Let somebody's browser have judged a program."""
    digits = uuid4().hex
    event = {
        "id": f"01980000-0000-7{digits[:3]}-8{digits[3:6]}-{digits[6:18]}",
        "type": "submission.created",
        "device": DEVICE,
        "time": f"2026-11-21T09:{minute:02}:00.000Z",
        "learner": DEVICE,
        "data": {"course": "small", "lesson": "first", "task": task, "code": code}
        | {"verdict": "OK", "score": 1, "tests": [{"name": "01", "verdict": "OK"}]},
    }
    assert ask(school, who, "POST /events", {"events": [event]})["taken"] == 1
    return str(event["id"])


def judge_class(school: School, *, task: str | None = None, only_missing: bool = False) -> Any:
    """Have 7A judged and wait until it is; returns the first answer."""
    path = f"/classes/{school.classes['7A'].id}/judge"
    body = {"task": task, "only_missing": only_missing}
    done = ask(school, "Tina", f"POST {path}", body, 202)
    while ask(school, "Tina", f"GET {path}")["waiting"]:
        threading.Event().wait(0.01)
    return done


def work(school: School, student: str) -> Any:
    return ask(school, "Tina", WORK.format(school.people[student].id))


def verdicts(school: School, student: str) -> list[list[str]]:
    """Return the official verdicts on each program of a student, the latest program first."""
    return [[said["verdict"] for said in each["verdicts"]] for each in work(school, student)["official"]]


def test_the_latest_program_of_every_student_is_judged(school: School) -> None:
    submit(school, "Anna", WRONG, 1)
    submit(school, "Anna", RIGHT, 2)
    submit(school, "Berta", RIGHT, 1)
    submit(school, "Berta", WRONG, 2)
    submit(school, "Boris", RIGHT)
    assert judge_class(school)["asked"] == 2
    assert [verdicts(school, name) for name in ("Anna", "Berta", "Carl")] == [[["OK"]], [["WA"]], []]
    assert ask(school, "Ada", WORK.format(school.people["Boris"].id))["official"] == []


def test_a_second_time_the_same_programs_are_judged_again(school: School) -> None:
    submit(school, "Anna", RIGHT)
    for _ in range(2):
        assert judge_class(school)["asked"] == 1
    assert verdicts(school, "Anna") == [["OK", "OK"]]
    assert judge_class(school, only_missing=True)["asked"] == 0


def test_what_was_handed_in_officially_is_not_taken_twice(school: School) -> None:
    submit(school, "Anna", RIGHT)
    judged(school, hand_in(school, RIGHT)["id"])
    assert judge_class(school, only_missing=True)["asked"] == 0
    assert judge_class(school)["asked"] == 1
    assert verdicts(school, "Anna") == [["OK", "OK"]]


def test_of_a_program_that_came_after_the_official_one_the_later_counts(school: School) -> None:
    school.clock.seconds = 1_600_000_000
    judged(school, hand_in(school, WRONG)["id"])
    submit(school, "Anna", RIGHT)
    assert judge_class(school, only_missing=True)["asked"] == 1
    assert verdicts(school, "Anna") == [["OK"], ["WA"]]


def test_one_task_can_be_judged_alone(school: School) -> None:
    submit(school, "Anna", RIGHT)
    assert judge_class(school, task="small.sum")["asked"] == 1
    path = f"POST /classes/{school.classes['7A'].id}/judge"
    ask(school, "Tina", path, {"task": "small.none", "only_missing": False}, 404)


@pytest.mark.parametrize("code", ["  \n", "x" * 100_001, "print('\ud800')"])
def test_what_the_judge_does_not_take_is_left_out(school: School, code: str) -> None:
    submit(school, "Anna", code)
    assert judge_class(school)["asked"] == 0


def test_a_task_that_is_not_there_any_more_is_left_out(school: School) -> None:
    submit(school, "Anna", RIGHT, task="gone")
    assert judge_class(school)["asked"] == 0


def test_who_hands_in_does_not_wait_for_a_batch(school: School) -> None:
    slow = "import time; time.sleep(0.2); " + RIGHT
    for name in ("Anna", "Berta", "Carl"):
        submit(school, name, slow)
    class_id = school.classes["7A"].id
    ask(school, "Tina", f"POST /classes/{class_id}/judge", {"task": None, "only_missing": False}, 202)
    boris = judged(school, hand_in(school, RIGHT, who="Boris")["id"], "Boris")
    assert boris["verdict"]["verdict"] == "OK"
    assert ask(school, "Tina", f"GET /classes/{class_id}/judge")["waiting"]
    for _ in range(3):
        hand_in(school, RIGHT)


def test_a_batch_can_be_stopped(school: School) -> None:
    slow = "import time; time.sleep(0.2); " + RIGHT
    judged(school, hand_in(school, slow)["id"])
    for name in ("Berta", "Carl"):
        submit(school, name, slow)
    path = f"/classes/{school.classes['7A'].id}/judge"
    ask(school, "Tina", f"POST {path}", {"task": None, "only_missing": False}, 202)
    assert ask(school, "Tina", f"DELETE {path}") == {"waiting": 0}
    assert school.companion.workshop is not None
    while school.companion.workshop.line.length.running:
        threading.Event().wait(0.01)
    assert work(school, "Berta")["official"] == work(school, "Carl")["official"] == []
    assert verdicts(school, "Anna") == [["OK"]]
    judge_class(school)
    assert verdicts(school, "Carl") == [["OK"]]


def test_a_batch_goes_on_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_hashes(monkeypatch)
    write_course(tmp_path / "courses")
    place = (tmp_path / "data", tmp_path / "site")
    place[1].mkdir()
    with school_in(*place) as opened:
        fill(opened)
        anna = submit(opened, "Anna", RIGHT)
        asked = judgements.Asked(anna, opened.people["Anna"].id, "small", "sum", RIGHT, 1)
        opened.companion.database.write(judgements.add, asked, PATIENT)
        people = opened.people
    with school_in(*place, courses=tmp_path / "courses") as opened:
        opened.people = people
        ask(opened, "Ada", "POST /content/scan")
        assert judged(opened, anna, "Ada")["verdict"]["verdict"] == "OK"


def test_a_teacher_reads_all_that_a_student_handed_in(school: School) -> None:
    submit(school, "Anna", WRONG, 1)
    submit(school, "Anna", "print('<b>half</b> \ud800')", 2)
    id_ = hand_in(school, RIGHT)["id"]
    judged(school, id_)
    found = work(school, "Anna")
    assert found["student"] == "Anna"
    assert [each["code"] for each in found["submissions"]] == ["print('<b>half</b> \ud800')", WRONG]
    assert found["submissions"][0]["tests"] == [{"name": "01", "verdict": "OK"}]
    (official,) = found["official"]
    assert (official["judgement"]["id"], official["code"]) == (id_, RIGHT)
    private = [test for said in official["verdicts"] for test in said["tests"] if test["private"]]
    assert len(private) == 2
    assert {tuple(sorted(test)) for test in private} == {("name", "private", "verdict")}


def test_the_judge_says_how_it_is(school: School) -> None:
    found = ask(school, "Tina", "GET /judge")
    assert found == {"backend": "bubblewrap", "trouble": None, "waiting": 0, "running": 0, "fault": None}
    id_ = hand_in(school, RIGHT)["id"]
    judged(school, id_)
    database = school.companion.database
    database.write(judgements.ask_again, id_, PATIENT)
    database.write(judgements.settle, id_, Verdict(9, None, "the disk is on fire"))
    fault = ask(school, "Tina", "GET /judge")["fault"]
    assert fault == {"time": 9, "task": "small.sum", "message": "the disk is on fire"}


def test_a_judge_that_cannot_work_says_what_to_do(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise BackendError("no backend works here; do something")

    assert school.companion.workshop is not None
    monkeypatch.setattr(school.companion.workshop.line, "_choose", none)
    found = ask(school, "Tina", "GET /judge")
    assert (found["backend"], found["trouble"]) == (None, "no backend works here; do something")
