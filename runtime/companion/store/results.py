"""How far a class has come: for every student and task what the browser and the official judge said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, NamedTuple

STUDENTS = """
SELECT users.id, users.name FROM enrollments JOIN users ON users.id = user_id
WHERE class_id = ? AND role = 'student' AND users.archived IS NULL ORDER BY name_key
"""
SEEN = """
SELECT user_id, course, task, verdict, score, time FROM enrollments JOIN results USING (user_id)
WHERE class_id = ?
"""
OFFICIAL = """
SELECT user_id, course, task, verdict, score, asked FROM enrollments JOIN official USING (user_id)
WHERE class_id = ?
"""


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


def _narrow(connection: Connection, query: str, class_id: str) -> Iterator[tuple[Any, ...]]:
    """Return rows as plain tuples: there are tens of thousands."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query, (class_id,))
