"""A class of which everybody has tried every task, in the browser and officially, to measure with."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any
from uuid import uuid4

from runtime.companion.store import classes, events, judgements
from runtime.companion.store.classes import Class
from runtime.companion.store.database import Database
from runtime.companion.store.judgements import Asked, Verdict
from runtime.companion.store.users import NewUser

STUDENTS, TASKS = 300, 100
CODE = "numbers = [int(word) for word in input().split()]\nprint(sum(numbers))\n" * 5
RESULT = {"verdict": "OK", "points": 1, "score": 1, "time_ms": 9, "stderr": "", "message": ""}
TESTS = [
    {"name": f"{number:02}", "private": number > 1, "stdout": "Hello, Ada\n" * 5, **RESULT}
    for number in range(10)
]
REPORT: Any = {"task": "task", "verdict": "OK", "score": 1, "backend": "bubblewrap", "tests": TESTS}


def add_full_class(database: Database) -> str:
    """Add the class with its students and all that they did; returns its id."""
    new = Class(str(uuid4()), "Everybody", None)
    database.write(classes.add, new, "everybody", 1)
    for number in range(STUDENTS):
        name = f"Student {number}"
        student = NewUser(str(uuid4()), name, name.casefold(), "student", "none")
        database.write(classes.add_members, new.id, [student], 1)
        database.write(_try_all, student.id)
    return new.id


def _try_all(connection: Connection, student: str) -> None:
    events.take_in(connection, student, [_submission(f"task_{number}") for number in range(TASKS)], 1)
    for number in range(TASKS):
        asked = Asked(str(uuid4()), student, "basics", f"task_{number}", CODE, 1)
        judgements.add(connection, asked)
        judgements.settle(connection, asked.id, Verdict(2, REPORT, None))


def _submission(task: str) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "type": "submission.created",
        "device": "pc",
        "time": "2026-11-21T09:00:00.000Z",
        "learner": "learner",
        "data": {"course": "basics", "lesson": "first", "task": task, "code": CODE}
        | {"verdict": "OK", "score": 1, "tests": []},
    }
