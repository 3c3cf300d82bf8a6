from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from builder.problems import UserError
from runtime.companion.backups.backup import drop_old, make_backup
from runtime.companion.backups.restore import restore
from runtime.companion.backups.sealing import Cost, lock, seal, unseal
from runtime.companion.companion import DATABASE
from runtime.companion.store import users
from runtime.companion.store.database import Database
from runtime.companion.store.faults import StoreError

NOW = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
WORDS = "open sesame"
QUICK = lock("open sesame", Cost(1, 1 << 20))
TOP = Path(__file__).parents[3]
MANIFESTS = {"basics": b'{"id": "basics"}'}


def person(name: str) -> users.NewUser:
    return users.NewUser(name, name, name.casefold(), "student", "secret")


def add(folder: Path, *names: str) -> None:
    """Write people into a school's database, which is made when it is not there."""
    folder.mkdir(exist_ok=True)
    with Database(folder / DATABASE) as database:
        for name in names:
            database.write(users.add, person(name), 1)


def people(database: Path) -> list[str]:
    with Database(database) as opened:
        return sorted(user.name for user in opened.read(users.everybody))


def backup(folder: Path, target: Path, made: datetime = NOW) -> Path:
    with Database(folder / DATABASE) as database:
        return make_backup(database, MANIFESTS, QUICK, target, made)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    add(tmp_path / "school", "Ada", "Борис")
    return tmp_path / "school"


def test_a_backup_is_put_back_and_what_was_there_is_kept(school: Path, tmp_path: Path) -> None:
    saved = backup(school, tmp_path / "backups")
    add(school, "Chen")
    done = restore(school, saved, WORDS, LATER)
    assert (done.made, done.manifests) == (NOW, MANIFESTS)
    assert people(school / DATABASE) == ["Ada", "Борис"]
    assert done.kept is not None
    assert people(done.kept) == ["Ada", "Chen", "Борис"]
    assert not (school / ".restore").exists()


def test_a_school_comes_back_on_an_empty_computer(school: Path, tmp_path: Path) -> None:
    done = restore(tmp_path / "new", backup(school, tmp_path), WORDS, LATER)
    assert done.kept is None
    assert people(tmp_path / "new" / DATABASE) == ["Ada", "Борис"]


def test_a_backup_is_of_one_moment_while_others_write(school: Path, tmp_path: Path) -> None:
    with Database(school / DATABASE) as database:
        open_reader = sqlite3.connect(school / DATABASE)
        open_reader.execute("BEGIN")
        open_reader.execute("SELECT * FROM users").fetchone()
        database.write(users.add, person("Chen"), 1)
        saved = make_backup(database, {}, QUICK, tmp_path / "backups", NOW)
        open_reader.close()
    restore(tmp_path / "new", saved, WORDS, LATER)
    assert people(tmp_path / "new" / DATABASE) == ["Ada", "Chen", "Борис"]


