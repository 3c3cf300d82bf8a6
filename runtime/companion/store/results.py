"""How far a class has come: for every student and task what the browser and the official judge said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, NamedTuple

from runtime.companion.store.content import Text

STUDENTS = """
SELECT users.id, users.name FROM enrollments JOIN users ON users.id = user_id
WHERE class_id = ? AND role = 'student' AND users.archived IS NULL ORDER BY name_key
"""
FROM_RESULTS = "FROM enrollments JOIN results USING (user_id) WHERE class_id = ?"
FROM_OFFICIAL = "FROM enrollments JOIN official USING (user_id) WHERE class_id = ?"
SEEN = f"SELECT user_id, course, task, verdict, score, time {FROM_RESULTS}"
OFFICIAL = f"SELECT user_id, course, task, verdict, score, asked {FROM_OFFICIAL}"
MARK = "CASE WHEN verdict = 'OK' THEN '{2}' WHEN score > 0 THEN '{1}' ELSE '{0}' END"


class Best(NamedTuple):
    """The best that a student has reached in a task; `time` is in milliseconds since 1970."""

    verdict: str
    score: float
    time: int


class Reached(NamedTuple):
    """What a student has reached in a task, by the browser and by the official judge."""

    browser: Best | None
    official: Best | None


UNTRIED = Reached(None, None)


@dataclass(frozen=True)
class Student:
    """A student of a class, with the tasks that they have tried, by course and task."""

    id: str
    name: str
    tasks: dict[tuple[str, str], Reached]


def of_class(connection: Connection, class_id: str) -> list[Student]:
    """Return the students of a class by name."""
    tried: dict[str, dict[tuple[str, str], Reached]] = {}
    for user, course, task, *best in _narrow(connection, SEEN, class_id):
        tried.setdefault(user, {})[course, task] = Reached(Best(*best), None)
    for user, course, task, *best in _narrow(connection, OFFICIAL, class_id):
        tasks = tried.setdefault(user, {})
        before = tasks.get((course, task), UNTRIED)
        tasks[course, task] = Reached(before.browser, Best(*best))
    rows = connection.execute(STUDENTS, (class_id,)).fetchall()
    return [Student(row["id"], row["name"], tried.get(row["id"], {})) for row in rows]


MARKS_SEEN = f"SELECT user_id, course, task, {MARK.format('x', 'h', 'r')} {FROM_RESULTS}"
MARKS_OFFICIAL = f"SELECT user_id, course, task, {MARK.format('X', 'H', 'R')} {FROM_OFFICIAL}"
ON_SHELF = "SELECT course, task, title, lesson FROM tasks ORDER BY course, number"


@dataclass(frozen=True)
class Column:
    """A task of the table; one that is in no course any more has no title."""

    course: str
    task: str
    lesson: str
    title: Text | None


@dataclass(frozen=True)
class Row:
    """A student, and one character for each column.

    `r`, `h` and `x` stand for right, partly right and wrong in the browser; `R`, `H` and `X` for the same
    said by the official judge, which counts; `.` for nothing.
    """

    id: str
    name: str
    marks: str


def table(connection: Connection, class_id: str) -> tuple[list[Column], list[Row]]:
    """Return all tasks, and the students of a class by name with their marks."""
    columns = [Column(row[0], row[1], row[3], json.loads(row[2])) for row in connection.execute(ON_SHELF)]
    places = {(column.course, column.task): number for number, column in enumerate(columns)}
    marks: dict[str, dict[int, str]] = {}
    for query in (MARKS_SEEN, MARKS_OFFICIAL):
        for user, course, task, mark in _narrow(connection, query, class_id):
            place = places.get((course, task))
            if place is None:
                place = places[course, task] = len(columns)
                columns.append(Column(course, task, "", None))
            marks.setdefault(user, {})[place] = mark
    students = connection.execute(STUDENTS, (class_id,)).fetchall()
    return columns, [
        Row(student["id"], student["name"], _line(marks.get(student["id"], {}), len(columns)))
        for student in students
    ]


def _line(marks: dict[int, str], length: int) -> str:
    return "".join([marks.get(place, ".") for place in range(length)])


def _narrow(connection: Connection, query: str, class_id: str) -> Iterator[tuple[Any, ...]]:
    """Return rows as plain tuples: there are tens of thousands."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query, (class_id,))
