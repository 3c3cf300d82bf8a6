"""Whole copies of the database, for backups, and what must hold before one takes another's place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from runtime.companion.store.faults import StoreError, told

PAGES = 4096


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """Write the database as it is at this moment into one file; writers need not wait.

    Raises StoreError, too, when the copy is damaged: then the database is.
    """
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    check_copy(path)


def take_over(connection: sqlite3.Connection, new: Path, kept: Path) -> None:
    """Let the content of `new` take the place of all that a database holds, which is kept in the file `kept`.

    It is one change: whoever reads, and whoever looks after a power cut, finds the old state or the new one.
    """
    part = kept.with_name(f".{kept.name}.part")
    part.unlink(missing_ok=True)
    copy_to(connection, part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(kept)
    with closing(sqlite3.connect(new)) as source:
        source.backup(connection, pages=PAGES, progress=poured)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def poured(_status: int, _remaining: int, _total: int) -> None:
    """Take note of how far the new content is; for tests of what happens in between."""


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
