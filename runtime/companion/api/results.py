"""What a class has reached, for its teachers: as data, and as a table for spreadsheets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from builder.spreadsheet import csv_text
from runtime.companion.api.content import TEXT
from runtime.companion.moments import utc_text
from runtime.companion.people import names
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, ID, TASK_ID, array, maybe, record, text
from runtime.companion.store import content, results
from runtime.companion.store.results import Best, Reached, Student

BEST = record(verdict=text(2), score={"type": "number"}, time=COUNT)
REACHED = record(task=TASK_ID, browser=maybe(BEST), official=maybe(BEST))
STUDENT = record(id=ID, name=text(names.LONGEST), tasks=array(REACHED))
TITLED = record(id=text(64), title=TEXT)
COLUMN = record(id=TASK_ID, lesson=text(64), title=maybe(TEXT))
ROW = record(
    id=ID,
    name=text(names.LONGEST),
    marks={
        "type": "string",
        "pattern": "^[.rhxRHX]*$",
        "description": "Right, half right or wrong; in capitals what is official; a dot for nothing.",
    },
)
COLUMNS = (
    "student",
    "task",
    "verdict",
    "score",
    "time",
    "official_verdict",
    "official_score",
    "official_time",
)


def of_class(call: Call) -> Json:
    """Say who has reached what."""
    return {"students": [_student(each) for each in _students(call)]}


def table(call: Call) -> Json:
    """Say the same in few words: of every student and task one character."""
    database = call.companion.database
    columns, rows = database.read(results.table, call.path["class_id"])
    return {
        "courses": [{"id": id_, "title": title} for id_, title in database.read(content.titles)],
        "tasks": [
            {"id": f"{each.course}.{each.task}", "lesson": each.lesson, "title": each.title}
            for each in columns
        ],
        "students": [asdict(row) for row in rows],
    }


def as_csv(call: Call) -> Json:
    """Return the same as the text of a CSV file, a line for each student and task."""
    rows = [_row(student, place) for student in _students(call) for place in student.tasks]
    return {"csv": csv_text([COLUMNS, *rows])}


def _students(call: Call) -> list[Student]:
    return call.companion.database.read(results.of_class, call.path["class_id"])


def _student(student: Student) -> Json:
    tasks = [_reached(*place, reached) for place, reached in student.tasks.items()]
    return {"id": student.id, "name": student.name, "tasks": tasks}


def _reached(course: str, task: str, reached: Reached) -> Json:
    return {
        "task": f"{course}.{task}",
        "browser": _best(reached.browser),
        "official": _best(reached.official),
    }


def _best(best: Best | None) -> Json | None:
    return best._asdict() if best else None


def _row(student: Student, place: tuple[str, str]) -> list[Any]:
    reached = student.tasks[place]
    cells: list[Any] = [student.name, ".".join(place)]
    for best in (reached.browser, reached.official):
        cells += [best.verdict, best.score, utc_text(best.time)] if best else ["", "", ""]
    return cells


ROUTES = (
    Route(
        "GET", "/classes/{class_id}/results", Access.CLASS_TEACHER, of_class,
        "What the students of a class have reached", record(students=array(STUDENT)),
    ),
    Route(
        "GET", "/classes/{class_id}/results/table", Access.CLASS_TEACHER, table,
        "The same with one character for each student and task",
        record(courses=array(TITLED), tasks=array(COLUMN), students=array(ROW)),
    ),
    Route(
        "GET", "/classes/{class_id}/results/csv", Access.CLASS_TEACHER, as_csv,
        "The same as the text of a CSV file", record(csv=text(100_000_000)),
    ),
)  # fmt: skip
