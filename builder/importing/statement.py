"""Reads the statements of a problem package: Markdown or LaTeX, one for each language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Any

from markdown import Markdown

from builder.importing.haul import Haul
from builder.importing.latex import read_latex
from builder.importing.markdown import from_html
from builder.importing.pictures import PICTURES, Pictures
from builder.importing.tree import Tree

FOLDERS = ("statement", "problem_statement")
NAME = re.compile(r"problem(?:\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.(md|tex)")
# Kattis writes formulas in dollars and names samples and the image of a remark in double braces.
SAMPLE = re.compile(r"\{\{[^{}]*\}\}")
DOLLARS = re.compile(r"(?<![\\$])(\$\$?)(?!\s)(.+?)(?<![\s\\])\1(?!\d)", re.DOTALL)
CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]+`)", re.DOTALL)


def read_statements(
    tree: Tree, haul: Haul, folder: str, languages: list[str], names: str | dict[str, str]
) -> dict[str, Any]:
    """Return `title` and `description`, by language when there are several; pictures go into `haul`."""
    found = {language: _statement(tree, path, haul, folder) for language, path in _files(tree)}
    others = [path for path in tree.below("") if path.split("/")[0] in FOLDERS and path.endswith(".pdf")]
    for path in others:
        tree.at(path).leave("a statement as PDF")
    if not found:
        tree.place.leave("the statement, which is not there as Markdown or LaTeX: write the description")
    kept = _wanted(list(found), languages)
    for language in found.keys() - set(kept):
        tree.place.leave(f"the statement in ‘{language}’, which is no language of the course")
    titles = {language: _title(names, language) or found[language][0] or tree.place.file for language in kept}
    plain_title = _title(names, languages[0] if languages else "en") or tree.place.file
    return {
        "title": _by_language(titles, plain_title),
        "description": _by_language({language: found[language][1] for language in kept}, plain_title),
    }


def statement_languages(paths: Iterable[str]) -> list[str]:
    """Return the languages of a package's statements, of which a new course takes its own."""
    matches = [NAME.fullmatch(posixpath.basename(path)) for path in paths if path.split("/")[0] in FOLDERS]
    return list(dict.fromkeys((match[1] or "en").lower() for match in matches if match))


def _files(tree: Tree) -> list[tuple[str, str]]:
    """Return a language and a file for each statement; Markdown goes before LaTeX."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in tree.below(folder, ".md", ".tex"):
            if match := NAME.fullmatch(path.removeprefix(f"{folder}/")):
                found.setdefault((match[1] or "en").lower(), path)
    return sorted(found.items(), key=lambda item: (item[0] != "en", item[0]))


def _wanted(found: list[str], languages: list[str]) -> list[str]:
    """Return the languages to keep: those of the course, else the first."""
    kept = [language for language in found if language in languages]
    return kept or (found if not languages else found[:1])


def _by_language(texts: dict[str, str], plain: str) -> str | dict[str, str]:
    if len(texts) > 1:
        return texts
    return next(iter(texts.values()), plain)


def _title(names: str | dict[str, str], language: str) -> str:
    name = names if isinstance(names, str) else names.get(language) or next(iter(names.values()), "")
    return " ".join(name.split())[:300]


def _statement(tree: Tree, path: str, haul: Haul, folder: str) -> tuple[str, str]:
    """Return the title that a statement gives, if any, and its text in our Markdown."""
    place = tree.at(path)
    source = tree.text(path) or ""
    pictures = Pictures(haul.assets, folder, _pictures(tree, posixpath.dirname(path)))
    if path.endswith(".tex"):
        title, markup = read_latex(source, place)
    else:
        title, markup = "", _html(source)

    def picture(address: str) -> str | None:
        return pictures.take(_with_kind(address, tree, path), place)

    return title, from_html(markup, picture, place.leave)


def _html(source: str) -> str:
    """Return the HTML of Kattis' Markdown, with formulas as Moodle and we know them."""
    pieces = [
        each if number % 2 else DOLLARS.sub(_formula, SAMPLE.sub("", each))
        for number, each in enumerate(CODE.split(source))
    ]
    return Markdown(extensions=["extra", "sane_lists"]).convert("".join(pieces))


def _formula(match: re.Match[str]) -> str:
    opening, closing = ("\\\\[", "\\\\]") if match[1] == "$$" else ("\\\\(", "\\\\)")
    tex = re.sub(r"([\\*_\[\]{}<>#+!-])", r"\\\1", match[2]).replace("\\<", "&lt;").replace("\\>", "&gt;")
    return f"{opening}{tex}{closing}"


def _pictures(tree: Tree, folder: str) -> dict[str, bytes]:
    kinds = tuple(f".{kind}" for kind in PICTURES)
    return {
        path[len(folder) + 1 :]: tree.files[path].read_bytes()
        for path in tree.below(folder)
        if path.lower().endswith(kinds)
    }


def _with_kind(address: str, tree: Tree, path: str) -> str:
    """Return a picture's name with the ending that LaTeX lets people leave out."""
    if "." in posixpath.basename(address):
        return address
    folder = posixpath.dirname(path)
    return next(
        (f"{address}.{kind}" for kind in sorted(PICTURES) if f"{folder}/{address}.{kind}" in tree.files),
        address,
    )
