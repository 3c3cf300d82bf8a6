from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from sqlite3 import Connection

import pytest

from runtime.companion.store.database import Database
from runtime.companion.store.faults import StoreError
from tests.builder.disks import small_disk

HOLD_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "a.sqlite3", busy_seconds=0.05) as opened:
        yield opened


def put(connection: Connection, place: str, bulk: int = 0) -> None:
    connection.execute("INSERT INTO guesses VALUES ('test', ?, 1, 1)", (place + " " * bulk,))


def places(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT trim(place) FROM guesses ORDER BY place")]


def put_and_fail(connection: Connection, place: str) -> None:
    put(connection, place)
    raise ValueError(place)


def test_what_is_written_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path, database: Database) -> None:
    database.write(put, "one")
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as other:
        assert places(other) == ["one"]


def test_a_change_that_fails_undoes_only_itself(database: Database) -> None:
    together = _held_up(
        database, [lambda: database.write(put, "a"), lambda: database.write(put_and_fail, "b")]
    )
    assert [type(each) for each in together] == [type(None), ValueError]
    assert database.read(places) == ["a"]


def test_changes_that_wait_are_committed_together(database: Database) -> None:
    seen: list[str] = []
    database._connection.set_trace_callback(seen.append)
    _held_up(database, [partial(database.write, put, str(number)) for number in range(20)])
    database._connection.set_trace_callback(None)
    assert len(database.read(places)) == 20
    assert sum(statement.startswith("COMMIT") for statement in seen) <= 3


def test_a_reader_sees_one_moment(database: Database) -> None:
    def twice(connection: Connection) -> tuple[int, int]:
        first = len(places(connection))
        database.write(put, "meanwhile")
        return first, len(places(connection))

    assert database.read(twice) == (0, 0)
    assert database.read(places) == ["meanwhile"]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError):
        database.read(put, "one")


def test_a_lock_held_by_another_program_is_said(tmp_path: Path, database: Database) -> None:
    call = [sys.executable, "-c", HOLD_LOCK, str(tmp_path / "a.sqlite3")]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="another program") as refused:
            database.write(put, "one")
        assert database.read(places) == []
        other.communicate()
    assert refused.value.kind == "locked"
    database.write(put, "one")
    assert database.read(places) == ["one"]


def test_a_full_disk_costs_the_change_and_no_more(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", pages=200) as disk, Database(disk / "a.sqlite3") as database:
        kept: list[str] = []
        with pytest.raises(StoreError, match="disk is full") as refused:
            for number in range(1000):
                database.write(put, str(number), 20_000)
                kept.append(str(number))
        assert refused.value.kind == "full"
        assert kept
        assert sorted(database.read(places)) == sorted(kept)
    with small_disk(tmp_path / "empty", pages=5) as disk, pytest.raises(StoreError, match="disk is full"):
        Database(disk / "a.sqlite3")


def test_room_on_the_disk_again_is_used_again(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", pages=300) as disk, Database(disk / "a.sqlite3") as database:
        ballast = disk / "ballast"
        database.write(put, "before")
        with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(bytes(4096))
        with pytest.raises(StoreError):
            database.write(put, "meanwhile", 200_000)
        ballast.unlink()
        database.write(put, "after", 200_000)
        assert database.read(places) == ["after", "before"]


@pytest.mark.parametrize("place", [0, 4096 * 4])
def test_damaged_bytes_are_said(tmp_path: Path, place: int) -> None:
    path = tmp_path / "a.sqlite3"
    with Database(path) as database:
        for number in range(500):
            database.write(put, str(number), 500)
    with path.open("rb+") as file:
        file.seek(place)
        file.write(b"\xff" * (path.stat().st_size - place))
    with pytest.raises(StoreError, match="damaged") as refused, Database(path) as database:
        database.read(places)
    assert refused.value.kind == "damaged"


def test_a_mistake_of_ours_keeps_its_error(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.read(lambda connection: connection.execute("SELECT * FROM nowhere"))
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.write(lambda connection: connection.execute("DELETE FROM nowhere"))


def _held_up(database: Database, deeds: list[Callable[[], object]]) -> list[object]:
    """Let the deeds come in while the writer is busy; return what each returned or raised."""
    go, busy = threading.Event(), threading.Event()

    def wait(_: Connection) -> None:
        busy.set()
        assert go.wait(10)

    def outcome(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(deeds) + 1) as pool:
        holding = pool.submit(database.write, wait)
        assert busy.wait(10)
        results = [pool.submit(outcome, deed) for deed in deeds]
        while database._changes.qsize() < len(deeds):
            pass
        go.set()
        holding.result()
        return [result.result() for result in results]


def test_whoever_gives_up_waiting_takes_nothing_back(database: Database) -> None:
    done = database.send(put, "a")
    assert not done.cancel()
    done.result()
    assert database.read(places) == ["a"]
