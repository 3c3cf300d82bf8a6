"""What can go wrong with a database that is no mistake of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from builder.problems import UserError

Kind = Literal["full", "locked", "damaged", "unwritable", "newer"]

MESSAGES: dict[Kind, str] = {
    "full": "the disk is full, so nothing was saved; make room on it and try again",
    "locked": "another program holds the database; wait until it is done, or end it, and try again",
    "damaged": "the database is damaged; stop Knapsack and put back the last backup",
    "unwritable": "the database cannot be written; give this user the right to write to its folder",
    "newer": "the database was written by a newer Knapsack; install that version or a later one",
}
CODES: dict[int, Kind] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_READONLY: "unwritable",
    sqlite3.SQLITE_CANTOPEN: "unwritable",
    sqlite3.SQLITE_PERM: "unwritable",
    sqlite3.SQLITE_IOERR: "unwritable",
}
# The index of the log is made to its size at once: that is where a full disk says no to it.
NO_ROOM = {sqlite3.SQLITE_IOERR_SHMSIZE}
PRIMARY = 0xFF


class StoreError(UserError):
    """The database refuses; `kind` says why, and nothing of the refused change is kept."""

    def __init__(self, kind: Kind, advice: str = "") -> None:
        """`advice` takes the place of what the message says to do, where more is known."""
        what = MESSAGES[kind]
        super().__init__(f"{what.partition(';')[0]}; {advice}" if advice else what)
        self.kind = kind


def fault_of(error: sqlite3.Error) -> StoreError | None:
    """Return what an error of SQLite's means to people, or None for a mistake of ours.

    >>> fault_of(sqlite3.ProgrammingError("no such column")) is None
    True
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code in NO_ROOM:
        return StoreError("full")
    kind = CODES.get(code & PRIMARY)
    return StoreError(kind) if kind else None


@contextmanager
def told() -> Iterator[None]:
    """Raise StoreError in the place of SQLite's errors that people can do something about."""
    try:
        yield
    except sqlite3.Error as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error
