"""A disk that is really full, wherever a command writes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.cli import main
from builder.grade.journal import NAME
from tests.builder.disks import PAGE, small_disk
from tests.builder.grade.school import SOLVES, TASK
from tests.builder.packages import write

LONG = f"print('x' * {PAGE})\n"
"""A report of it, which holds what it prints for each of two tests, takes between two and three pages."""
CLASS = {f"{number}.py": f"#{number}\n{LONG}" for number in range(3)}
FULL = "No space left on device"


class Disk:
    """A file system of its own in memory; `fill` leaves room for so many pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / ".filler"

    def fill(self, pages: int = 0) -> None:
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(PAGE)):
                    pass
            except OSError as error:
                assert error.strerror == FULL
            file.truncate(file.tell() - pages * PAGE)

    def empty(self) -> None:
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", pages=64, files=20) as folder:
        yield Disk(folder)


@pytest.fixture
def task(tmp_path: Path) -> Path:
    write(tmp_path, {"sum.json": TASK})
    return tmp_path / "sum.json"


def run(capsys: pytest.CaptureFixture[str], *command: str | Path) -> tuple[int, str, str]:
    """Return the exit status of a command and what it has printed."""
    with pytest.raises(SystemExit) as left:
        main([str(part) for part in command])
    assert isinstance(left.value.code, int)
    return (left.value.code, *capsys.readouterr())


def verdicts(out: str) -> list[str]:
    return [report["verdict"] for report in json.loads(out)]


def remembered(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a journal, all of which must be whole."""
    text = (folder / NAME).read_text(encoding="utf-8")
    assert text.endswith("\n") or not text
    return [json.loads(line) for line in text.splitlines()]


def test_a_journal_that_finds_no_more_room(
    disk: Disk, task: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    students = disk.folder / "class"
    grade: list[str | Path] = ["grade", task, students, "--backend", "bubblewrap", "--jobs", "1", "--json"]
    write(students, CLASS)
    disk.fill(pages=4)
    status, out, err = run(capsys, *grade)
    assert (status, verdicts(out)) == (0, ["WA"] * 3)
    assert err == f"knapsack: results are not remembered from here on, {students / NAME}: {FULL}\n"
    assert len(remembered(students)) == 1
    disk.empty()
    status, again, err = run(capsys, *grade)
    assert (status, verdicts(again), err) == (0, ["WA"] * 3, "")
    assert len(remembered(students)) == 3
    assert json.loads(again)[0] == json.loads(out)[0], "the first was not judged again"


def test_a_table_for_which_there_is_no_room(
    disk: Disk, task: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = disk.folder / "results.csv"
    write(tmp_path / "class", {"anna.py": SOLVES})
    table.write_text("old", encoding="utf-8")
    disk.fill()
    grade: list[str | Path] = [
        "grade",
        task,
        tmp_path / "class",
        "--backend",
        "bubblewrap",
        "--json",
        "--csv",
        table,
    ]
    status, out, err = run(capsys, *grade)
    assert (status, verdicts(out)) == (2, ["OK"])
    assert err == f"knapsack: {table} cannot be written: {FULL}; the results are remembered\n"
    assert (table.read_text(encoding="utf-8"), len(remembered(tmp_path / "class"))) == ("old", 1)
    assert sorted(path.name for path in disk.folder.iterdir()) == [".filler", "results.csv"]


def test_room_for_neither_journal_nor_table(
    disk: Disk, task: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, students = disk.folder / "results.csv", disk.folder / "class"
    write(students, {"anna.py": SOLVES})
    disk.fill()
    grade: list[str | Path] = ["grade", task, students, "--backend", "bubblewrap", "--json", "--csv", table]
    status, out, err = run(capsys, *grade)
    assert (status, verdicts(out), err.count("\n")) == (2, ["OK"], 1)
    assert err.startswith(f"knapsack: {table} cannot be written: {FULL}; results are not remembered")
    assert (remembered(students), table.exists()) == ([], False)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["table", "json"])
@pytest.mark.parametrize("command", ["judge", "grade", "doctor"])
def test_output_for_which_there_is_no_room(
    disk: Disk, task: Path, tmp_path: Path, command: str, options: list[str]
) -> None:
    write(tmp_path / "class", {"anna.py": SOLVES})
    what = {"judge": [task, tmp_path / "class/anna.py"], "grade": [task, tmp_path / "class"]}.get(command, [])
    backend = ["--backend", "bubblewrap"] if what else []
    disk.fill()
    with (disk.folder / "out").open("wb") as out:
        ran = subprocess.run(
            [sys.executable, "-m", "builder", command, *what, *backend, *options],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    fate = "; the results are remembered" if command == "grade" else ""
    assert (ran.returncode, ran.stderr) == (2, f"knapsack: the results cannot be printed: {FULL}{fate}\n")
    if command == "grade":
        assert len(remembered(tmp_path / "class")) == 1


def test_no_room_for_temporary_files(
    disk: Disk,
    task: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, {"anna.py": SOLVES})
    for number in range(19):
        (disk.folder / str(number)).touch()
    monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
    judge: list[str | Path] = ["judge", task, tmp_path / "anna.py", "--backend"]
    assert run(capsys, *judge, "restricted") == (2, "", f"knapsack: Python does not start: {FULL}\n")
    assert run(capsys, *judge, "bubblewrap")[0] == 0
    assert len(list(disk.folder.iterdir())) == 19
