"""Courses on the shelf, programs in, official verdicts out: as pages ask for them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.builder.packages import good, set_at, write
from tests.companion.school import School, fill, school_in, use_quick_hashes

T = "tasks/sum.json"
TESTS = [
    {"input": "1", "expected": "2"},
    {"input": "2", "expected": "4", "private": True},
    {"input": "3", "expected": "6", "private": True},
]
RIGHT, WRONG = "print(int(input()) * 2)", "print(int(input()) + 1)"


def write_course(courses: Path, tests: object = TESTS) -> None:
    set_at(files := good(), T, "/tests", tests)
    write(courses / "small", files)


@contextmanager
def judging_school(folder: Path) -> Iterator[School]:
    """A school with a course whose tasks it judges."""
    write_course(folder / "courses")
    (folder / "site").mkdir()
    with school_in(folder / "data", folder / "site", courses=folder / "courses") as opened:
        fill(opened)
        assert opened.ask("POST /content/scan", None, opened.cookies("Tina")).status_code == 200
        yield opened


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A school that judges."""
    use_quick_hashes(monkeypatch)
    with judging_school(tmp_path) as opened:
        yield opened


def ask(school: School, who: str, request: str, body: Any = None, status: int = 200) -> Any:
    response = school.ask(request, body, school.cookies(who))
    assert response.status_code == status, response.text
    return response.json()


def hand_in(school: School, code: str, who: str = "Anna", **fields: str) -> Any:
    return ask(school, who, "POST /judge/small.sum", {"code": code, **fields}, 202)["judgement"]


def judged(school: School, id_: str, who: str = "Anna") -> Any:
    """Wait until a program is judged."""
    while True:
        found = ask(school, who, f"GET /judge/{id_}")["judgement"]
        if found["state"] == "judged":
            return found
        threading.Event().wait(0.01)


def test_a_school_sees_its_courses_and_tasks(school: School) -> None:
    (course,) = ask(school, "Anna", "GET /content")["courses"]
    assert (course["id"], course["version"], course["tasks"]) == ("small", "1.0.0", 1)
    (task,) = ask(school, "Anna", "GET /tasks")["tasks"]
    assert (task["id"], task["tests"], task["private"]) == ("small.sum", 3, 2)
    assert ask(school, "Anna", "GET /tasks/small.sum")["task"] == task
    ask(school, "Anna", "GET /tasks/small.none", status=404)


def test_a_program_gets_its_official_verdict(school: School) -> None:
    right, wrong = hand_in(school, RIGHT), hand_in(school, WRONG)
    assert right["state"] in {"waits", "runs", "judged"}
    verdicts = [judged(school, each["id"])["verdict"] for each in (right, wrong)]
    assert [verdict["verdict"] for verdict in verdicts] == ["OK", "WA"]
    assert [verdict["score"] for verdict in verdicts] == [1, pytest.approx(1 / 3)]
    assert verdicts[0]["backend"] == "bubblewrap"


def test_of_private_tests_nothing_leaves_but_the_verdict(school: School) -> None:
    spy = "given = input()\nprint('given', given)\nraise SystemExit('given ' + given)"
    id_ = hand_in(school, spy)["id"]
    judged(school, id_)
    for who, path in (("Anna", ""), ("Anna", "/verdicts"), ("Tina", ""), ("Tina", "/verdicts")):
        answer = ask(school, who, f"GET /judge/{id_}{path}")
        text = json.dumps(answer)
        assert "given 1" in text
        assert "given 2" not in text
        assert "given 3" not in text
    verdict = ask(school, "Anna", f"GET /judge/{id_}")["judgement"]["verdict"]
    assert [sorted(test) for test in verdict["tests"] if test["private"]] == [
        ["name", "private", "verdict"]
    ] * 2


def test_the_same_hand_in_is_taken_once(school: School) -> None:
    id_ = str(uuid4())
    hand_in(school, RIGHT, id=id_)
    judged(school, id_)
    assert hand_in(school, WRONG, id=id_)["state"] == "judged"
    found = ask(school, "Anna", f"GET /judge/{id_}/verdicts")
    assert (found["code"], len(found["verdicts"])) == (RIGHT, 1)
    ask(school, "Boris", "POST /judge/small.sum", {"code": RIGHT, "id": id_}, 422)


def test_nobody_fills_the_line_alone(school: School) -> None:
    slow = "import time; time.sleep(0.2); " + RIGHT
    taken = [hand_in(school, slow)["id"] for _ in range(3)]
    ask(school, "Anna", "POST /judge/small.sum", {"code": RIGHT}, 429)
    hand_in(school, RIGHT, who="Boris")
    for id_ in taken:
        assert judged(school, id_)["verdict"]["verdict"] == "OK"
    hand_in(school, RIGHT)


def test_a_teacher_has_programs_judged_again_by_the_tests_of_now(school: School, tmp_path: Path) -> None:
    id_ = hand_in(school, RIGHT)["id"]
    judged(school, id_)
    write_course(tmp_path / "courses", [{"input": "1", "expected": "3"}])
    assert ask(school, "Tina", "POST /content/scan")["changed"]
    ask(school, "Anna", f"POST /judge/{id_}/again", status=403)
    ask(school, "Tina", f"POST /judge/{id_}/again", status=202)
    assert judged(school, id_)["verdict"]["verdict"] == "WA"
    verdicts = ask(school, "Tina", f"GET /judge/{id_}/verdicts")["verdicts"]
    assert [verdict["verdict"] for verdict in verdicts] == ["OK", "WA"]


def test_a_broken_course_is_told_and_the_last_good_one_judges(school: School, tmp_path: Path) -> None:
    write_course(tmp_path / "courses", "none")
    found = ask(school, "Tina", "POST /content/scan")
    assert (found["failed"], found["changed"]) == (True, False)
    assert (f"small/{T}", "/tests") in {(each["file"], each["pointer"]) for each in found["problems"]}
    assert judged(school, hand_in(school, RIGHT)["id"])["verdict"]["verdict"] == "OK"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"code": "  \n"}, 422),
        ({"code": ""}, 422),
        ({"code": "x" * 100_001}, 422),
        ({"code": "1", "id": "mine"}, 422),
        ({"code": "1", "more": 1}, 422),
        ({}, 422),
    ],
)
def test_what_is_no_program_is_refused(school: School, body: dict[str, Any], status: int) -> None:
    ask(school, "Anna", "POST /judge/small.sum", body, status)


def test_a_task_that_is_not_there_takes_nothing(school: School) -> None:
    ask(school, "Anna", "POST /judge/small.none", {"code": RIGHT}, 404)
    ask(school, "Anna", "POST /judge/none", {"code": RIGHT}, 404)


def test_what_was_taken_is_judged_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_hashes(monkeypatch)
    write_course(tmp_path / "courses")
    place = (tmp_path / "data", tmp_path / "site")
    place[1].mkdir()
    with school_in(*place, courses=tmp_path / "courses") as opened:
        fill(opened)
        ask(opened, "Tina", "POST /content/scan")
        ids = [
            hand_in(opened, "import time; time.sleep(0.2); " + RIGHT, who)["id"] for who in ("Anna", "Boris")
        ]
        people = opened.people
    with school_in(*place, courses=tmp_path / "courses") as opened:
        opened.people = people
        assert [judged(opened, id_, "Ada")["verdict"]["verdict"] for id_ in ids] == ["OK", "OK"]
