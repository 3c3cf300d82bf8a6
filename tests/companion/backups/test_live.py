"""A backup takes the place of everything while the companion serves."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from builder.problems import UserError
from runtime.companion.backups.making import BusyError, alone, back_up
from runtime.companion.backups.restore import restore_live
from runtime.companion.backups.sealing import Cost, lock
from runtime.companion.companion import DATABASE
from runtime.companion.store import license as licences
from runtime.companion.store import notes, seats, users
from runtime.companion.store.copies import take_over
from runtime.companion.store.license import KeptLicence
from tests.companion.backups.test_restore import add, people
from tests.companion.school import School, Sent

WORDS = "open sesame"
QUICK = lock(WORDS, Cost(1, 1 << 20))
TOP = Path(__file__).parents[3]
EVERYBODY = ["Ada", "Anna", "Boris", "Theo", "Tina"]


def names(school: School) -> list[str]:
    return sorted(user.name for user in school.companion.database.read(users.everybody))


def test_what_was_saved_takes_the_place_of_what_is_there(school: School) -> None:
    path = back_up(school.companion, QUICK)
    school.add("Eve", "student", "7A")
    cookies = school.cookies("Ada")
    body = Sent({"passphrase": WORDS}, path.read_bytes())
    response = school.ask("POST /backup/import", body, cookies)
    assert response.status_code == 200, response.text
    assert names(school) == EVERYBODY
    kept = school.companion.folder / response.json()["kept"]
    assert people(kept) == sorted([*EVERYBODY, "Eve"])
    assert school.ask("GET /users", None, cookies).status_code == 401
    assert school.log_in("Ada", "long enough").status_code == 200
    assert [each.name for each in school.companion.folder.glob(".*")] == []


def test_whoever_reads_meanwhile_sees_one_moment(school: School) -> None:
    path = back_up(school.companion, QUICK)
    school.add("Eve", "student", "7A")

    def query(connection: sqlite3.Connection) -> tuple[int, int]:
        before = len(users.everybody(connection))
        restore_live(school.companion, path, WORDS)
        return before, len(users.everybody(connection))

    assert school.companion.database.read(query) == (6, 6)
    assert names(school) == EVERYBODY


@pytest.mark.parametrize(
    ("words", "file", "why"),
    [
        ("open barley", None, "passphrase is wrong"),
        (WORDS, b"no backup at all", "no backup of Knapsack"),
        (WORDS, b"", "no backup of Knapsack"),
    ],
)
def test_what_cannot_be_had_whole_changes_nothing(
    school: School, words: str, file: bytes | None, why: str
) -> None:
    path = back_up(school.companion, QUICK)
    school.add("Eve", "student", "7A")
    body = Sent({"passphrase": words}, path.read_bytes() if file is None else file)
    response = school.ask("POST /backup/import", body, school.cookies("Ada"))
    assert (response.status_code, response.json()["error"]["code"]) == (409, "no_restore")
    assert why in response.json()["error"]["message"]
    assert names(school) == sorted([*EVERYBODY, "Eve"])
    assert not list(school.companion.folder.glob("before-restore-*"))


def test_never_two_at_once(school: School) -> None:
    path = back_up(school.companion, QUICK)
    with alone(school.companion):
        with pytest.raises(BusyError, match="wait until that is done"):
            back_up(school.companion, QUICK)
        with pytest.raises(BusyError):
            restore_live(school.companion, path, WORDS)
        response = school.ask("POST /backup/export", {"passphrase": WORDS}, school.cookies("Ada"))
    assert (response.status_code, response.json()["error"]["code"]) == (409, "backup_busy")
    back_up(school.companion, QUICK)


def test_a_disk_without_room_is_told_before_anything_is_written(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = back_up(school.companion, QUICK)
    usage = type(shutil.disk_usage("/"))(10**9, 10**9 - 10**6, 10**6)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(UserError, match=r"the disk has 0 MB left, and \d+ MB are needed; make room"):
        back_up(school.companion, QUICK)
    with pytest.raises(UserError, match="make room"):
        restore_live(school.companion, path, WORDS)
    assert list(school.companion.backups.iterdir()) == [path]
    assert names(school) == EVERYBODY


def test_licences_and_time_do_not_go_back_with_a_backup(school: School) -> None:
    database = school.companion.database
    old, new = (KeptLicence("publisher:A", "school", version, f"{version}", 1) for version in (1, 2))
    database.write(licences.put_in, old)
    database.write(notes.write, "calendar", {"latest": 100.0, "since": None, "ran": 0})
    assert database.write(seats.occupy, "a device", 1, 1)
    path = back_up(school.companion, QUICK)
    database.write(licences.put_in, new)
    database.write(notes.write, "calendar", {"latest": 200.0, "since": None, "ran": 0})
    restore_live(school.companion, path, WORDS)
    assert database.read(licences.current) == new
    with pytest.raises(licences.OlderLicence):
        database.write(licences.put_in, old)
    calendar = database.read(notes.read, "calendar")
    assert calendar is not None
    assert calendar["latest"] == 200.0
    assert database.read(seats.listing) == []


def test_a_swap_that_is_killed_leaves_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    add(tmp_path / "school", "Ada", "Chen")
    add(tmp_path / "new", "Ada", "Boris")
    new = tmp_path / "new" / DATABASE
    with closing(sqlite3.connect(new)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    found, status, step = list[list[str]](), 1, 0
    while status != 0:
        step += 1 if step < 8 else 7
        folder = shutil.copytree(tmp_path / "school", tmp_path / f"copy{step}")
        killed = [sys.executable, "-m", "tests.companion.backups.killed_live"]
        words: list[str | Path] = [*killed, str(step), folder, new, folder / "kept.sqlite3"]
        status = subprocess.run(words, check=False, capture_output=True, cwd=TOP).returncode
        found.append(people(folder / DATABASE))
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert found[-1] == ["Ada", "Boris"]
    assert found[0] == ["Ada", "Chen"]
    assert all(each in (found[0], found[-1]) for each in found)
    assert people(folder / "kept.sqlite3") == ["Ada", "Chen"]
    assert len(found) > 8


def test_another_database_comes_in_while_the_old_one_is_kept(school: School, tmp_path: Path) -> None:
    add(tmp_path / "new", "Chen")
    kept = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(tmp_path / "new" / DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    school.companion.database.alone(take_over, tmp_path / "new" / DATABASE, kept)
    assert names(school) == ["Chen"]
    school.add("Dora", "student")
    assert names(school) == ["Chen", "Dora"]
    assert people(kept) == EVERYBODY
