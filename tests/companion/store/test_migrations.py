from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from runtime.companion.store.database import Database
from runtime.companion.store.faults import StoreError
from runtime.companion.store.migrations import migrate, migrations


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite3"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        yield opened


def steps(*names: str, broken: str = "") -> Migrations:
    """Steps that each make a table of their name; the broken one makes it and fails."""
    made = Migrations("companion")
    for name in names:

        def step(db: Tables, name: str = name) -> None:
            db.execute(f"CREATE TABLE {name} (id INTEGER)")
            if name == broken:
                raise ValueError(name)

        made(name=name)(step)
    return made


def tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row[0] for row in found if not row[0].startswith(("_", "sqlite"))}


def test_an_empty_file_becomes_a_database_without_a_copy(path: Path) -> None:
    with Database(path):
        pass
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    with closing(sqlite3.connect(path)) as connection:
        applied = connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
    names = ["people", "learning", "judging", "courses", "licences", "cards", "faults", "sticks"]
    assert [name for (name,) in applied] == names


def test_a_second_start_changes_nothing(path: Path) -> None:
    with Database(path) as database:
        before = database.read(lambda connection: list(connection.iterdump()))
    with Database(path) as database:
        assert database.read(lambda connection: list(connection.iterdump())) == before


def test_an_older_database_is_copied_before_it_is_changed(path: Path, connection: sqlite3.Connection) -> None:
    migrate(connection, path, steps("first"))
    connection.execute("INSERT INTO first VALUES (7)")
    migrate(connection, path, steps("first", "second", "third"))
    assert tables(connection) == {"first", "second", "third"}
    with closing(sqlite3.connect(path.with_name("a.before-second.sqlite3"))) as copy:
        assert tables(copy) == {"first"}
        assert copy.execute("SELECT * FROM first").fetchall() == [(7,)]


def test_a_step_that_fails_leaves_what_was_there(path: Path, connection: sqlite3.Connection) -> None:
    migrate(connection, path, steps("first"))
    with pytest.raises(ValueError, match="third"):
        migrate(connection, path, steps("first", "second", "third", broken="third"))
    assert tables(connection) == {"first", "second"}
    migrate(connection, path, steps("first", "second", "third"))
    assert tables(connection) == {"first", "second", "third"}


def test_a_newer_database_is_refused_and_not_touched(path: Path) -> None:
    with Database(path) as database:
        database.write(
            lambda connection: connection.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('companion', 'future')"
            )
        )
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer Knapsack") as refused:
        Database(path)
    assert refused.value.kind == "newer"
    assert path.read_bytes() == before
    assert migrations.name == "companion"
