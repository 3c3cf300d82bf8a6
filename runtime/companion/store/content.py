"""Which courses and tasks there are, as of the last good look at the folder of courses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from sqlite3 import Connection

Text = str | dict[str, str]
"""One text, or one for each language."""


@dataclass(frozen=True)
class TaskOnShelf:
    """A task; `tests` counts all tests, `private` those that students do not see."""

    id: str
    lesson: str
    title: Text
    points: float
    tests: int
    private: int


@dataclass(frozen=True)
class OnShelf:
    """A course and its tasks, in the course's order."""

    id: str
    version: str
    title: Text
    languages: list[str]
    tasks: list[TaskOnShelf]


def replace(connection: Connection, shelf: Iterable[OnShelf], now: int) -> None:
    """Let these courses be all there are; `now` is in milliseconds since 1970."""
    connection.execute("DELETE FROM tasks")
    connection.execute("DELETE FROM content")
    for course in shelf:
        connection.execute(
            "INSERT INTO content (course, version, title, languages, scanned) VALUES (?, ?, ?, ?, ?)",
            (course.id, course.version, json.dumps(course.title), json.dumps(course.languages), now),
        )
        connection.executemany(
            "INSERT INTO tasks (course, task, number, lesson, title, points, tests, private)"
            " VALUES (:course, :id, :number, :lesson, :title, :points, :tests, :private)",
            [
                {**asdict(task), "course": course.id, "number": number, "title": json.dumps(task.title)}
                for number, task in enumerate(course.tasks)
            ],
        )


def shelf(connection: Connection) -> list[OnShelf]:
    """Return all courses by their ids."""
    rows = connection.execute("SELECT * FROM content ORDER BY course").fetchall()
    return [
        OnShelf(
            row["course"],
            row["version"],
            json.loads(row["title"]),
            json.loads(row["languages"]),
            tasks(connection, row["course"]),
        )
        for row in rows
    ]


def titles(connection: Connection) -> list[tuple[str, Text]]:
    """Return the id and the title of all courses."""
    rows = connection.execute("SELECT course, title FROM content ORDER BY course")
    return [(row["course"], json.loads(row["title"])) for row in rows]


def tasks(connection: Connection, course: str) -> list[TaskOnShelf]:
    """Return the tasks of a course in its order; none when there is no such course."""
    rows = connection.execute("SELECT * FROM tasks WHERE course = ? ORDER BY number", (course,))
    return [
        TaskOnShelf(
            row["task"],
            row["lesson"],
            json.loads(row["title"]),
            row["points"],
            row["tests"],
            row["private"],
        )
        for row in rows
    ]
