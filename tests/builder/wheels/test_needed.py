"""What authors hear about packages that cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder.build import check
from builder.problems import Problem
from tests.builder.packages import Files, good, set_at, write, write_zip
from tests.builder.wheels.index import index
from tests.builder.wheels.making import wheel


def course(*packages: str) -> Files:
    set_at(files := good(), "manifest.json", "/packages", list(packages))
    return files


def said(root: Path, wheels: Path | None, *packages: str) -> list[tuple[str, str]]:
    found = check([write(root / "small", course(*packages))], wheels=wheels)
    assert all(problem.file == "small/manifest.json" and "\n" not in problem.message for problem in found)
    return [(problem.pointer, problem.message) for problem in found]


def test_a_name_that_does_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index(tmp_path / "index", [wheel(tmp_path / "w")], monkeypatch)
    message = (
        "‘oen’ cannot be had: the registry has no wheel of it that runs in the browser; is the name right?"
        " If so, put its wheel into the course's folder wheels, or into one that you name with --wheels."
    )
    assert said(tmp_path, None, "one", "oen") == [("/packages/1", message)]


def test_a_folder_without_the_wheel(tmp_path: Path) -> None:
    wheel(tmp_path / "w")
    message = f"‘two’ cannot be had: there is no wheel of it in {tmp_path / 'w'} that fits; put one there."
    assert said(tmp_path, tmp_path / "w", "one", "two") == [("/packages/1", message)]


def test_a_wheel_of_the_course_for_another_platform(tmp_path: Path) -> None:
    wheel(tmp_path / "small/wheels", tag="cp314-cp314-win_amd64")
    ((pointer, message),) = said(tmp_path, None, "one")
    assert pointer == "/packages/0"
    assert (
        "one-1.0-cp314-cp314-win_amd64.whl in the course's folder wheels is for another platform" in message
    )


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    index(tmp_path / "index", [wheel(tmp_path / "w")], monkeypatch)
    (cache / "packages").write_text("a file", encoding="ascii")
    ((pointer, message),) = said(tmp_path, None, "one")
    assert pointer == "/packages"
    assert "packages, where packages are kept, cannot be written: " in message


def hostile(root: Path) -> list[Problem]:
    wheel(root / "small/wheels", files={"../one.py": ""})
    return check([write(root / "small", course())])


def test_a_hostile_wheel_that_nobody_asks_for(tmp_path: Path) -> None:
    """Packs are checked without their packages being looked for."""
    (problem,) = hostile(tmp_path)
    assert problem.file == "small/wheels/one-1.0-py3-none-any.whl"
    assert (problem.severity, "leads out of" in problem.message) == ("error", True)


@pytest.mark.parametrize("folder", ["", "small/"])
def test_a_zipped_course_brings_its_wheels(tmp_path: Path, folder: str) -> None:
    path = wheel(tmp_path / "w")
    files = {**course("one"), f"wheels/{path.name}": path.read_bytes()}
    assert check([write_zip(tmp_path / "small.zip", files, folder)]) == []


@pytest.mark.parametrize(
    "place", ["assets/one-1.0-py3-none-any.whl", "wheels/more/one-1.0-py3-none-any.whl", "one.whl"]
)
def test_a_zipped_course_has_archives_nowhere_else(tmp_path: Path, place: str) -> None:
    files = {**course(), place: wheel(tmp_path / "w").read_bytes()}
    (problem,) = check([write_zip(tmp_path / "small.zip", files)])
    assert "is itself an archive; take it out" in problem.message


def test_other_files_in_the_folder_are_not_used(tmp_path: Path) -> None:
    wheel(tmp_path / "small/wheels")
    write(tmp_path / "small", {"wheels/notes.txt": "x", "wheels/more/two-1.0-py3-none-any.whl": "x"})
    found = check([write(tmp_path / "small", course("one"))])
    assert sorted((problem.file, problem.severity) for problem in found) == [
        ("small/wheels/more/two-1.0-py3-none-any.whl", "warning"),
        ("small/wheels/notes.txt", "warning"),
    ]


def test_a_course_without_packages_does_not_wait_for_what_they_need(tmp_path: Path) -> None:
    write(tmp_path / "small", good())
    code = (
        "import pathlib, sys; from builder.build import check; check([pathlib.Path(sys.argv[1])])\n"
        "print(sorted({'packaging', 'pydantic', 'pyodide_lock', 'builder.wheels.wheel'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "small")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"
