"""A copy of the database for whoever has to help, without names, code, answers and secrets.

It is built anew, column by column, out of a list of what may leave: what is only wiped out of a database
lies in its free pages still. Numbers go out as they are, and of texts only words of ours, ids that were drawn
by lot, and the names of courses and tasks. Any other text becomes a number that stands for it in this copy.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

COLUMNS = {
    "users": ("id", "role", "created", "archived"),
    "classes": ("id", "created", "archived"),
    "enrollments": ("class_id", "user_id", "since"),
    "events": ("number", "id", "user_id", "type", "received"),
    "progress": ("user_id", "course", "lesson", "state"),
    "submissions": ("id", "user_id", "course", "lesson", "task", "verdict", "score", "time"),
    "attempts": ("id", "user_id", "course", "lesson", "quiz", "question", "correct", "points", "time"),
    "results": ("user_id", "course", "task", "verdict", "score", "solved", "time", "id"),
    "answers": ("user_id", "course", "quiz", "question", "correct", "time", "id"),
    "judgements": ("id", "user_id", "course", "task", "asked", "waits"),
    "verdicts": ("number", "judgement_id", "judged", "verdict", "score"),
    "official": ("user_id", "course", "task", "verdict", "score", "asked"),
    "content": ("course", "scanned"),
    "tasks": ("course", "task", "number", "lesson", "points", "tests", "private"),
    "license": ("number", "license_version", "added"),
    "seats": ("since", "seen"),
}
WORDS = {
    *("student", "teacher", "admin", "opened", "read"),
    *("OK", "WA", "RE", "CE", "TL", "ML", "OL", "IE"),
    *("learner.created", "learner.updated", "progress.updated"),
    *("draft.saved", "submission.created", "attempt.created"),
}
OF_COURSES = "SELECT course FROM tasks UNION SELECT task FROM tasks UNION SELECT lesson FROM tasks"
DRAWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


def nameless_copy(source: Path, target: Path) -> dict[str, int]:
    """Write the copy of a database into a new file; return how many rows each of its tables has.

    Raises sqlite3.Error when the database cannot be read.
    """
    with closing(sqlite3.connect(source)) as connection, closing(sqlite3.connect(target)) as copy:
        connection.execute("PRAGMA query_only = 1")
        connection.execute("BEGIN")
        tables = [name for (name,) in connection.execute(TABLES)]
        words = WORDS | {word for (word,) in connection.execute(OF_COURSES)} if "tasks" in tables else WORDS
        stand_ins = _StandIns(words)
        for table in COLUMNS.keys() & set(tables):
            _copy(connection, copy, table, stand_ins)
        copy.commit()
        return {table: _count(connection, table) for table in tables}


class _StandIns:
    """What stands in the copy for each text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words, self._numbers = frozenset(words), dict[str, str]()

    def of(self, value: Any) -> Any:  # noqa: ANN401  (any value of SQLite)
        if value is None or isinstance(value, int | float):
            return value
        text = str(value)
        if text in self._words or DRAWN.fullmatch(text):
            return text
        return self._numbers.setdefault(text, f"text {len(self._numbers) + 1}")


def _copy(connection: sqlite3.Connection, copy: sqlite3.Connection, table: str, stand_ins: _StandIns) -> None:
    names = ", ".join(COLUMNS[table])
    gaps = ", ".join("?" for _ in COLUMNS[table])
    copy.execute(f"CREATE TABLE {table} ({names})")

    def rows() -> Iterator[list[Any]]:
        for row in connection.execute(f"SELECT {names} FROM {table}"):  # noqa: S608  (our own words)
            yield [stand_ins.of(value) for value in row]

    copy.executemany(f"INSERT INTO {table} VALUES ({gaps})", rows())  # noqa: S608  (our own words)


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608  (quoted)
