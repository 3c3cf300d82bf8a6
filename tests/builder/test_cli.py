from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli import main
from tests.builder.packages import EVERYTHING, good, set_at, write


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    set_at(files := good(), "tasks/sum.json", "/titel", "x")
    return write(tmp_path / "small", files)


def test_check_a_clean_course(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", EVERYTHING) == 0
    assert capsys.readouterr() == ("", "")


def test_check_lists_problems(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", broken) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "small/tasks/sum.json#/titel: error: ‘titel’ is not a field of a task." in err


def test_check_as_json(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--json", broken, EVERYTHING) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert set(json.loads(out)[0]) == {"file", "pointer", "message", "severity"}
    assert run("check", "--json", EVERYTHING) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_at(files := good(), "tasks/sum.json", "/solution", "print(4)")
    assert run("check", "--run", write(tmp_path / "small", files)) == 1
    assert "The solution gets WA in test 01" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "nowhere"],
        ["check", "--jsno", "."],
        ["build", "--courses", "nowhere"],
        ["build", "surplus"],
        ["unknown"],
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("knapsack: ")
    assert err.count("\n") == 1


def test_build_says_what_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--courses", EVERYTHING, "--out", tmp_path / "site") == 0
    out, err = capsys.readouterr()
    assert out == f"The site is ready: {tmp_path / 'site/index.html'}\n"
    assert err == ""


def test_build_of_a_broken_course(broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--courses", broken, "--out", tmp_path / "site") == 1
    err = capsys.readouterr().err
    assert "‘titel’ is not a field" in err
    assert err.endswith("Nothing was built: mend the errors above.\n")


def test_the_defaults_are_courses_and_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "courses/small", good())
    monkeypatch.chdir(tmp_path)
    assert run("build") == 0
    assert (tmp_path / "site/index.html").is_file()


def test_python_m_builder_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "builder", "check", str(EVERYTHING)], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
