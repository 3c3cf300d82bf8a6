from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder.exporting.moodle_results import Grade, results_xml
from builder.exporting.results import Score, as_grades, read_ids, read_scores
from builder.importing.xml_tree import read_xml
from builder.load import opened_package
from builder.problems import UserError
from builder.validate import validate
from tests.builder.packages import good, write

CSV = (
    "student,verdict,score,tests_passed,tests,time_ms,first_failed_test,reason\r\n"
    "s1,OK,1.0,2,2,10,,\r\n'=s2,WA,0.5,1,2,10,02,wrong\r\n"
    "s3,IE,0.0,0,2,0,,the judge broke\r\ns4,missing,0.0,0,2,0,,\r\n"
)


def event(number: int, kind: str, time: str = "2026-11-21T10:00:00Z", **data: Any) -> dict[str, Any]:
    id_ = f"0192f000-0000-7000-8000-{number:012x}"
    return {"id": id_, "type": kind, "device": "d", "time": time, "learner": "l1", "data": data}


def saved(path: Path, *events: dict[str, Any]) -> Path:
    path.write_text(
        json.dumps({"format": "knapsack-progress", "version": 1, "events": events}), encoding="utf-8"
    )
    return path


def test_the_document_is_what_moodle_imports() -> None:
    root = read_xml(results_xml([Grade("s1", "hw 1", 0.5), Grade("s2", "hw 1", 1 / 3)], 20)).children[0]
    assert root.name == "results"
    fields = ("state", "assignment", "student", "score")
    assert [[node.value(name) for name in fields] for node in root.all("result")] == [
        ["new", "hw 1", "s1", "10"],
        ["new", "hw 1", "s2", "6.6667"],
    ]


def test_what_grade_wrote_as_csv(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text(CSV, encoding="utf-8", newline="")
    scores, left = read_scores([tmp_path / "grades.csv"], None)
    assert scores == [Score("s1", "", 1.0), Score("=s2", "", 0.5), Score("s4", "", 0.0)]
    assert left == [f"{tmp_path / 'grades.csv'}:4: s3 was not judged (IE)"]
    with pytest.raises(UserError, match="give --assignment"):
        as_grades(scores, None, None, left)
    assert as_grades(scores, "hw", None, left)[0] == Grade("s1", "hw", 1.0)


def test_what_grade_printed_as_json(tmp_path: Path) -> None:
    reports = [{"student": "s1", "task": "sum", "verdict": "OK", "score": 1.0, "tests": []}]
    (tmp_path / "grades.json").write_text(json.dumps(reports), encoding="utf-8")
    scores, left = read_scores([tmp_path / "grades.json"], None)
    assert as_grades(scores, None, None, left) == [Grade("s1", "sum", 1.0)]


def test_progress_that_students_saved(tmp_path: Path) -> None:
    files = good()
    questions: Any = files["quizzes/quiz.json"]
    questions["questions"] += [{"id": "q2", "type": "number", "prompt": "?", "answer": 1, "points": 3}]
    here, there = {"course": "small", "lesson": "first"}, {"course": "other", "lesson": "first"}
    first = saved(
        tmp_path / "a.json",
        event(1, "learner.created", name="Old name", colour="#112233"),
        event(2, "learner.updated", time="2026-11-21T11:00:00Z", name="Anna", colour="#112233"),
        event(3, "submission.created", **here, task="sum", code="", verdict="WA", score=0.5, tests=[]),
        event(4, "submission.created", **here, task="sum", code="", verdict="RE", score=0.0, tests=[]),
        event(5, "submission.created", **there, task="sum", code="", verdict="OK", score=1.0, tests=[]),
        event(6, "attempt.created", **here, quiz="quiz", question="q2", answer=1, correct=True, points=3),
        event(7, "attempt.created", **here, quiz="quiz", question="q1", answer=1, correct=False, points=0),
    )
    second = saved(tmp_path / "b.json", event(3, "submission.created", **here, task="sum", score=0.5))
    with opened_package(write(tmp_path / "small", files)) as package:
        course, _ = validate(package)
        scores, left = read_scores([first, second], course)
    assert scores == [Score("Anna", "quiz", 0.75), Score("Anna", "sum", 0.5)]
    assert left == []
    with pytest.raises(UserError, match="say with --course"):
        read_scores([first], None)


def test_two_learners_of_one_name_stay_two(tmp_path: Path) -> None:
    here = {"course": "small", "lesson": "first", "task": "sum", "code": ""}
    events = [
        {**event(1, "learner.created", name="Anna"), "learner": "0000-aaaaaaaa"},
        {**event(2, "learner.created", name="Anna"), "learner": "0000-bbbbbbbb"},
        {**event(3, "submission.created", **here, score=1.0), "learner": "0000-aaaaaaaa"},
        {**event(4, "submission.created", **here, score=0.0), "learner": "0000-bbbbbbbb"},
    ]
    saved(tmp_path / "a.json", *events)
    with opened_package(write(tmp_path / "small", good())) as package:
        course, _ = validate(package)
        scores, _ = read_scores([tmp_path / "a.json"], course)
    assert scores == [Score("Anna (aaaaaaaa)", "sum", 1.0), Score("Anna (bbbbbbbb)", "sum", 0.0)]


def test_names_become_id_numbers(tmp_path: Path) -> None:
    (tmp_path / "ids.csv").write_text("Anna,1001\nIvan Petrov , 1002\n\n", encoding="utf-8-sig")
    ids = read_ids(tmp_path / "ids.csv")
    left: list[str] = []
    scores = [
        Score("Anna", "sum", 0.5),
        Score("Anna", "sum", 1.0),
        Score("Ivan Petrov", "sum", 0.0),
        Score("Eve", "sum", 1.0),
    ]
    assert as_grades(scores, None, ids, left) == [Grade("1001", "sum", 1.0), Grade("1002", "sum", 0.0)]
    assert left == ["Eve: there is no ID number for this name"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("Anna\n", r"ids\.csv:1: write the name"), ("Anna,1\nAnna,2\n", r"ids\.csv:2: Anna is there twice")],
)
def test_id_numbers_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "ids.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        read_ids(tmp_path / "ids.csv")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "name,points\nx,1\n", "no columns student and score"),
        ("a.csv", "student,score\nx,many\n", r"a\.csv:2: a result has"),
        ("a.csv", "student,score\nx,1.5\n", r"a\.csv:2: a result has"),
        ("a.json", "{", "is no JSON file"),
        ("a.json", "{}", "has no results"),
        ("a.json", '[{"student": "x", "score": null}]', "a result has"),
        (
            "a.json",
            '{"format": "knapsack-progress", "version": 9, "events": []}',
            "damaged, or of another version",
        ),
        ("a.json", '{"format": "knapsack-progress", "version": 1, "events": [1]}', "is damaged"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        read_scores([tmp_path / name], None)
    with pytest.raises(UserError, match="cannot be read"):
        read_scores([tmp_path / "gone.json"], None)
