"""The courses and tasks of a school."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from builder.archive import MAX_PACKED
from builder.packs.install import BrokenPackError, Consent, ConsentError
from builder.problems import UserError
from runtime.companion.content.shelf import Scan
from runtime.companion.errors import ApiError, not_found
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, FLAG, TASK_ID, array, maybe, one_of, record, text
from runtime.companion.store import content
from runtime.companion.store.content import TaskOnShelf
from runtime.companion.uploads import LONGEST_HEAD
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
SCAN = record(
    scanned=maybe(COUNT), problems=array(PROBLEM), count=COUNT, failed=FLAG, changed=FLAG, watched=FLAG
)
MOST_PROBLEMS = 200
LONGEST_MESSAGE = 400


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
    return _scan(workshop(call), workshop(call).scan())


def latest_scan(call: Call) -> Json:
    """Say what the last look has found; `scanned` is null before the first."""
    own = workshop(call)
    return _scan(own, own.shelf.latest)


def take_in(call: Call) -> Json:
    """Put the course in a zip file among the courses; where something is wrong, all stays as it was."""
    own = workshop(call)
    try:
        done, found = own.install(call.upload, Consent(**call.body))
    except ConsentError as error:
        raise _refused("needs_consent", error, call, to=error.to) from error
    except BrokenPackError as error:
        problems = [problem.as_json() for problem in error.problems[:MOST_PROBLEMS]]
        raise _refused("broken_course", error, call, problems=problems) from error
    except UserError as error:
        raise _refused("no_pack", error, call) from error
    return {
        "course": done.course,
        "version": done.version,
        "before": done.before,
        "publisher": done.publisher,
        "sealed": done.sealed and not done.opened,
        "scan": _scan(own, found),
    }


def _refused(code: str, error: UserError, call: Call, **details: object) -> ApiError:
    message = str(error).removeprefix(f"{call.upload.name}: ")[:LONGEST_MESSAGE]
    return ApiError(HTTPStatus.CONFLICT, code, f"{message[:1].upper()}{message[1:]}.", **details)


def _scan(own: Workshop, found: Scan | None) -> Json:
    return {
        "scanned": found.scanned if found else None,
        "problems": [problem.as_json() for problem in found.problems[:MOST_PROBLEMS]] if found else [],
        "count": len(found.problems) if found else 0,
        "failed": bool(found and found.failed),
        "changed": bool(found and found.changed),
        "watched": own.courses.watch,
    }


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
    Route("GET", "/content/scan", Access.TEACHER, latest_scan, "What the last look has found", SCAN),
    Route(
        "POST", "/content/scan", Access.TEACHER, scan, "Look at the folder of courses again", SCAN,
        teaching=True,
    ),
    Route(
        "POST", "/content/import", Access.TEACHER, take_in, "Put the course in a zip file among the courses",
        record(
            course=text(64), version=text(64), before=maybe(text(64)), publisher=text(100), sealed=FLAG,
            scan=SCAN,
        ),
        record(replace=FLAG, downgrade=FLAG), teaching=True, upload=True, limit=MAX_PACKED + LONGEST_HEAD,
    ),
    Route("GET", "/tasks", Access.SIGNED_IN, tasks, "All tasks", record(tasks=array(TASK))),
    Route(
        "GET", "/tasks/{task_id}", Access.SIGNED_IN, task, "One task", record(task=TASK),
        gaps={"task_id": TASK_ID},
    ),
)  # fmt: skip
