"""`knapsack stick` as people use it."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from builder.cli import main
from builder.commands.stick import stick_command
from tests.builder.packages import good, set_at, write

DOCS = Path(__file__).parents[3] / "docs/sticks.md"


def run(*command: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["stick", *map(str, command)])
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    write(tmp_path / "courses/small", good())
    return tmp_path / "courses"


def test_a_stick_and_a_zip_of_the_same_files(
    tmp_path: Path, courses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick, archive = tmp_path / "stick", tmp_path / "site.zip"
    assert run(stick, "--courses", courses, "--zip", archive) == 0
    out, err = capsys.readouterr()
    assert f"The stick is ready: {stick}" in out
    assert err == ""
    check = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=stick, check=False
    )
    assert check.returncode == 0
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        found = {path.relative_to(stick).as_posix() for path in stick.rglob("*") if path.is_file()}
        assert set(opened.namelist()) == found
        assert all(opened.read(name) == (stick / name).read_bytes() for name in found)


def test_a_changed_course_changes_few_files(
    tmp_path: Path, courses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    assert run(stick, "--courses", courses) == 0
    write(stick, {"knapsack-Anna.json": "{}"})
    assert run(stick, "--courses", courses) == 0
    assert "(0 files written" in capsys.readouterr().out
    write(courses / "small", {"theory/01.md": "# First\n\nChanged.\n"})
    assert run(stick, "--courses", courses) == 0
    assert "Changed." in (stick / "en/small/first.html").read_text(encoding="utf-8")
    written = int(capsys.readouterr().out.split("(")[1].split(" ")[0])
    assert 1 <= written <= 3
    assert (stick / "knapsack-Anna.json").read_text() == "{}"


def test_only_a_zip(tmp_path: Path, courses: Path) -> None:
    assert run("--courses", courses, "--zip", tmp_path / "site.zip") == 0
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("pytest")) == [
        "courses",
        "site.zip",
    ]


def test_a_course_with_errors(tmp_path: Path, courses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick = tmp_path / "stick"
    set_at(files := good(), "tasks/sum.json", "/titel", "x")
    write(courses / "small", files)
    assert run(stick, "--courses", courses) == 1
    assert "Nothing was written: mend the errors above." in capsys.readouterr().err
    assert not stick.exists()


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["{courses}"],
        ["{courses}/small/stick"],
        ["{tmp}/nowhere/stick"],
        ["{courses}/small/manifest.json"],
        ["--zip", "{tmp}"],
        ["--zip", "{tmp}/a.tar"],
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, courses: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.format(courses=courses, tmp=tmp_path) for word in command]
    assert run(*words, "--courses", courses) == 2
    err = capsys.readouterr().err
    assert err.startswith("knapsack: ")
    assert err.count("\n") == 1


def test_every_option_is_documented() -> None:
    page = DOCS.read_text(encoding="utf-8")
    options = [option for parameter in stick_command.params for option in parameter.opts]
    assert [each for each in options if each.startswith("--") and f"`{each}`" not in page] == []
    assert "knapsack stick" in page
