from __future__ import annotations

from pathlib import Path

import pytest

from builder.load import find_packages, opened_package
from builder.problems import UserError
from tests.builder.packages import EVERYTHING, good, write, write_zip


def test_a_folder_of_packages(tmp_path: Path) -> None:
    write(tmp_path / "b", good())
    write_zip(tmp_path / "a.zip", good())
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "notes.txt").touch()
    assert [path.name for path in find_packages(tmp_path)] == ["a.zip", "b"]


def test_a_package_itself(tmp_path: Path) -> None:
    write(tmp_path, good())
    assert find_packages(tmp_path) == [tmp_path]


@pytest.mark.parametrize("name", ["none", "empty", "file.txt"])
def test_no_package(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").touch()
    with pytest.raises(UserError):
        find_packages(tmp_path / name)


def test_a_folder_task_with_all_its_files() -> None:
    with opened_package(EVERYTHING) as package:
        source = next(task for task in package.tasks if task.data["id"] == "guess")
    assert source.checker_source is not None
    assert "def check" in source.checker_source
    assert source.solution is not None
    assert [(wrong.file.rsplit("/", 1)[1], wrong.verdict) for wrong in source.wrong] == [
        ("one.py", "WA"),
        ("words.py", None),
    ]
    assert [
        (test["name"], test["private"], test["input"], test["expected"]) for test in source.file_tests
    ] == [
        ("01", False, "15\n", "3 5\n"),
        ("02", True, "91\n", "7 13\n"),
    ]


def test_a_zip_is_the_same_as_its_folder(tmp_path: Path) -> None:
    files = {path.relative_to(EVERYTHING).as_posix(): path.read_bytes() for path in EVERYTHING.rglob("*.*")}
    with (
        opened_package(EVERYTHING) as folder,
        opened_package(write_zip(tmp_path / "everything.zip", files, "everything/")) as unpacked,
    ):
        assert unpacked.texts == folder.texts
        assert unpacked.tasks == folder.tasks
        assert list(unpacked.problems) == list(folder.problems) == []


def test_a_broken_zip_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x")
    with opened_package(tmp_path / "a.zip") as package:
        assert [problem.file for problem in package.problems] == ["a.zip"]


def test_links_out_of_a_folder_are_problems_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    root = write(tmp_path / "small", good())
    (root / "assets").symlink_to(tmp_path)
    (root / "theory/03.md").symlink_to(secret)
    with opened_package(root) as package:
        assert {problem.file for problem in package.problems} == {"small/assets", "small/theory/03.md"}
        assert "theory/03.md" not in package.texts
