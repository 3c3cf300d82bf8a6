from __future__ import annotations

import csv
import errno
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from builder.cli import main
from builder.grade.journal import NAME
from runtime.sandbox.bubblewrap import Bubblewrap
from tests.builder.grade.school import CLASS, SOLVES, TASK, named, saved, submitted
from tests.builder.packages import Files, write
from tests.sandbox.backends import BWRAP, processes
from tests.sandbox.engine import eventually

SLOW = "import time\ntime.sleep(3600)\n"


def grade(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["grade", "--backend", "bubblewrap", *(str(argument) for argument in arguments)])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def graded(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The reports by student."""
    assert grade(root / "sum.json", root / "class", "--json") == 0
    return {report["student"]: report for report in json.loads(capsys.readouterr().out)}


def school(root: Path, files: Files = CLASS, **task: Any) -> Path:
    write(root, {"sum.json": {**TASK, **task}})
    write(root / "class", files)
    return root


def journal(root: Path) -> list[dict[str, Any]]:
    path = root / "class" / NAME
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def command(root: Path, *options: str | Path) -> list[str]:
    called = ["grade", "--backend", "bubblewrap", "--jobs", "1", root / "sum.json", root / "class", *options]
    return [sys.executable, "-m", "builder", *map(str, called)]


@contextmanager
def running(root: Path, *options: str | Path) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(command(root, *options), stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_results(process: subprocess.Popen[str], root: Path, count: int) -> None:
    """Return as soon as the journal has so many lines."""
    path = root / "class" / NAME
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended by itself with {process.wait(0.02)}")


def test_a_class_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert grade(school(tmp_path) / "sum.json", tmp_path / "class") == 0
    out, err = capsys.readouterr()
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "student verdict score tests ms first failed test"
    assert [line.split()[:4] for line in lines[1:4]] == [
        ["anna", "OK", "100%", "2/2"],
        ["boris", "WA", "50%", "1/2"],
        ["clara", "OK", "100%", "2/2"],
    ]
    assert lines[2].endswith("02: got '3\\n'")
    assert lines[4] == "3 submissions, OK 2, WA 1"
    assert err == ""


def test_a_class_as_csv_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = school(tmp_path) / "class/results.csv"
    for _ in range(2):  # the second time the file is there already, and is no submission
        assert grade(tmp_path / "sum.json", tmp_path / "class", "--csv", results, "--json") == 0
        reports = json.loads(capsys.readouterr().out)
        assert [(each["student"], each["verdict"]) for each in reports] == [
            ("anna", "OK"),
            ("boris", "WA"),
            ("clara", "OK"),
        ]
        assert [test["private"] for test in reports[0]["tests"]] == [False, True]
        with results.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["student"], row["verdict"], row["first_failed_test"]) for row in rows] == [
            ("anna", "OK", ""),
            ("boris", "WA", "02"),
            ("clara", "OK", ""),
        ]


def test_hand_in_files_count_for_the_course_of_the_task(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files: Files = {
        "manifest.json": {"id": "small", "version": "1.0.0", "title": "Small"},
        "tasks/sum.json": TASK,
        "class/anna.json": saved(
            named(1, "Анна"), submitted(2, SOLVES), submitted(3, "print(3)", course="other")
        ),
    }
    write(tmp_path, files)
    assert grade(tmp_path / "tasks/sum.json", tmp_path / "class", "--json") == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["student"], report["verdict"]) == ("Анна", "OK")


def test_bad_submissions_stop_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad: Files = {"a.py": "", "b.py": b"\xff", "c.docx": "x", "d.json": "{", "e.py": "(", "f.py": "1 / 0"}
    found = graded(school(tmp_path, CLASS | bad), capsys)
    assert {student: report["verdict"] for student, report in found.items()} == {
        "a": "unreadable",
        "anna": "OK",
        "b": "unreadable",
        "boris": "WA",
        "c.docx": "unreadable",
        "clara": "OK",
        "d": "unreadable",
        "e": "CE",
        "f": "RE",
    }
    assert found["a"]["reason"] == "a.py is empty"
    assert "Line 1 is not UTF-8 text" in found["b"]["reason"]
    assert (found["f"]["first_failed_test"], found["f"]["reason"]) == (
        "01",
        "ZeroDivisionError: division by zero, line 1",
    )


def test_only_what_is_new_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = graded(school(tmp_path), capsys)
    before = journal(tmp_path)
    write(tmp_path / "class", {"boris.py": "print(4)\n", "copy.py": SOLVES})
    second = graded(tmp_path, capsys)
    assert [(each["verdict"], each["tests"][1]["verdict"]) for each in (second["boris"], second["copy"])] == [
        ("WA", "OK"),
        ("OK", "OK"),
    ]
    assert (len(before), len(journal(tmp_path))) == (3, 4)
    assert second["anna"] == first["anna"]


def test_another_task_is_judged_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert graded(school(tmp_path), capsys)["boris"]["verdict"] == "WA"
    school(tmp_path, tests=TASK["tests"][:1])
    assert graded(tmp_path, capsys)["boris"]["verdict"] == "OK"


def test_another_python_judges_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(school(tmp_path), capsys)
    monkeypatch.setattr(Bubblewrap, "fingerprint", lambda _backend: "3.99.0")
    graded(tmp_path, capsys)
    assert len(journal(tmp_path)) == 2 * 3


def test_the_tasks_own_fault_is_told_and_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checker = "def check(run_solution, case):\n    return 1 / 0\n"
    write(tmp_path, {"sum/task.json": TASK, "sum/checker.py": checker, "class/anna.py": SOLVES})
    assert grade(tmp_path / "sum", tmp_path / "class", "--json") == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["first_failed_test"]) == ("IE", "01")
    assert "ZeroDivisionError" in report["reason"]
    assert journal(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.json", "class"], "none.json does not exist; give a task file"),
        (["broken.json", "class"], "broken.json: Line 1, column 2: this is not JSON"),
        (["sum.json", "none"], "none is not a folder; give the folder with the submissions"),
        (["sum.json", "empty"], "there is nothing in empty; put .py files"),
        (["sum.json", "class", "--csv", "none/a.csv"], "none/a.csv cannot be written"),
        (["sum.json", "class", "--csv", "empty"], "empty cannot be written"),
        (["sum.json", "class", "--jobs", "0"], "Invalid value for '--jobs'"),
        (["sum.json", "class", "--backend", "magic"], "Invalid value for '--backend'"),
    ],
)
def test_a_wrong_call(
    tmp_path: Path,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(school(tmp_path), {"broken.json": "{"})
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    assert grade(*arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err
    assert journal(tmp_path) == []


def test_a_disk_that_is_full_when_the_csv_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    results = write(school(tmp_path), {"results.csv": "old"}) / "results.csv"

    def full(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    assert grade(tmp_path / "sum.json", tmp_path / "class", "--csv", results) == 2
    assert capsys.readouterr().err == (
        f"knapsack: {results} cannot be written: No space left on device; the results are remembered\n"
    )
    assert (results.read_text(encoding="utf-8"), len(journal(tmp_path))) == ("old", 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "results.csv", "sum.json"]


def test_after_a_kill_only_the_rest_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: Files = {f"{number:02}.py": f"print({number})\n" for number in range(4)}
    school(tmp_path, names | {"04.py": SLOW, "05.py": SOLVES}, limits={"time_ms": 300})
    with running(tmp_path) as process:
        wait_for_results(process, tmp_path, 4)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert len(journal(tmp_path)) == 4
    found = graded(tmp_path, capsys)
    assert [report["verdict"] for report in found.values()] == ["WA", "WA", "WA", "WA", "TL", "OK"]
    digests = [line["digest"] for line in journal(tmp_path)]
    assert (len(digests), len(set(digests))) == (6, 6)


def test_ctrl_c_keeps_the_results_and_says_how_many_are_left(tmp_path: Path) -> None:
    school(tmp_path, {"01.py": SOLVES, "02.py": SLOW, "03.py": "1"}, limits={"time_ms": 300})
    results = tmp_path / "results.csv"
    with running(tmp_path, "--csv", results) as process:
        wait_for_results(process, tmp_path, 1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130
    assert err == "knapsack: stopped: 1 are graded, 2 are left; the same command goes on from there\n"
    assert "1 submission, OK 1" in out
    assert results.read_text(encoding="utf-8").splitlines()[1].startswith("01,OK,1.0,2,2,")
    assert len(journal(tmp_path)) == 1


def test_a_second_ctrl_c_does_not_wait_for_the_programs_that_run(tmp_path: Path) -> None:
    school(tmp_path, {"01.py": SOLVES, "02.py": "while True: pass\n"}, limits={"time_ms": 30_000})
    with running(tmp_path) as process:
        wait_for_results(process, tmp_path, 1)
        eventually(lambda: len(processes("inside.supervisor", process.pid)) > 3, "the second does not run")
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.count("\n")) == (130, "", 1)
    assert err.startswith("knapsack: stopped at once: what was judged is remembered")
    assert len(journal(tmp_path)) == 1
    eventually(lambda: not processes(BWRAP), "the sandbox is still there")


def test_a_terminal_shows_a_bar_with_the_time_left(tmp_path: Path) -> None:
    school(tmp_path)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        command(tmp_path, "--json"), stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as run:
        os.close(theirs)
        shown = _all(ours)
        out = run.communicate()[0]
    assert run.returncode == 0
    assert "grading" in shown
    assert "3/3" in shown
    assert "0:00:0" in shown
    assert len(json.loads(out)) == 3


def _all(descriptor: int) -> str:
    """Everything that is shown on a terminal until its program ends."""
    parts = []
    with os.fdopen(descriptor, "rb", buffering=0) as file, suppress(OSError):
        while part := file.read(4096):
            parts.append(part)
    return b"".join(parts).decode()
