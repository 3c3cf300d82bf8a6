"""What a student has handed in for a task, as their teacher reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

OF_TASK = """
SELECT submissions.id, submissions.time, event FROM submissions JOIN events ON events.id = submissions.id
WHERE submissions.user_id = ? AND course = ? AND task = ? ORDER BY time DESC, submissions.id DESC LIMIT ?
"""


@dataclass(frozen=True)
class Submission:
    """A program with what the browser said; `time` is in milliseconds since 1970."""

    id: str
    time: int
    verdict: str
    score: float
    tests: list[dict[str, Any]]
    code: str


def of_task(connection: Connection, user_id: str, course: str, task: str, most: int) -> list[Submission]:
    """Return the latest that a student handed in for a task, the very latest first."""
    found = []
    for row in connection.execute(OF_TASK, (user_id, course, task, most)):
        data = json.loads(row["event"])["data"]
        found.append(
            Submission(row["id"], row["time"], data["verdict"], data["score"], data["tests"], data["code"])
        )
    return found
