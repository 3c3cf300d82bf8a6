from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import builder.remembered
import builder.run
from builder.remembered import Remembered, digest_of
from tests.builder.packages import Files, good, problems_of, set_at

T = "tasks/sum.json"
NAME = "check.sqlite3"
MANY = """
import sys
from pathlib import Path
from builder.remembered import Remembered
with Remembered(Path(sys.argv[1])) as remembered:
    for number in range(int(sys.argv[3])):
        remembered.put(f"{sys.argv[2]}-{number}", ["01"])
        print(number, flush=True)
"""


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that really ran, in order."""
    programs: list[str] = []
    really = builder.run._outcome

    def noted(trial: builder.run.Trial) -> Any:
        programs.append(trial.code)
        return really(trial)

    monkeypatch.setattr(builder.run, "_outcome", noted)
    return programs


def course() -> Files:
    files = good()
    set_at(files, T, "/solution", "print(3)")
    set_at(files, T, "/wrong", [{"code": "print(4)", "verdict": "WA"}, {"code": "1/0", "verdict": "RE"}])
    return files


def run_again(root: Path, files: Files, ran: list[str]) -> list[str]:
    ran.clear()
    problems_of(root, files, run_programs=True)
    return sorted(ran)


def test_only_what_changed_runs_again(
    tmp_path: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = course()
    everything = ["1/0", "print(3)", "print(4)"]
    assert run_again(tmp_path, files, ran) == everything
    assert run_again(tmp_path, files, ran) == []
    set_at(files, T, "/wrong/0/code", "print(5)")
    assert run_again(tmp_path, files, ran) == ["print(5)"]
    set_at(files, T, "/tests/0/explain", "Look again.")
    assert run_again(tmp_path, files, ran) == []
    set_at(files, T, "/tests/0/input", "2 1")
    assert len(run_again(tmp_path, files, ran)) == 3
    set_at(files, T, "/limits", {"time_ms": 1500})
    assert len(run_again(tmp_path, files, ran)) == 3
    monkeypatch.setattr(builder.remembered, "judge_digest", lambda: "another judge")
    assert len(run_again(tmp_path, files, ran)) == 3


def test_what_was_remembered_warns_as_before(tmp_path: Path) -> None:
    files = course()
    set_at(files, T, "/tests", [{"input": "1 2", "expected": "3"}, {"input": "0 3", "expected": "3"}])
    set_at(files, T, "/wrong", [{"code": "print(3 if input()[0] == '1' else 4)", "verdict": "WA"}])
    first = problems_of(tmp_path, files, run_programs=True)
    assert any("Only test 02" in problem.message for problem in first)
    assert problems_of(tmp_path, files, run_programs=True) == first


def test_a_broken_promise_is_never_remembered(tmp_path: Path, ran: list[str]) -> None:
    files = course()
    set_at(files, T, "/solution", "print(9)")
    for _ in range(2):
        assert "print(9)" in run_again(tmp_path, files, ran)


def test_the_judges_python_and_code_are_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    task: dict[str, Any] = {"id": "a", "tests": []}
    before = digest_of(task, "1", "OK")
    assert digest_of(task, "1", "WA") != before
    builder.remembered.judge_digest.cache_clear()
    monkeypatch.setattr("platform.python_version", lambda: "9.9.9")
    try:
        assert digest_of(task, "1", "OK") != before
    finally:
        builder.remembered.judge_digest.cache_clear()


@pytest.mark.parametrize(
    "damage", [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / NAME).write_bytes(damage)
    for _ in range(2):
        with Remembered(tmp_path) as remembered:
            remembered.put("a", ["01"])
    with Remembered(tmp_path) as remembered:
        assert remembered.get("a") == ["01"]


def test_without_a_cache_everything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Remembered(tmp_path / "file") as remembered:
        remembered.put("a", [])
        assert remembered.get("a") is None


@pytest.mark.parametrize("unsound", ["", "{", "[1]", '{"a": 1}', "null"])
def test_an_unsound_line_is_not_believed(tmp_path: Path, unsound: str) -> None:
    with Remembered(tmp_path) as remembered:
        remembered.put("a", [])
    with sqlite3.connect(tmp_path / NAME) as store:
        store.execute("UPDATE results SET failed = ?", (unsound,))
    store.close()
    with Remembered(tmp_path) as remembered:
        assert remembered.get("a") is None


def test_it_stays_small_and_keeps_what_was_used_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder.remembered, "MAX_RESULTS", 2)
    times = iter(range(100))
    monkeypatch.setattr(builder.remembered, "_now", lambda: next(times))
    with Remembered(tmp_path) as remembered:
        for name in "abc":
            remembered.put(name, [])
        assert remembered.get("a") == []
    with Remembered(tmp_path) as remembered:
        assert [remembered.get(name) for name in "abc"] == [[], None, []]


def many(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", MANY, str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_several_checks_at_once(tmp_path: Path) -> None:
    running = [many(tmp_path, name, 100) for name in "abc"]
    for each in running:
        each.communicate()
    assert [each.returncode for each in running] == [0, 0, 0]
    with Remembered(tmp_path) as remembered:
        known = [remembered.get(f"{name}-{number}") for name in "abc" for number in range(100)]
    assert known == [["01"]] * 300


def test_a_killed_check_leaves_it_whole(tmp_path: Path) -> None:
    writing = many(tmp_path, "a", 1_000_000)
    assert writing.stdout is not None
    done = [writing.stdout.readline() for _ in range(50)]
    os.kill(writing.pid, signal.SIGKILL)
    writing.communicate()
    with Remembered(tmp_path) as remembered:
        assert [remembered.get(f"a-{number.strip()}") for number in done] == [["01"]] * 50
