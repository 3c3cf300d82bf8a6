"""`knapsack keys`, `pack`, `install` and `update` as people use them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from builder.cli import main
from builder.commands.install import install_command
from builder.commands.keys import keys_command
from builder.commands.pack import pack_command
from builder.commands.update import update_command
from builder.resources import schema
from tests.builder.packages import EVERYTHING, set_at, write
from tests.builder.packs.making import course, with_secrets
from tests.builder.terminals import on_a_terminal
from tests.builder.test_docs import fields

DOCS = Path(__file__).parents[3] / "docs/packs.md"


class Computer:
    """Someone's computer: a folder with keys and courses."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        folder.mkdir()

    def run(self, *command: str | Path, status: int = 0) -> str:
        """Return what a command prints; the error when it ends with a status."""
        keys = [] if command[0] == "check" else ["--keys", str(self.folder / "keys")]
        with pytest.raises(SystemExit) as left:
            main([*map(str, command), *keys])
        out, err = self._capsys.readouterr()
        assert left.value.code == status, err
        return err if status else out


@pytest.fixture
def author(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Computer:
    return Computer(tmp_path / "author", capsys)


@pytest.fixture
def teacher(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Computer:
    return Computer(tmp_path / "teacher", capsys)


def test_from_an_author_to_a_school(author: Computer, teacher: Computer) -> None:
    school = teacher.run("keys", "new", "school-7", "--school").strip()
    publisher = author.run("keys", "new", "anna").strip()
    source, packed = write(author.folder / "small", with_secrets()), author.folder / "course_small.zip"
    assert "small 1.0.0" in author.run("pack", source, "--seal-to", school, "--out", author.folder)
    courses = ["--courses", str(teacher.folder / "courses")]
    refused = teacher.run("install", packed, *courses, status=2)
    assert f"knapsack keys trust {publisher}" in refused
    assert refused.count("\n") == 1
    teacher.run("keys", "trust", publisher, "--name", "anna")
    assert "open on this computer" in teacher.run("install", packed, *courses)
    assert teacher.run("check", teacher.folder / "courses") == ""

    set_at(files := with_secrets(), "manifest.json", "/version", "1.1.0")
    write(author.folder / "small", files)
    newer = author.folder / "newer.zip"
    author.run("pack", author.folder / "small", "--seal-to", school, "--out", newer)
    author.run("update", "make", packed, newer, "--out", author.folder)
    update = author.folder / "update_small_1.0.0_1.1.0.zip"
    done = json.loads(teacher.run("update", "apply", update, *courses, "--json"))
    assert (done["before"], done["version"], done["opened"]) == ("1.0.0", "1.1.0", True)
    assert "1.1.0 is installed" in teacher.run("install", packed, *courses, status=2)
    teacher.run("install", packed, *courses, "--downgrade")


def test_a_pack_is_reproducible(author: Computer) -> None:
    author.run("keys", "new", "anna")
    for name in ("a.zip", "b.zip"):
        author.run("pack", EVERYTHING, "--out", author.folder / name)
    assert (author.folder / "a.zip").read_bytes() == (author.folder / "b.zip").read_bytes()


def test_a_pack_is_a_zipped_course_too(author: Computer) -> None:
    author.run("keys", "new", "anna")
    author.run("pack", EVERYTHING, "--out", author.folder)
    assert author.run("check", author.folder / "course_everything.zip") == ""


def test_a_course_with_errors_is_not_packed(author: Computer) -> None:
    author.run("keys", "new", "anna")
    set_at(files := course(), "tasks/sum.json", "/titel", "x")
    said = author.run("pack", write(author.folder / "small", files), "--out", author.folder, status=1)
    assert "‘titel’ is not a field" in said
    assert "Nothing was packed" in said
    assert not list(author.folder.glob("*.zip"))


def test_only_what_belongs_to_the_course_is_packed(
    author: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    author.run("keys", "new", "anna")
    junk = {".git/config": "x", "__pycache__/a.pyc": "x", ".DS_Store": "x", "notes/todo.md": "x"}
    root = write(author.folder / "small", {**course(), **junk})
    with pytest.raises(SystemExit):
        main(["pack", str(root), "--keys", str(author.folder / "keys"), "--out", str(author.folder)])
    assert "left out, for it is no part of a course: notes/todo.md" in capsys.readouterr().err
    data = (author.folder / "course_small.zip").read_bytes()
    assert all(name.encode() not in data for name in junk)


def test_keys_are_listed_and_passed_on(author: Computer, teacher: Computer) -> None:
    text = author.run("keys", "new", "anna").strip()
    assert author.run("keys", "export", "anna").strip() == text
    author.run("keys", "export", "anna", "--out", author.folder / "anna.pub")
    said = teacher.run("keys", "trust", author.folder / "anna.pub")
    [key] = json.loads(teacher.run("keys", "list", "--json"))
    assert (key["name"], key["kind"], key["own"], key["key"]) == ("anna", "publisher", False, text)
    assert key["fingerprint"] in said
    listed = author.run("keys", "list")
    assert key["fingerprint"] in listed
    assert text in listed
    assert "private" not in listed
    teacher.run("keys", "distrust", "anna")
    assert teacher.run("keys", "list") == ""


@pytest.mark.parametrize(
    "command",
    [
        ["keys", "new", "../x"],
        ["keys", "trust", "publisher:ABCD"],
        ["keys", "trust", "nowhere.pub"],
        ["keys", "export", "nobody"],
        ["keys", "distrust", "nobody"],
        ["pack", EVERYTHING],
        ["pack", "nowhere"],
        ["install", "nowhere.zip"],
        ["update", "make", "nowhere.zip", "nowhere.zip"],
        ["update", "apply", "nowhere.zip"],
    ],
)
def test_a_mistake_is_one_line(author: Computer, command: list[str | Path]) -> None:
    said = author.run(*command, status=2)
    assert said.startswith("knapsack: ")
    assert said.count("\n") == 1


def test_where_a_pack_may_go(author: Computer) -> None:
    author.run("keys", "new", "anna")
    said = author.run("pack", EVERYTHING, "--out", author.folder / "nowhere", status=2)
    assert "neither a folder nor the name of a .zip file" in said
    said = author.run("pack", EVERYTHING, "--out", author.folder / "nowhere/a.zip", status=2)
    assert "cannot be written" in said


def commands(command: click.Command, name: str) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {name: command}
    return {f"{name} {each}": inner for each, inner in command.commands.items()}


def test_every_command_and_option_is_documented() -> None:
    page = DOCS.read_text(encoding="utf-8")
    every = commands(keys_command, "keys") | commands(update_command, "update")
    for name, command in (every | {"pack": pack_command, "install": install_command}).items():
        assert f"knapsack {name}" in page
        options = [option for parameter in command.params for option in parameter.opts]
        assert [each for each in options if each.startswith("--") and f"`{each}`" not in page] == []


def test_the_guide_names_what_is_in_a_pack() -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert [name for name in sorted(fields(schema("pack"))) if f"`{name}`" not in page] == []
    assert re.search(
        r"`\.knapsack/contents\.json`.*`\.knapsack/signature`.*`\.knapsack/sealed`", page, re.DOTALL
    )


def test_a_bar_on_a_terminal_and_clean_output(tmp_path: Path, author: Computer) -> None:
    author.run("keys", "new", "anna")
    keys, courses = ("--keys", author.folder / "keys"), ("--courses", tmp_path / "courses")
    for version in ("1.0.0", "1.1.0"):
        source, packed = write(tmp_path / version / "small", course(version)), tmp_path / f"{version}.zip"
        out, shown = on_a_terminal("pack", source, "--out", packed, *keys)
        assert out.startswith(f"{packed}: small {version}")
        assert "check" in shown  # what is done last stays until the end
    out, shown = on_a_terminal("install", tmp_path / "1.0.0.zip", "--json", *courses, *keys)
    assert json.loads(out)["version"] == "1.0.0"
    assert "install" in shown
    update = tmp_path / "update.zip"
    out, shown = on_a_terminal(
        "update", "make", tmp_path / "1.0.0.zip", tmp_path / "1.1.0.zip", "--out", update, *keys
    )
    assert "check" in shown
    out, shown = on_a_terminal("update", "apply", update, "--json", *courses, *keys)
    assert json.loads(out)["version"] == "1.1.0"
    assert "install" in shown