def test_nothing_lies_open_in_the_folder_of_backups(school: Path, tmp_path: Path) -> None:
    saved = backup(school, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == [saved]
    assert b"SQLite" not in saved.read_bytes()
    assert "Ада".encode() not in saved.read_bytes()


def changed(saved: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a backup with other files in it, sealed as ever: only their content can be wrong."""
    unseal(BytesIO(saved.read_bytes()), plain := BytesIO(), WORDS)
    with zipfile.ZipFile(plain) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(packed := BytesIO(), "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with saved.open("wb") as target:
        seal(BytesIO(packed.getvalue()), target, QUICK)
    return saved


def listing(**fields: object) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files["contents.json"] = json.dumps({**json.loads(files["contents.json"]), **fields}).encode()

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda files: files.pop("contents.json"), "not made by Knapsack"),
        (lambda files: files.pop(DATABASE), "not made by Knapsack"),
        (listing(format=2), "not made by Knapsack"),
        (listing(files={}), "does not hold what its list says"),
        (listing(files=[]), "not made by Knapsack"),
        (listing(made="one day"), "not made by Knapsack"),
        (lambda files: files.update({DATABASE: b"SQLite format 3\0 no more"}), "does not hold what"),
        (lambda files: files.update({"content/basics.json": b"{}"}), "does not hold what"),
    ],
)
def test_a_backup_that_is_not_whole_changes_nothing(
    school: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], why: str
) -> None:
    saved = changed(backup(school, tmp_path), change)
    add(school, "Chen")
    with pytest.raises(UserError, match=why):
        restore(school, saved, WORDS, LATER)
    assert people(school / DATABASE) == ["Ada", "Chen", "Борис"]
    assert sorted(path.name for path in school.iterdir()) == [DATABASE]


@pytest.mark.parametrize("name", ["MOST_ENTRIES", "MOST_OF_LIST", "MOST_OF_LISTS"])
def test_what_is_larger_than_any_school_is_not_unpacked(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    saved = backup(school, tmp_path)
    monkeypatch.setattr(f"runtime.companion.backups.restore.{name}", 1)
    with pytest.raises(UserError, match="holds more than any school has"):
        restore(school, saved, WORDS, LATER)
    assert sorted(path.name for path in school.iterdir()) == [DATABASE]


def test_a_wrong_passphrase_changes_nothing(school: Path, tmp_path: Path) -> None:
    saved = backup(school, tmp_path)
    with pytest.raises(UserError, match="passphrase is wrong"):
        restore(school, saved, "open barley", LATER)
    assert sorted(path.name for path in school.iterdir()) == [DATABASE]


def test_nothing_is_put_under_a_companion_that_runs(school: Path, tmp_path: Path) -> None:
    saved = backup(school, tmp_path)
    with Database(school / DATABASE) as database:
        database.read(users.everybody)
        with pytest.raises(StoreError, match="another program holds the database"):
            restore(school, saved, WORDS, LATER)
        assert len(database.read(users.everybody)) == 2


def test_a_damaged_database_can_be_replaced(school: Path, tmp_path: Path) -> None:
    saved = backup(school, tmp_path)
    with (school / DATABASE).open("r+b") as file:
        file.write(b"no database any more")
    done = restore(school, saved, WORDS, LATER)
    assert people(school / DATABASE) == ["Ada", "Борис"]
    assert done.kept is not None
    assert done.kept.read_bytes().startswith(b"no database")


def test_a_damaged_database_is_no_backup(school: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(school / DATABASE, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO enrollments VALUES ('none', 'nobody', 1)")
    with pytest.raises(StoreError, match="damaged"):
        backup(school, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_only_the_latest_backups_stay(school: Path, tmp_path: Path) -> None:
    made = [backup(school, tmp_path / "backups", NOW + timedelta(days=day)) for day in range(4)]
    (tmp_path / "backups" / "mine.txt").write_text("kept")
    assert drop_old(tmp_path / "backups", 2) == made[:2]
    assert sorted(path.name for path in (tmp_path / "backups").iterdir()) == [
        *(path.name for path in made[2:]),
        "mine.txt",
    ]


def test_a_restore_that_is_killed_leaves_the_old_school_or_the_new_one(school: Path, tmp_path: Path) -> None:
    saved = backup(school, tmp_path)
    add(school, "Chen")
    old, new = ["Ada", "Chen", "Борис"], ["Ada", "Борис"]
    with closing(sqlite3.connect(school / DATABASE)) as source:
        source.execute("PRAGMA journal_mode = DELETE")
    found, status, step = list[list[str]](), 1, 0
    while status != 0:
        step += 1
        folder = shutil.copytree(school, tmp_path / f"copy{step}")
        killed = [sys.executable, "-m", "tests.companion.backups.killed"]
        words: list[str | Path] = [*killed, str(step), folder, saved, WORDS]
        status = subprocess.run(words, check=False, capture_output=True, cwd=TOP).returncode
        found.append(people(folder / DATABASE))
    assert found[-1] == new
    assert found[0] == old
    assert all(each in (old, new) for each in found)
    assert step > 5
