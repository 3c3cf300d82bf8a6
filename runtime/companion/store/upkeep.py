"""What a database needs now and then to stay quick and sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal

from runtime.companion.store.faults import fault_of

Found = Literal["sound", "damaged", "interrupted"]
STEPS = 10_000
"""After so many of its steps SQLite asks whether to go on: every few milliseconds."""

ROWS = 1000
"""So many rows of an index say enough of how it is filled."""


def check(path: Path, go_on: Callable[[], bool]) -> Found:
    """Look at all of a database while others use it; end as soon as `go_on` says so."""
    try:
        with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
            connection.set_progress_handler(lambda: not go_on(), STEPS)
            sound = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]
            sound = sound and connection.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return "interrupted"
        fault = fault_of(error)
        if fault is None or fault.kind != "damaged":
            raise
        return "damaged"
    return "sound" if sound else "damaged"


def tidy(connection: sqlite3.Connection) -> None:
    """Let SQLite learn how the tables are filled, and bring all of the log into the file."""
    connection.execute(f"PRAGMA analysis_limit = {ROWS}")
    connection.execute("PRAGMA optimize")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
