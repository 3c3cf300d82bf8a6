from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.licences import TEXTS, licence_files
from builder.messages import languages, messages
from builder.stick.files import README, readme, stick_files
from tests.builder.packages import EVERYTHING, Files, good, write

ROOT = Path(__file__).parents[3]


def test_a_stick_has_the_site_and_what_belongs_to_it() -> None:
    files, problems = stick_files(EVERYTHING)
    assert problems == []
    assert {"index.html", "en/index.html", "ru/index.html", README, "licences/README.txt"} <= set(files)
    text = files[README].decode("utf-8-sig")
    assert "LEARN PYTHON" in text
    assert "УЧИМ PYTHON" in text


def test_a_stick_in_one_language(tmp_path: Path) -> None:
    files: Files = good()
    text = stick_files(write(tmp_path / "small", files))[0][README].decode("utf-8-sig")
    assert "УЧИМ" not in text


def test_a_language_without_a_page_gets_the_english_one() -> None:
    assert readme(["tlh"]) == readme(["en"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_names_the_buttons_as_they_are(language: str) -> None:
    text = re.sub(r"\s+", " ", readme([language]).decode("utf-8-sig"))
    assert language in languages()
    for key in ("progress.save", "progress.load"):
        assert messages(language)[key] in text
    assert "index.html" in text


def test_old_editors_show_it() -> None:
    page = readme(["en", "ru"])
    assert page.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in page.replace(b"\r\n", b"")
    assert max(map(len, page.decode("utf-8-sig").splitlines())) <= 72


def test_every_part_has_its_licence() -> None:
    page = (TEXTS / "README.txt").read_text(encoding="utf-8")
    table = (ROOT / "docs/third-party.md").read_text(encoding="utf-8")
    parts = re.findall(r"^\| (?!Part|---)([A-Za-z-]+)", table, re.MULTILINE)
    assert {"Pyodide", "CodeMirror", "Mermaid", "Material"} <= set(parts)
    assert [part for part in parts if part not in page] == []


def test_every_licence_that_the_list_names_is_there() -> None:
    found = licence_files()
    page = found["licences/README.txt"].decode()
    cells = {cell for line in page.splitlines() for cell in re.split(r"  +", line)}
    named = {cell.removesuffix(" (the same licence)") for cell in cells if ".txt" in cell and "/" not in cell}
    assert {f"licences/{name}" for name in named} == set(found) - {"licences/README.txt"}
    assert b"Mozilla Public License Version 2.0" in found["licences/MPL-2.0.txt"]
    assert b"PYTHON SOFTWARE FOUNDATION LICENSE" in found["licences/Python.txt"]
    assert b"Martin Donath" in found["licences/Material for MkDocs.txt"]
    assert b"Apache License" in found["licences/Knapsack.txt"]
