"""`knapsack licence` as its issuer and a school use it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builder.cli import main
from runtime.companion.companion import opened
from runtime.companion.licences.devices import take_seat
from runtime.companion.licences.school import put_in

TODAY = datetime.now(UTC).date()


class Computer:
    """Someone's computer: a folder with keys."""

    def __init__(self, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._keys, self._capsys = keys, capsys

    def run(self, *command: str | Path, status: int = 0) -> str:
        """Return what a command prints; the error when it ends with a status."""
        with pytest.raises(SystemExit) as left:
            main([*map(str, command), "--keys", str(self._keys)])
        out, err = self._capsys.readouterr()
        assert left.value.code == status, err
        return err if status else out


@pytest.fixture
def owner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Computer:
    computer = Computer(tmp_path / "owner", capsys)
    computer.run("keys", "new", "franchise")
    return computer


@pytest.fixture
def school(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Computer:
    return Computer(tmp_path / "school", capsys)


def issued(owner: Computer, file: Path, days: int = 100, **options: str) -> str:
    given = {"tenant": "school-7", "seats": "30", "version": "1", "feature": "teaching", **options}
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    until = (TODAY + timedelta(days=days)).isoformat()
    return owner.run("licence", "issue", *words, "--until", until, "--out", file)


def test_from_the_issuer_to_a_school(owner: Computer, school: Computer, tmp_path: Path) -> None:
    said = issued(owner, file := tmp_path / "school-7.json")
    refused = school.run("licence", "verify", file, status=2)
    assert "whom nobody here trusts" in refused
    key = said.rpartition("once: ")[2].strip()
    assert f"knapsack keys trust {key}" in refused
    school.run("keys", "trust", key, "--name", "franchise")
    assert school.run("licence", "verify", file) == (
        f"school-7, version 1: 30 devices, opens teaching, until {TODAY + timedelta(days=100)}:"
        " valid for 101 days; signed by franchise\n"
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "valid for 1 day only"),
        (-1, "no longer valid; what it opens stays open for 30 days"),
        (-31, "no longer valid; signed"),
    ],
)
def test_what_a_licence_is_worth_today(owner: Computer, tmp_path: Path, days: int, words: str) -> None:
    issued(owner, file := tmp_path / "licence.json", days)
    assert words in owner.run("licence", "verify", file)


def test_machines_read_json(owner: Computer, tmp_path: Path) -> None:
    issued(owner, file := tmp_path / "licence.json")
    found = json.loads(owner.run("licence", "verify", file, "--json"))
    assert (found["tenant_id"], found["issuer"], found["state"]) == ("school-7", "franchise", "valid")
    assert "signature" not in found


def test_a_changed_licence_is_refused(owner: Computer, tmp_path: Path) -> None:
    issued(owner, file := tmp_path / "licence.json")
    file.write_text(file.read_text().replace('"seats": 30', '"seats": 300'))
    assert "the licence's signature does not fit" in owner.run("licence", "verify", file, status=2)


def test_nothing_is_written_over(owner: Computer, tmp_path: Path) -> None:
    file = tmp_path / "licence.json"
    file.write_text("mine")
    with pytest.raises(AssertionError, match="is there already"):
        issued(owner, file)
    assert file.read_text() == "mine"


def test_mistakes_are_told_in_one_line(owner: Computer, school: Computer, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no licence: /seats"):
        issued(owner, tmp_path / "a.json", seats="0")
    with pytest.raises(AssertionError, match="no key to sign with; make one: knapsack keys new NAME"):
        issued(school, tmp_path / "a.json")
    assert "cannot be read" in owner.run("licence", "verify", tmp_path / "none.json", status=2)
    assert not (tmp_path / "a.json").exists()


def shown(capsys: pytest.CaptureFixture[str], *options: str | Path, status: int = 0) -> tuple[str, str]:
    with pytest.raises(SystemExit) as left:
        main(["licence", "show", *map(str, options)])
    assert left.value.code == status
    out, err = capsys.readouterr()
    return out, err


def test_a_school_shows_its_licence(
    owner: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued(owner, file := tmp_path / "licence.json")
    data = tmp_path / "data"
    with opened(data, keys=tmp_path / "owner") as companion:
        assert shown(capsys, "--data", data)[0] == "no licence; everything is open without one\n"
        put_in(companion, file.read_bytes())
        assert take_seat(companion, "a browser", 30)
    until = TODAY + timedelta(days=100)
    assert shown(capsys, "--data", data) == (
        f"school-7, version 1: 1 of 30 devices, opens teaching, until {until}: valid for 101 days\n",
        "",
    )
    found = json.loads(shown(capsys, "--data", data, "--json")[0])
    assert (found["state"], found["used"], found["seats"], found["clock_behind"]) == ("valid", 1, 30, False)


def test_where_there_is_no_school_nothing_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no school in" in shown(capsys, "--data", tmp_path / "none", status=2)[1]
    assert not (tmp_path / "none").exists()
