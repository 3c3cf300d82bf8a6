from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from runtime.companion import logs
from runtime.companion.app import application
from runtime.companion.store.faults import StoreError
from tests.builder.packages import good, set_at, write
from tests.companion.school import School, fill, school_in, use_quick_hashes

CANARY = "Anna Canary"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_an_object_with_time_zone_level_and_event(tmp_path: Path) -> None:
    with logs.written(tmp_path):
        logs.note("started", port=1)
        logs.validated("scanned", logs.WARNING, problems=2)
    (line,) = lines(tmp_path / logs.APP)
    assert (line["level"], line["event"], line["port"]) == ("info", "started", 1)
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert [each["event"] for each in lines(tmp_path / logs.VALIDATION)] == ["scanned"]


def test_what_goes_wrong_has_its_traceback_and_says_nothing_of_anybody(tmp_path: Path) -> None:
    def fail() -> None:
        try:
            dict[str, int]()[CANARY]
        except KeyError as error:
            raise ValueError(f"no {CANARY}") from error

    with logs.written(tmp_path):
        try:
            fail()
        except ValueError as error:
            logs.failed("request_failed", error, route="/users")
        logs.failed("store", StoreError("full", CANARY))
    text = (tmp_path / logs.APP).read_text()
    assert CANARY not in text
    assert str(Path.home()) not in text
    first, second = lines(tmp_path / logs.APP)
    assert [each["type"] for each in first["errors"]] == ["ValueError", "KeyError"]
    assert any(place.endswith(" fail") for place in first["errors"][0]["trace"])
    assert second["errors"][0]["kind"] == "full"


def test_logs_do_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 2000)
    with logs.written(tmp_path):
        for number in range(500):
            logs.note("tick", number=number)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [logs.APP, *(f"{logs.APP}.{number}" for number in range(1, logs.OLD_FILES + 1))]
    assert all(path.stat().st_size <= 2000 for path in tmp_path.iterdir())
    assert lines(tmp_path / logs.APP)[-1]["number"] == 499


def test_a_log_that_cannot_be_written_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / logs.APP).mkdir()
    with logs.written(tmp_path):
        logs.note("started")
    assert capsys.readouterr().err == ""


def test_nothing_is_written_when_logs_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.note("started", logs.ERROR)
    assert capsys.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_of_ours_is_in_the_log_with_its_route(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise sqlite3.ProgrammingError(CANARY)

    cookies = school.cookies("Ada")
    monkeypatch.setattr(type(school.companion.database), "read", broken)
    school.client.app = application(school.companion, tmp_path, 8764)
    with logs.written(tmp_path), pytest.raises(sqlite3.ProgrammingError):
        school.ask("GET /users", None, cookies)
    (line,) = lines(tmp_path / logs.APP)
    assert (line["event"], line["method"], line["route"]) == ("request_failed", "GET", "/users")
    assert line["errors"][0]["type"] == "ProgrammingError"
    assert CANARY not in (tmp_path / logs.APP).read_text()


def test_a_refusal_of_the_database_is_in_the_log(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("damaged")

    cookies = school.cookies("Ada")
    monkeypatch.setattr(type(school.companion.database), "write", full)
    with logs.written(tmp_path):
        assert school.ask("POST /classes", {"name": "8A"}, cookies).status_code == 503
    (line,) = lines(tmp_path / logs.APP)
    assert (line["event"], line["level"], line["kind"]) == ("store_refused", "warning", "damaged")
    assert school.companion.health.damaged


def test_what_is_wrong_with_courses_is_in_the_log_of_validation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_quick_hashes(monkeypatch)
    set_at(files := good(), "tasks/sum.json", "/tests", "none")
    write(tmp_path / "courses" / "small", files)
    (tmp_path / "site").mkdir()
    logged = tmp_path / "logs"
    logged.mkdir()
    with (
        logs.written(logged),
        school_in(tmp_path / "data", tmp_path / "site", courses=tmp_path / "courses") as school,
    ):
        fill(school)
        assert school.ask("POST /content/scan", None, school.cookies("Tina")).status_code == 200
    found = lines(logged / logs.VALIDATION)
    assert {each["event"] for each in found} == {"scanned", "problem"}
    problem = next(each for each in found if each["event"] == "problem")
    assert (problem["file"], problem["pointer"]) == ("small/tasks/sum.json", "/tests")
    assert problem["severity"] == problem["level"] == "error"
    done = [each for each in lines(logged / logs.APP) if each["event"] == "done"]
    assert [(each["route"], each["user"]) for each in done] == [
        ("POST /content/scan", school.people["Tina"].id)
    ]
