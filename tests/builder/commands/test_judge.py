from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli import main
from tests.sandbox.backends import BWRAP, processes
from tests.sandbox.engine import eventually

TASK = {
    "id": "double",
    "title": "Double",
    "description": "Double the number.",
    "limits": {"time_ms": 10000},
    "tests": [
        {"name": "small", "input": "2", "expected": "4"},
        {"name": "large", "input": "50", "expected": "100", "private": True, "points": 3},
    ],
}


@pytest.fixture
def task(tmp_path: Path) -> Path:
    path = tmp_path / "double.json"
    path.write_text(json.dumps(TASK), encoding="utf-8")
    return path


def judge(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Return the exit status and what was printed."""
    with pytest.raises(SystemExit) as left:
        main(["judge", "--backend", "bubblewrap", *map(str, arguments)])
    printed = capsys.readouterr()
    return int(left.value.code or 0), printed.out, printed.err


def program(tmp_path: Path, code: str) -> Path:
    path = tmp_path / "answer.py"
    path.write_text(code, encoding="utf-8")
    return path


def test_a_right_program(tmp_path: Path, task: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = judge(capsys, task, program(tmp_path, "print(int(input()) * 2)"), "--json")
    report = json.loads(out)
    assert status == 0
    assert (report["task"], report["verdict"], report["score"]) == ("double", "OK", 1)
    assert report["backend"] == "bubblewrap"
    assert [(test["name"], test["private"], test["verdict"]) for test in report["tests"]] == [
        ("small", False, "OK"),
        ("large", True, "OK"),
    ]


def test_a_wrong_program_earns_its_points(
    tmp_path: Path, task: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = judge(capsys, task, program(tmp_path, "print(int(input()) + 2)"), "--json")
    report = json.loads(out)
    assert status == 1
    assert (report["verdict"], report["score"]) == ("WA", 0.25)


def test_what_a_teacher_reads(tmp_path: Path, task: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = judge(capsys, task, program(tmp_path, "print(1 / 0)"))
    assert status == 1
    assert "large (private)" in out
    assert "ZeroDivisionError: division by zero, line 1" in out
    assert "double: RE, 0% of the points, bubblewrap, Python 3." in out


def test_several_files(tmp_path: Path, task: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "main.py").write_text(
        "from helper import double\nprint(double(int(input())))", encoding="utf-8"
    )
    (folder / "helper.py").write_text("def double(x):\n    return 2 * x", encoding="utf-8")
    assert judge(capsys, task, folder, "--json")[0] == 0


UNUSABLE = [
    ("answer.py", b"", "empty"),
    ("answer.py", b"\xff\xfe\x00", "UTF-8"),
    ("answer.txt", b"print()", "neither a .py file nor a folder"),
    ("nothing.py", None, "No such file"),
]


@pytest.mark.parametrize("unusable", UNUSABLE, ids=lambda unusable: unusable[2])
def test_a_submission_that_cannot_be_judged(
    tmp_path: Path, task: Path, capsys: pytest.CaptureFixture[str], unusable: tuple[str, bytes | None, str]
) -> None:
    name, content, words = unusable
    if content is not None:
        (tmp_path / name).write_bytes(content)
    status, out, err = judge(capsys, task, tmp_path / name)
    assert (status, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_task_that_check_rejects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    task = tmp_path / "bad.json"
    task.write_text(json.dumps({**TASK, "tests": [{"input": "1", "expects": "2"}]}), encoding="utf-8")
    status, _, err = judge(capsys, task, program(tmp_path, "print(1)"))
    assert status == 2
    assert "/tests/0" in err
    assert len(err.splitlines()) == 1


def test_no_backend(
    tmp_path: Path, task: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, _, err = judge(capsys, task, program(tmp_path, "print(1)"))
    assert status == 2
    assert err.startswith("knapsack: the backend bubblewrap does not work here: bubblewrap is not installed;")
    assert len(err.splitlines()) == 1


def test_ctrl_c(tmp_path: Path, task: Path) -> None:
    endless = program(tmp_path, "while True: pass")
    command: list[str | Path] = ["judge", task, endless, "--backend", "bubblewrap"]
    with subprocess.Popen(
        [sys.executable, "-m", "builder", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as judging:
        eventually(lambda: len(processes("inside.supervisor", judging.pid)) > 3, "the program does not run")
        judging.send_signal(signal.SIGINT)
        out, err = judging.communicate(timeout=60)
    assert (judging.returncode, out) == (130, "")
    assert err == "knapsack: stopped before there was a verdict\n"
    eventually(lambda: not processes(BWRAP), "the sandbox is still there")
