"""Whole copies of the database, for backups, and what must hold before one takes another's place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from runtime.companion.store.faults import StoreError, told


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """Write the database as it is at this moment into one file; writers need not wait.

    Raises StoreError, too, when the copy is damaged: then the database is.
    """
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    check_copy(path)


def check_copy(path: Path) -> None:
    """Raise StoreError when a database that nobody uses is damaged."""
    with told(), closing(sqlite3.connect(path)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if found != ["ok"] or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError("damaged")


def fold(path: Path) -> None:
    """Bring all of the log into the file, so that there is no log. Raises StoreError while it is in use."""
    with told(), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE")
