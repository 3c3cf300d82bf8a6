"""Backups as an admin makes them, and as they are put back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from builder.cli import main
from runtime.companion.backups.restore import restore
from runtime.companion.companion import DATABASE, opened
from runtime.companion.store import users
from runtime.companion.store.faults import StoreError
from tests.companion.school import School

WORDS = "open sesame"


def made(school: School) -> Path:
    response = school.ask("POST /backup/export", {"passphrase": WORDS}, school.cookies("Ada"))
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return Path(answer["folder"], answer["backup"]["name"])


def names(folder: Path) -> set[str]:
    with opened(folder) as companion:
        return {user.name for user in companion.database.read(users.everybody)}


def test_an_admin_makes_a_backup_and_finds_it_in_the_list(school: School) -> None:
    path = made(school)
    assert path.is_file()
    listed = school.ask("GET /backup", None, school.cookies("Ada")).json()
    assert listed["backups"] == [
        {"name": path.name, "size": path.stat().st_size, "made": int(path.stat().st_mtime)}
    ]
    assert Path(listed["folder"]) == path.parent


def test_a_short_passphrase_is_refused(school: School) -> None:
    response = school.ask("POST /backup/export", {"passphrase": "short"}, school.cookies("Ada"))
    assert (response.status_code, response.json()["error"]["details"]["pointer"]) == (422, "/passphrase")


def test_what_was_saved_comes_back(school: School, tmp_path: Path) -> None:
    path = made(school)
    done = restore(tmp_path / "other", path, WORDS, datetime(2027, 1, 1, tzinfo=UTC))
    assert done.manifests == {}
    assert names(tmp_path / "other") == {"Ada", "Tina", "Theo", "Anna", "Boris"}


def test_a_damaged_database_offers_the_last_backup(school: School, tmp_path: Path) -> None:
    path = made(school)
    data = tmp_path / "damaged"
    (data / "backups").mkdir(parents=True)
    path.rename(data / "backups" / path.name)
    (data / DATABASE).write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreError) as caught, opened(data):
        pass
    advice = f"put the last backup back: knapsack serve --restore {data / 'backups' / path.name}"
    assert str(caught.value) == f"the database is damaged; {advice}"


def test_a_backup_is_put_back_before_serving(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, data, site = made(school), tmp_path / "new", tmp_path / "site"
    monkeypatch.setattr("click.prompt", lambda *_, **__: WORDS)
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    words = ["serve", "--restore", str(path), "--data", str(data), "--site", str(site), "--port", "0"]
    with pytest.raises(SystemExit) as left:
        main([*words, "--no-browser"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("Restored what was saved at 2027-01-15 08:00 UTC.\nServing ")
    assert "Anna" in names(data)


def test_nothing_is_put_back_when_there_is_nothing_to_serve(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["serve", "--restore", str(made(school)), "--data", str(tmp_path / "new")]
    with pytest.raises(SystemExit) as left:
        main([*words, "--site", str(tmp_path / "none")])
    assert left.value.code == 2
    assert "there is no site" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
