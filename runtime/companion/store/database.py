"""The database: one writer that commits what is waiting together, and readers that never wait for it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue, SimpleQueue
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from runtime.companion.store.faults import StoreError, fault_of, told
from runtime.companion.store.migrations import migrate

P = ParamSpec("P")
T = TypeVar("T")

BUSY_SECONDS = 5.0
# Enough for a class that saves at once; more would only make the first one wait.
MOST_TOGETHER = 200


@dataclass
class _Change:
    """A change that waits for the writer, and the promise to whoever asked for it."""

    make: Callable[[sqlite3.Connection], Any]
    done: Future[Any]
    alone: bool = False
    result: Any = None
    error: BaseException | None = None


class Database:
    """A SQLite file. What `write` has returned is on the disk and survives a power cut.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Database(Path(folder) / "a.sqlite3") as database:
    ...     database.read(lambda connection: connection.execute("SELECT count(*) FROM users").fetchone()[0])
    0
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self._path, self._busy = path, busy_seconds
        self._changes: SimpleQueue[_Change | None] = SimpleQueue()
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._connection = self._opened()
        self._writer = threading.Thread(target=self._work, name="writer")
        self._writer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish the changes that wait, and close the file."""
        self._changes.put(None)
        self._writer.join()
        while not self._idle.empty():
            self._idle.get().close()
        self._connection.close()

    def write(
        self, change: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Make a change, all of it or nothing, and return its result once it is on the disk.

        Raises what the change raises, or StoreError when the database refuses.
        """
        return self.send(change, *args, **kwargs).result()

    def send(
        self, change: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Do what `write` does without waiting for it; cancelling takes nothing back."""
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()
        self._changes.put(_Change(lambda connection: change(connection, *args, **kwargs), done))
        return done

    def alone(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do what cannot be done in a transaction, while nobody writes, and return its result.

        Raises what it raises, or StoreError when the database refuses.
        """
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()
        self._changes.put(_Change(lambda connection: work(connection, *args, **kwargs), done, alone=True))
        return done.result()

    def read(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a query finds; all its statements see the same moment. Raises StoreError."""
        with told(), self._reader() as connection:
            connection.execute("BEGIN")
            try:
                return query(connection, *args, **kwargs)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
            connection.execute("PRAGMA query_only = 1")
        try:
            yield connection
        finally:
            self._idle.put(connection)

    def _opened(self) -> sqlite3.Connection:
        """Return the writer's connection to a database that is as this version wants it."""
        with told():
            connection = self._connect()
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                migrate(connection, self._path)
            except BaseException:
                connection.close()
                raise
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=self._busy, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _work(self) -> None:
        while (first := self._changes.get()) is not None:
            batch, following, last = self._waiting(first)
            if batch:
                self._commit(batch)
            if following:
                self._do_alone(following)
            if last:
                return

    def _waiting(self, first: _Change) -> tuple[list[_Change], _Change | None, bool]:
        """Return the changes that wait by now, what is to be done alone after them, whether it is the end."""
        batch: list[_Change] = []
        change: _Change | None = first
        while change is not None:
            if change.alone:
                return batch, change, False
            batch.append(change)
            if len(batch) == MOST_TOGETHER or self._changes.empty():
                return batch, None, False
            change = self._changes.get()
        return batch, None, True

    def _do_alone(self, work: _Change) -> None:
        try:
            with told():
                result = work.make(self._connection)
        except Exception as error:  # noqa: BLE001  (it belongs to whoever asked)
            work.done.set_exception(error)
        else:
            work.done.set_result(result)

    def _commit(self, batch: list[_Change]) -> None:
        """Make the changes in one transaction, each in a savepoint of its own, then answer all of them."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for change in batch:
                self._make(change)
            self._connection.execute("COMMIT")
        except (sqlite3.Error, StoreError) as error:
            self._give_up(batch, error)
        for change in batch:
            if change.error is None:
                change.done.set_result(change.result)
            else:
                change.done.set_exception(change.error)

    def _make(self, change: _Change) -> None:
        self._connection.execute("SAVEPOINT change")
        try:
            change.result = change.make(self._connection)
        except Exception as error:
            # It belongs to whoever asked for the change.
            change.error = (fault_of(error) if isinstance(error, sqlite3.Error) else None) or error
            if not self._connection.in_transaction:
                # A full disk can undo the whole transaction: then nobody's change has been made.
                raise change.error from error
            self._connection.execute("ROLLBACK TO change")
        self._connection.execute("RELEASE change")

    def _give_up(self, batch: list[_Change], error: Exception) -> None:
        """Undo the transaction; whoever had no error of their own gets this one."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        refusal = (fault_of(error) if isinstance(error, sqlite3.Error) else None) or error
        for change in batch:
            change.error = change.error or refusal
