"""What teachers see of their classes."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest

from runtime.companion.store import content, judgements
from runtime.companion.store.content import OnShelf, TaskOnShelf
from runtime.companion.store.judgements import Asked, Verdict
from tests.companion.school import School

TASK = "basics.sum"
DEVICE = "01980000-0000-7000-8000-000000000000"


def check(
    school: School, who: str, verdict: str, score: float, time: str = "2027-01-15T08:00:00.000Z"
) -> None:
    """Let a student check a program in the browser."""
    digits = uuid4().hex
    event = {
        "id": f"01980000-0000-7{digits[:3]}-8{digits[3:6]}-{digits[6:18]}",
        "type": "submission.created",
        "device": DEVICE,
        "time": time,
        "learner": DEVICE,
        "data": {"course": "basics", "lesson": "first", "task": "sum", "code": "print(1)"}
        | {"verdict": verdict, "score": score, "tests": [{"name": "01", "verdict": verdict}]},
    }
    response = school.ask("POST /events", {"events": [event]}, school.cookies(who))
    assert response.json()["taken"] == 1


def judge(school: School, who: str, verdict: str, score: float, asked: int = 1) -> str:
    """Let the official judge have said something."""
    database, id_ = school.companion.database, str(uuid4())
    database.write(judgements.add, Asked(id_, school.people[who].id, "basics", "sum", "print(1)", asked))
    report: Any = {"task": "sum", "verdict": verdict, "score": score, "tests": []}
    database.write(judgements.settle, id_, Verdict(asked + 1, report, None))
    return id_


def seen(school: School, teacher: str = "Tina", name: str = "7A") -> dict[str, Any]:
    path = f"GET /classes/{school.classes[name].id}/results"
    answer = school.ask(path, None, school.cookies(teacher)).json()
    return {student["name"]: student["tasks"] for student in answer["students"]}


def test_a_teacher_sees_what_browser_and_judge_have_said(school: School) -> None:
    check(school, "Anna", "WA", 0.5)
    check(school, "Anna", "OK", 1, "2027-01-15T09:00:00.000Z")
    judge(school, "Anna", "WA", 0.75)
    assert seen(school) == {
        "Anna": [
            {
                "task": TASK,
                "browser": {"verdict": "OK", "score": 1, "time": 1_800_003_600_000},
                "official": {"verdict": "WA", "score": 0.75, "time": 1},
            }
        ]
    }


def test_those_who_have_done_nothing_are_there_too(school: School) -> None:
    school.add("Zoe", "student", "7A")
    assert seen(school) == {"Anna": [], "Zoe": []}


def test_nobody_of_another_class_is_there(school: School) -> None:
    check(school, "Boris", "OK", 1)
    judge(school, "Boris", "OK", 1)
    assert seen(school) == {"Anna": []}


def test_the_best_official_verdict_counts_and_of_equals_the_first(school: School) -> None:
    for asked, (verdict, score) in enumerate([("WA", 0.5), ("OK", 1), ("OK", 1), ("RE", 0)]):
        judge(school, "Anna", verdict, score, asked)
    (reached,) = seen(school)["Anna"]
    assert reached["official"] == {"verdict": "OK", "score": 1, "time": 1}
    assert reached["browser"] is None


def test_a_regrade_takes_the_place_of_the_verdict_before(school: School) -> None:
    id_ = judge(school, "Anna", "OK", 1)
    school.companion.database.write(judgements.ask_again, id_)
    report: Any = {"task": "sum", "verdict": "WA", "score": 0.2, "tests": []}
    school.companion.database.write(judgements.settle, id_, Verdict(9, report, None))
    (reached,) = seen(school)["Anna"]
    assert (reached["official"]["verdict"], reached["official"]["score"]) == ("WA", 0.2)


def test_what_could_not_be_judged_is_no_verdict(school: School) -> None:
    database, id_ = school.companion.database, str(uuid4())
    database.write(judgements.add, Asked(id_, school.people["Anna"].id, "basics", "sum", "x", 1))
    database.write(judgements.settle, id_, Verdict(2, None, "no backend works here"))
    assert seen(school) == {"Anna": []}


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "Аня, «7А»"])
def test_results_open_in_a_spreadsheet(school: School, name: str) -> None:
    school.add(name, "student", "7A")
    check(school, name, "OK", 1)
    judge(school, name, "WA", 0.5, 5000)
    path = f"GET /classes/{school.classes['7A'].id}/results/csv"
    text = school.ask(path, None, school.cookies("Tina")).json()["csv"]
    head, row = csv.reader(io.StringIO(text))
    assert head[:4] == ["student", "task", "verdict", "score"]
    shown = f"'{name}" if name.startswith("=") else name
    assert row == [shown, TASK, "OK", "1.0", "2027-01-15 08:00:00", "WA", "0.5", "1970-01-01 00:00:05"]


def test_the_table_has_a_character_for_each_student_and_task(school: School) -> None:
    tasks = [TaskOnShelf(name, "first", name.title(), 1, 2, 1) for name in ("sum", "half", "none")]
    shelf = [OnShelf("basics", "1.0.0", "Basics", ["en"], tasks)]
    school.companion.database.write(content.replace, shelf, 1)
    for name in ("Berta", "Carl", "Dora"):
        school.add(name, "student", "7A")
    check(school, "Anna", "WA", 0.5)
    judge(school, "Anna", "OK", 1)
    check(school, "Berta", "OK", 1)
    judge(school, "Berta", "WA", 0)
    check(school, "Carl", "WA", 0.25)
    check(school, "Boris", "OK", 1)
    path = f"GET /classes/{school.classes['7A'].id}/results/table"
    found = school.ask(path, None, school.cookies("Tina")).json()
    assert [task["id"] for task in found["tasks"]] == ["basics.sum", "basics.half", "basics.none"]
    assert found["tasks"][0] == {"id": "basics.sum", "lesson": "first", "title": "Sum"}
    marks = {student["name"]: student["marks"] for student in found["students"]}
    assert marks == {"Anna": "R..", "Berta": "X..", "Carl": "h..", "Dora": "..."}


def test_a_task_that_is_in_no_course_any_more_is_still_in_the_table(school: School) -> None:
    check(school, "Anna", "OK", 1)
    path = f"GET /classes/{school.classes['7A'].id}/results/table"
    found = school.ask(path, None, school.cookies("Tina")).json()
    assert found["tasks"] == [{"id": TASK, "lesson": "", "title": None}]
    assert [student["marks"] for student in found["students"]] == ["r"]
