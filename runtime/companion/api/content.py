"""The courses and tasks of a school."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from runtime.companion.errors import ApiError, not_found
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, FLAG, TASK_ID, array, one_of, record, text
from runtime.companion.store import content
from runtime.companion.store.content import TaskOnShelf
from runtime.companion.workshop import Workshop

TEXT: dict[str, Any] = {
    "anyOf": [text(10_000), {"type": "object", "additionalProperties": text(10_000)}],
    "description": "One text, or one for each language.",
}
COURSE = record(id=text(64), version=text(64), title=TEXT, languages=array(text(20)), tasks=COUNT)
TASK = record(
    id=TASK_ID,
    course=text(64),
    lesson=text(64),
    title=TEXT,
    points={"type": "number"},
    tests=COUNT,
    private=COUNT,
)
PROBLEM = record(
    file=text(1000), pointer=text(1000), message=text(10_000), severity=one_of("error", "warning")
)


def courses(call: Call) -> Json:
    """List the courses as they were when they last had no fault."""
    shelf = call.companion.database.read(content.shelf)
    return {
        "courses": [
            {"id": each.id, "version": each.version, "title": each.title, "languages": each.languages}
            | {"tasks": len(each.tasks)}
            for each in shelf
        ]
    }


def scan(call: Call) -> Json:
    """Look at the folder of courses again and say what is wrong in it."""
    found = workshop(call).scan()
    problems = [problem.as_json() for problem in found.problems]
    return {"problems": problems, "failed": found.failed, "changed": found.changed}


def tasks(call: Call) -> Json:
    """List the tasks of all courses."""
    shelf = call.companion.database.read(content.shelf)
    return {"tasks": [_task(course.id, task) for course in shelf for task in course.tasks]}


def task(call: Call) -> Json:
    """Say what there is to know of a task."""
    course, found = found_task(call, call.path["task_id"])
    return {"task": _task(course, found)}


def found_task(call: Call, id_: str) -> tuple[str, TaskOnShelf]:
    """Return the course and the task of an id. Raises ApiError."""
    course, _, name = id_.partition(".")
    for each in call.companion.database.read(content.tasks, course):
        if each.id == name:
            return course, each
    raise not_found("task")


def workshop(call: Call) -> Workshop:
    """Return the school's workshop. Raises ApiError where there is a site only."""
    if call.companion.workshop is None:
        message = "There is only a site here; start Knapsack with --courses to have its courses judged."
        raise ApiError(HTTPStatus.CONFLICT, "no_courses", message)
    return call.companion.workshop


def _task(course: str, found: TaskOnShelf) -> Json:
    return {**asdict(found), "id": f"{course}.{found.id}", "course": course}


ROUTES = (
    Route("GET", "/content", Access.SIGNED_IN, courses, "All courses", record(courses=array(COURSE))),
    Route(
        "POST", "/content/scan", Access.TEACHER, scan, "Look at the folder of courses again",
        record(problems=array(PROBLEM), failed=FLAG, changed=FLAG),
    ),
    Route("GET", "/tasks", Access.SIGNED_IN, tasks, "All tasks", record(tasks=array(TASK))),
    Route(
        "GET", "/tasks/{task_id}", Access.SIGNED_IN, task, "One task", record(task=TASK),
        gaps={"task_id": TASK_ID},
    ),
)  # fmt: skip
