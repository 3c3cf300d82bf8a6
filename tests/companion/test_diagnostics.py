"""What leaves the school in a bundle for support, and what never does."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from builder.cli import main
from builder.problems import UserError
from runtime.companion import logs
from runtime.companion.backups.kept_lock import keep_lock
from runtime.companion.backups.sealing import Cost, lock
from runtime.companion.companion import DATABASE
from runtime.companion.diagnostics import make_bundle
from runtime.companion.store.events import take_in
from runtime.companion.store.nameless import COLUMNS
from tests.companion.school import School
from tests.companion.test_nothing_lost import event

NOW = datetime(2026, 9, 1, tzinfo=UTC)
CANARY = "canary-of-7a"
"""It has the form of a name of courses and tasks, so that it could hide anywhere."""
OURS = {"_sqlite_migrations", "content", "tasks", "notes"}
"""Tables that nobody's input reaches but a course's author's."""


def sing(database: Path) -> int:
    """Put the canary into every text of the database, as far as keys allow; return how many it replaced."""
    sung = 0
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table in OURS:
                continue
            for column in connection.execute(f"PRAGMA table_info({table})").fetchall():
                name, kind = column[1], column[2]
                if kind != "TEXT":
                    continue
                # A role has a check, and an id of one row only can be the canary.
                change = f"UPDATE OR IGNORE {table} SET {name} = ?"  # noqa: S608  (our own names)
                with suppress(sqlite3.IntegrityError):
                    sung += connection.execute(change, (CANARY,)).rowcount
        connection.commit()
    return sung


@pytest.fixture
def folder(school: School) -> Path:
    """The data of a school where much has happened."""
    anna, database = school.people["Anna"].id, school.companion.database
    made = [event(kind, number) for kind in ("submission.created", "progress.updated") for number in range(9)]
    made[0]["data"]["code"] = CANARY
    attempt = event("attempt.created", 1)
    attempt["data"] = {"course": CANARY, "lesson": CANARY, "quiz": CANARY, "question": CANARY}
    attempt["data"] |= {"answer": CANARY, "correct": True, "points": 1}
    database.write(take_in, anna, [*made, attempt], 1)
    school.log_in(CANARY, CANARY)
    school.ask("POST /classes", {"name": CANARY}, school.cookies("Tina"))
    body = {"code": f"print({CANARY!r})", "id": str(uuid4())}
    school.ask("POST /judge/small.sum", body, school.cookies("Anna"))
    keep_lock(school.companion.folder, lock(CANARY, Cost(1, 1 << 20)))
    with logs.written(school.companion.folder):
        logs.note("started", port=8764)
        logs.failed("request_failed", ValueError(CANARY))
        logs.validated("problem", file="tasks/a.json", pointer="/id", message=CANARY)
    with (school.companion.folder / logs.APP).open("a") as log:
        log.write(f"Traceback: {CANARY}\n")
    return school.companion.folder


def bundle(folder: Path, target: Path) -> dict[str, bytes]:
    make_bundle(folder, target, NOW)
    with zipfile.ZipFile(target) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_no_canary_survives_anywhere(folder: Path, tmp_path: Path) -> None:
    assert sing(folder / DATABASE) > 60
    files = bundle(folder, tmp_path / "bundle.zip")
    assert set(files) == {DATABASE, "facts.json", logs.APP, logs.VALIDATION}
    secret = (folder / "secret.key").read_bytes()
    kept = json.loads((folder / "backup.key").read_text())["key"].encode()
    for name, data in files.items():
        assert CANARY.encode() not in data, name
        assert secret not in data, name
        assert kept not in data, name
        assert str(Path.home()).encode() not in data, name


def test_what_helps_is_in_it(folder: Path, tmp_path: Path) -> None:
    files = bundle(folder, tmp_path / "bundle.zip")
    facts = json.loads(files["facts.json"])
    assert facts["rows"]["users"] == 5
    assert facts["rows"]["guesses"] > 0
    assert {"knapsack", "python", "sqlite", "system", "disk", "files", "backups"} <= set(facts)
    lines = [json.loads(line) for line in files[logs.APP].splitlines()]
    assert [line["event"] for line in lines] == ["started", "request_failed"]
    assert json.loads(files[logs.VALIDATION])["pointer"] == "/id"
    (tmp_path / "copy.sqlite3").write_bytes(files[DATABASE])
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM submissions").fetchone() == (9,)
        assert {role for (role,) in copy.execute("SELECT role FROM users")} == {"student", "teacher", "admin"}
        joined = "SELECT count(*) FROM users JOIN enrollments ON user_id = users.id"
        assert copy.execute(joined).fetchone() == (5,)
        names = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
    assert names <= set(COLUMNS)
    assert {"guesses", "sessions", "cards"} & names == set()


def test_a_damaged_database_is_left_out_and_the_rest_is_there(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / DATABASE).write_bytes(b"no database at all" * 300)
    files = bundle(other, tmp_path / "bundle.zip")
    assert json.loads(files["facts.json"])["fault"] == "SQLITE_NOTADB"
    assert DATABASE not in files


def test_nothing_is_written_over(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "bundle.zip"
    target.write_text("mine")
    with pytest.raises(SystemExit) as left:
        main(["diagnostics", "--data", str(folder), "--out", str(target)])
    assert left.value.code == 2
    assert "is there already; choose another name with --out" in capsys.readouterr().err
    assert target.read_text() == "mine"


def test_without_a_school_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no data of a school"):
        make_bundle(tmp_path / "none", tmp_path / "bundle.zip", NOW)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_has_made(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["diagnostics", "--data", str(folder)])
    assert left.value.code == 0
    (made,) = tmp_path.glob("knapsack-diagnostics-*.zip")
    assert capsys.readouterr().out.startswith(f"{made.name}: look into it")
