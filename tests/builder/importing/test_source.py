from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from builder.importing.source import opened_source
from builder.problems import UserError
from tests.builder.packages import Content, write, write_zip

PAIR: dict[str, Content] = {"1.in": "1", "1.out": "1"}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("bank.xml", "\ufeff<?xml version='1.0'?>\n<quiz/>", "moodle"),
        ("bank.txt", "<!-- made by hand -->\n<quiz></quiz>", "moodle"),
        ("bank.txt", "Capital? {=Paris ~Lyon}", "gift"),
        ("bank.txt", "::Name:: True? {T}", "gift"),
        ("bank.txt", "Capital? {\n  =Paris\n  ~Lyon\n}", "gift"),
        ("bank.txt", "True? {TRUE#No.#Yes.}", "gift"),
        ("bank.gift", "nothing yet", "gift"),
    ],
)
def test_files_are_known_by_their_content(tmp_path: Path, name: str, content: str, kind: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with opened_source(tmp_path / name, None) as source:
        assert source.kind == kind


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"problem.yaml": "name: A"}, "problem"),
        ({"one/problem.yaml": "name: A", "two/problem.yaml": "name: B"}, "problem"),
        (PAIR, "tests"),
        ({"tests/1.in": "1", "tests/1.ans": "1"}, "tests"),
    ],
)
def test_folders_and_zips_too(tmp_path: Path, files: dict[str, Content], kind: str) -> None:
    with opened_source(write(tmp_path / "folder", files), None) as source:
        assert (source.kind, source.name) == (kind, "folder")
    with opened_source(write_zip(tmp_path / "packed.zip", files, "inner/"), None) as source:
        assert (source.kind, source.name) == (kind, "packed")


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", "Just a letter."), ("a.html", "<html></html>"), ("a.bin", "\x00\x01")]
)
def test_what_is_none_of_them(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UserError, match="nothing that can be imported"), opened_source(tmp_path / name, None):
        pass


def test_what_cannot_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (
        pytest.raises(UserError, match="neither a file nor a folder"),
        opened_source(tmp_path / "pipe", None),
    ):
        pass
    (tmp_path / "a.xml").write_text("<quiz/>")

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    with (
        pytest.raises(UserError, match=r"a\.xml cannot be read: Permission denied"),
        opened_source(tmp_path / "a.xml", None) as source,
    ):
        monkeypatch.setattr(Path, "read_bytes", refuse)
        source.read(["en"])


def test_wrong_calls(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x {T}")
    with pytest.raises(UserError, match="does not exist"), opened_source(tmp_path / "gone", None):
        pass
    with (
        pytest.raises(UserError, match="cannot be read as ‘tests’"),
        opened_source(tmp_path / "a.txt", "tests"),
    ):
        pass
    with pytest.raises(UserError, match="there is no problem package"), opened_source(tmp_path, "problem"):
        pass


def test_as_says_what_content_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Explain it all. {}", encoding="utf-8")
    with opened_source(tmp_path / "a.txt", "gift") as source:
        assert [each.message for each in source.read(["en"]).log.left] == [
            "the question: an essay, which no program can mark"
        ]


@pytest.mark.parametrize("name", ["../../evil.in", "/etc/evil.in", "C:\\evil.in", "a\\..\\evil.in"])
def test_a_zip_cannot_write_outside(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.in", "1")
        archive.writestr(zipfile.ZipInfo(name), "evil")
    with pytest.raises(UserError, match=r"a\.zip: "), opened_source(tmp_path / "a.zip", None):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.in", b"0" * 50_000_000)
    with pytest.raises(UserError, match=r"a\.zip: "), opened_source(tmp_path / "a.zip", None):
        pass


def test_a_folder_of_tests(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "public/1.in": "1",
        "public/1.out": "2",
        "2.in": "2",
        "2.ans": "4",
        "10.in": "3",
        "10.out": "6",
        "README.md": "# Twice\n\nDouble it.",
        "solution.py": "print(int(input()) * 2)",
        "wrong/same.py": "print(input())",
        "gen.cpp": "x",
    }
    with opened_source(write(tmp_path / "double_it", files), None) as source:
        haul = source.read(["en"])
    (task,) = haul.tasks
    assert task.data == {"id": "double_it", "title": "Twice", "description": "Double it."}
    assert sorted(task.files) == [
        *("solution.py", "tests/private/10.in", "tests/private/10.out", "tests/private/2.in"),
        *("tests/private/2.out", "tests/public/public-1.in", "tests/public/public-1.out", "wrong/same.py"),
    ]
    assert [(each.file, each.message) for each in haul.log.left] == [
        ("double_it/gen.cpp", "a file that is no test")
    ]


def test_the_first_test_is_public_where_no_name_says(tmp_path: Path) -> None:
    files: dict[str, Content] = {**PAIR, "2.in": "2", "2.out": "2"}
    with opened_source(write(tmp_path / "same", files), None) as source:
        haul = source.read(["en"])
    assert [name for name in haul.tasks[0].files if "/public/" in name] == [
        "tests/public/1.in",
        "tests/public/1.out",
    ]
    assert [each.message for each in haul.log.left] == [
        "which tests are public, which no name says: the first, 1, is; the others are private",
        "a description, which is not there: write it in task.json",
    ]


@pytest.mark.parametrize(
    ("text", "language"), [("Столица Франции? {=Париж}", "ru"), ("Capital? {=Paris}", "en")]
)
def test_a_new_course_takes_the_language_of_the_bank(tmp_path: Path, text: str, language: str) -> None:
    (tmp_path / "a.gift").write_text(text, encoding="utf-8")
    with opened_source(tmp_path / "a.gift", None) as source:
        assert source.languages == [language]
