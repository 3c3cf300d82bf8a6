"""A folder of courses that people change while a school works with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.companion.content.shelf import Shelf
from runtime.companion.store import content
from runtime.companion.store.database import Database
from tests.builder.packages import good, set_at, write
from tests.builder.wheels.making import REAL

T = "tasks/sum.json"
GOOD_TASK = {"title": "T", "description": "D", "tests": [{"input": "1", "expected": "2"}]}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "school.sqlite3") as opened:
        yield opened


@pytest.fixture
def shelf(tmp_path: Path, database: Database) -> Iterator[Shelf]:
    write(tmp_path / "courses" / "small", good())
    with Shelf(tmp_path / "courses", tmp_path / "site", database, REAL) as opened:
        yield opened


def change(tmp_path: Path, place: str, value: object) -> None:
    """Change a field of the task in the course."""
    set_at(files := good(), T, place, value)
    (tmp_path / "courses" / "small" / T).write_text(json.dumps(files[T]), encoding="utf-8")


def test_what_is_on_the_shelf_is_on_the_site_and_known_to_the_judge(
    shelf: Shelf, database: Database, tmp_path: Path
) -> None:
    found = shelf.scan(7)
    assert (found.failed, found.changed) == (False, True)
    assert (tmp_path / "site" / "index.html").is_file()
    (course,) = database.read(content.shelf)
    assert (course.id, course.version) == ("small", "1.0.0")
    assert [task.id for task in course.tasks] == ["sum"]
    assignment = shelf.find("small", "sum")
    assert assignment is not None
    assert assignment.task["id"] == "sum"
    assert assignment.submission("print(1)").code == "print(1)"


def test_tasks_stand_in_the_order_of_the_lessons(shelf: Shelf, database: Database, tmp_path: Path) -> None:
    files = good()
    for name in ("after", "before", "extra"):
        files[f"tasks/{name}.json"] = {**GOOD_TASK, "id": name}
    set_at(files, "manifest.json", "/lessons/0/tasks", ["sum", "before"])
    set_at(files, "manifest.json", "/lessons/1/tasks", ["after"])
    write(tmp_path / "courses" / "small", files)
    shelf.scan(1)
    (course,) = database.read(content.shelf)
    found = [(task.lesson, task.id) for task in course.tasks]
    assert found == [("first", "sum"), ("first", "before"), ("second", "after"), ("practice", "extra")]


def test_nothing_is_known_before_the_first_look(shelf: Shelf) -> None:
    assert shelf.find("small", "sum") is None


@pytest.mark.parametrize(("course", "task"), [("small", "none"), ("none", "sum")])
def test_what_is_not_there_is_not_found(shelf: Shelf, course: str, task: str) -> None:
    shelf.scan(1)
    assert shelf.find(course, task) is None


def test_a_task_that_is_dropped_in_is_there_after_the_next_look(
    shelf: Shelf, database: Database, tmp_path: Path
) -> None:
    shelf.scan(1)
    task = {"id": "new", "title": "New", "description": "?", "tests": [{"input": "", "expected": "1"}]}
    (tmp_path / "courses" / "small" / "tasks" / "new.json").write_text(json.dumps(task), encoding="utf-8")
    assert shelf.scan(2).changed
    assert {task.id for task in database.read(content.tasks, "small")} == {"sum", "new"}
    assert shelf.find("small", "new") is not None


def test_a_broken_course_is_told_and_the_last_good_one_stays(
    shelf: Shelf, database: Database, tmp_path: Path
) -> None:
    shelf.scan(1)
    before = shelf.find("small", "sum")
    page = (tmp_path / "site" / "index.html").read_bytes()
    change(tmp_path, "/tests", "none")
    found = shelf.scan(2)
    assert found.failed
    assert not found.changed
    assert (f"small/{T}", "/tests") in {(problem.file, problem.pointer) for problem in found.problems}
    assert shelf.find("small", "sum") == before
    assert database.read(content.shelf) != []
    assert (tmp_path / "site" / "index.html").read_bytes() == page


def test_a_folder_without_courses_is_a_problem_and_no_fault_of_ours(
    tmp_path: Path, database: Database
) -> None:
    (tmp_path / "empty").mkdir()
    with Shelf(tmp_path / "empty", tmp_path / "site", database) as shelf:
        found = shelf.scan(1)
    assert found.failed
    assert "no course" in found.problems[0].message


def test_a_course_that_is_gone_is_gone(shelf: Shelf, database: Database, tmp_path: Path) -> None:
    other = good()
    set_at(other, "manifest.json", "/id", "other")
    write(tmp_path / "courses" / "other", other)
    shelf.scan(1)
    assert [course.id for course in database.read(content.shelf)] == ["other", "small"]
    (tmp_path / "courses" / "other").rename(tmp_path / "away")
    shelf.scan(2)
    assert [course.id for course in database.read(content.shelf)] == ["small"]
    assert shelf.find("other", "sum") is None


def test_programs_get_the_packages_of_their_course(shelf: Shelf, tmp_path: Path) -> None:
    set_at(files := good(), "manifest.json", "/packages", ["basthon-turtle"])
    (tmp_path / "courses/small/manifest.json").write_text(json.dumps(files["manifest.json"]), "utf-8")
    assert not shelf.scan(1).failed
    assignment = shelf.find("small", "sum")
    assert assignment is not None
    assert "turtle.py" in assignment.submission("import turtle").files
    assert assignment.submission("print(1)").files == {}
