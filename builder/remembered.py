"""Remembers which programs kept their promise, by all that this depends on: only what changed runs again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import runtime.judge
from builder.cache import cache_folder

FORM = 1
MAX_RESULTS = 50_000
WAIT_SECONDS = 5.0
CREATE = f"""
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS results;
CREATE TABLE results (digest TEXT PRIMARY KEY, used INTEGER NOT NULL, failed TEXT NOT NULL);
PRAGMA user_version = {FORM};
COMMIT;
"""
FORGET = "DELETE FROM results WHERE digest NOT IN (SELECT digest FROM results ORDER BY used DESC LIMIT ?)"
OWN_CODE = ("run.py", "child.py")
TEXTS = {"explain"}
"""Fields of a test that no verdict depends on."""


class Remembered:
    """Results of earlier runs in the cache folder of this computer.

    SQLite keeps it whole when several checks run at once or one is killed. A cache that cannot be used is
    worth no error: then everything runs again.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or cache_folder()
        self._store: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        try:
            self._store = self._opened()
        except (sqlite3.Error, OSError):
            self._start_anew()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        if self._store is not None:
            self._run(FORGET, MAX_RESULTS)
        if self._store is not None:
            self._store.close()
            self._store = None

    def get(self, digest: str) -> list[str] | None:
        """Return the tests that a program failed when it kept its promise, or None when nothing is known."""
        rows = self._run("UPDATE results SET used = ? WHERE digest = ? RETURNING failed", _now(), digest)
        try:
            failed = json.loads(rows[0][0]) if rows else None
        except (ValueError, TypeError):
            return None
        sound = isinstance(failed, list) and all(isinstance(name, str) for name in failed)
        return failed if sound else None

    def put(self, digest: str, failed: list[str]) -> None:
        """Remember the tests that a program failed which kept its promise."""
        self._run("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", digest, _now(), json.dumps(failed))

    def _opened(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(self._folder / "check.sqlite3", timeout=WAIT_SECONDS, isolation_level=None)
        try:
            if store.execute("PRAGMA user_version").fetchone()[0] != FORM:
                store.executescript(CREATE)
        except BaseException:
            store.close()
            raise
        return store

    def _start_anew(self) -> None:
        """Replace a damaged file; where that is not possible either go without."""
        try:
            (self._folder / "check.sqlite3").unlink(missing_ok=True)
            self._store = self._opened()
        except (sqlite3.Error, OSError):
            self._store = None

    def _run(self, statement: str, *values: str | int) -> list[Any]:
        if self._store is None:
            return []
        try:
            return self._store.execute(statement, values).fetchall()
        except sqlite3.Error:
            self._store.close()
            self._store = None
            return []


def _now() -> int:
    return int(time.time())


def digest_of(task: Mapping[str, Any], code: str, verdict: str | None, library: Sequence[str] = ()) -> str:
    """Return the SHA-256 of all that a trial depends on: task, program, promise, judge, Python and system.

    `library` are the digests of the packages that the program may import.

    >>> digest_of({"tests": []}, "1", "OK") == digest_of({"tests": []}, "2", "OK")
    False
    """
    tests = [{name: value for name, value in test.items() if name not in TEXTS} for test in task["tests"]]
    trial = {"code": code, "verdict": verdict, "library": list(library)}
    whole = {"task": {**task, "tests": tests}, **trial, "judge": judge_digest()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@cache
def judge_digest() -> str:
    """Return a digest of the code that judges and of the Python and the system that it runs on."""
    total = hashlib.sha256(json.dumps([platform.python_version(), platform.platform(), os.name]).encode())
    own = [Path(__file__).with_name(name) for name in OWN_CODE]
    for path in [*own, *sorted(Path(runtime.judge.__path__[0]).rglob("*.py"))]:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
