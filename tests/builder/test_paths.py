from __future__ import annotations

from pathlib import Path

import pytest

from builder.paths import case_clash, name_fault, path_fault, walk


@pytest.mark.parametrize(
    "name", ["a", "sum.json", "Ürlaub.md", "с пробелом.md", "console.md", "a.b.c", "-", "nul-1"]
)
def test_safe_names(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "CON",
        "con.json",
        "Nul.tar.gz",
        "COM1",
        "lpt9.txt",
        "COM¹",
        "aux ",
        "a:b",
        "a|b",
        'a"b',
        "a\\b",
        "a\nb",
        "a\x00",
        "end.",
        "end ",
        "a" * 121,
        "CONIN$",
        "a*",
        "a?",
        "<a>",
        "con .txt",
    ],
)
def test_unsafe_names(name: str) -> None:
    assert name_fault(name)


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "C:/x", "c:x", "../x", "a/../../x", "a/..", "a//b", "a/CON/b", "..\\x", "\\\\host\\x"],
)
def test_unsafe_paths(path: str) -> None:
    assert path_fault(path)


@pytest.mark.parametrize("path", ["a", "a/b.md", "theory/01_intro.ru.md"])
def test_safe_paths(path: str) -> None:
    assert path_fault(path) is None


@pytest.mark.parametrize("paths", [["a/X", "A/y"], ["é", "e\u0301"], ["a", "a"], ["straße", "STRASSE"]])
def test_names_that_clash(paths: list[str]) -> None:
    assert case_clash(paths)


def test_names_that_do_not_clash() -> None:
    assert case_clash(["a/b", "a/c", "b/a"]) is None


def test_walk_lists_links_without_following_them(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/a.txt").touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / "link").symlink_to("/")
    assert [path for path, _ in walk(tmp_path)] == ["inside", "link", "inside/a.txt"]
