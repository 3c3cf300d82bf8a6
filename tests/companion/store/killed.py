"""A process that writes for 25 learners at once and says what was acknowledged, until it is killed."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from uuid import UUID, uuid4

from runtime.companion.store.database import Database
from runtime.companion.store.events import take_in

LEARNERS = 25
ID_BYTES = 36


def learner_id(number: int) -> str:
    return str(UUID(int=number))


def add_learners(connection: Connection) -> None:
    rows = [(learner_id(number), f"L{number}", f"l{number}") for number in range(LEARNERS)]
    connection.executemany("INSERT INTO users VALUES (?, ?, ?, 'student', '', 0, NULL)", rows)


def submission() -> dict[str, Any]:
    """A submission that has never been there."""
    fresh = uuid4()
    name = str(UUID(int=(fresh.int & ~(0xF << 76)) | (7 << 76)))
    data = {
        "course": "py",
        "lesson": "output",
        "task": f"t{fresh.int % 7}",
        "code": "print(1)\n" * (fresh.int % 300),
        "verdict": ["OK", "WA"][fresh.int % 2],
        "score": fresh.int % 5 / 4,
        "tests": [],
    }
    time = f"2026-11-21T09:00:0{fresh.int % 10}Z"
    return {
        "id": name,
        "type": "submission.created",
        "device": "pc",
        "time": time,
        "learner": "a",
        "data": data,
    }


def write_until_killed(path: str, acknowledged: int) -> None:
    """Hand in submissions, every third one twice; write each id to the pipe once it is acknowledged."""
    database = Database(Path(path))

    def learn(number: int) -> None:
        for turn in range(10**6):
            event = submission()
            for _ in range(1 + (turn % 3 == 0)):
                database.write(take_in, learner_id(number), [event], 0)
                os.write(acknowledged, event["id"].encode())

    for number in range(LEARNERS):
        threading.Thread(target=learn, args=[number]).start()
