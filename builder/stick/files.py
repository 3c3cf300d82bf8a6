"""What goes on a stick: the site, and a page in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.build import build
from builder.problems import Problem

HERE = Path(__file__).resolve().parent
README = "README.txt"
FALLBACK = "en"
MESSAGES = re.compile(r"assets/knapsack/messages\.([\w-]+)\.js")
LINE = "\n" + "-" * 64 + "\n\n"


def stick_files(
    courses: Path, report: Callable[[str], None] = lambda phase: None, wheels: Path | None = None
) -> tuple[dict[str, bytes], list[Problem]]:
    """Build the courses and return every file of a stick by its path, and the warnings.

    Takes and raises what `builder.build.build` does.
    """
    with TemporaryDirectory(prefix="knapsack-") as folder:
        site = Path(folder) / "site"
        problems = build(courses, site, report, wheels=wheels)
        found = sorted(path for path in site.rglob("*") if path.is_file())
        files = {path.relative_to(site).as_posix(): path.read_bytes() for path in found}
    return files | {README: readme(_languages(files))}, problems


def _languages(files: dict[str, bytes]) -> list[str]:
    return [match[1] for path in files if (match := MESSAGES.fullmatch(path))]


def readme(languages: list[str]) -> bytes:
    """Return the page in plain words, in every language that we have it in, else in English.

    The mark at its beginning and the line ends let old editors show it rightly.
    """
    known = [language for language in languages if _page(language).is_file()] or [FALLBACK]
    text = LINE.join(_page(language).read_text(encoding="utf-8") for language in known)
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _page(language: str) -> Path:
    return HERE / "readme" / f"{language}.txt"
