"""Phase 4, render: lets MkDocs make the frame that pages of a language share; pages are put into it.

MkDocs is called as a tool, once for each language, with two pages of gaps instead of hundreds full of text.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import material  # type: ignore[import-untyped]

from builder import messages
from builder.resources import resource
from builder.slim import words_of_page, words_of_script

GAP = re.compile(r"@@([\w-]+)@@")
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# The catalogue lies in site/LANG/, all other pages in a folder of their course.
CATALOGUE, COURSE_PAGE = "index", "course/page"


@dataclass(frozen=True)
class Frame:
    """A rendered page with gaps: `pieces` are text, the name of a gap, text, and so on.

    >>> Frame.of("<h1>@@title@@</h1>").fill({"title": "Sum"})
    '<h1>Sum</h1>'
    """

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> Frame:
        """Return the frame that a page with gaps such as `@@title@@` is."""
        return cls(tuple(GAP.split(html)))

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page with `values`, which are HTML, in its gaps."""
        return "".join(values[each] if index % 2 else each for index, each in enumerate(self.pieces))


@dataclass(frozen=True)
class Theme:
    """What MkDocs made for a language: its frames by kind, the theme's own files by path, and their words."""

    frames: Mapping[str, Frame]
    files: Mapping[str, bytes]
    words: frozenset[str]


def render(languages: list[str]) -> dict[str, Theme]:
    """Return the theme of every language. All languages are rendered at the same time.

    Raises RuntimeError with what MkDocs said when it fails: its input is ours, so that is our own fault.
    """
    with TemporaryDirectory(prefix="knapsack-") as folder:
        work = Path(folder)
        started = [(language, _start(_prepared(language, languages, work))) for language in languages]
        # Wait for all before failing, so that none is left writing into a folder that is going away.
        outputs = [(language, process.communicate()[0], process.returncode) for language, process in started]
        for language, output, status in outputs:
            if status != 0:
                raise RuntimeError(f"MkDocs failed for ‘{language}’:\n{output}")
        return {language: _theme(work / language / "site") for language in languages}


def _start(config: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(config)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.Popen(  # noqa: S603  (our own interpreter and arguments)
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environment,
    )


def _prepared(language: str, languages: list[str], work: Path) -> Path:
    """Write the pages of gaps and the configuration for a language, and return the latter's path."""
    folder = work / language
    for kind in (CATALOGUE, COURSE_PAGE):
        page = folder / "docs" / f"{kind}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"---\n{as_yaml(_page_of_gaps(kind, languages))}\n---\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(as_yaml(_config(language, languages, folder)), encoding="utf-8")
    return config


def _page_of_gaps(kind: str, languages: list[str]) -> dict[str, Any]:
    gaps = {name: f"@@{name}@@" for name in ("title", "path", "canonical", "menu", "trail", "body")}
    alternates = {language: f"@@to-{language}@@" for language in languages}
    return {**gaps, "root": "../" * (kind.count("/") + 1), "alternates": alternates, "hide": ["toc"]}


def _config(language: str, languages: list[str], folder: Path) -> dict[str, Any]:
    alternates = [
        {"lang": each, "name": messages.language_name(each), "link": f"/{each}/"} for each in languages
    ]
    return {
        "INHERIT": str(resource("mkdocs.yml")),
        "site_name": messages.message(language, "site.name"),
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {
            "custom_dir": str(resource("site_overrides") / "theme"),
            "language": theme_language(language),
        },
        "extra": {
            "language": language,
            "messages": messages.messages(language),
            "alternate": alternates if len(alternates) > 1 else [],
        },
    }


def _theme(site: Path) -> Theme:
    pages = {kind: (site / f"{kind}.html").read_text(encoding="utf-8") for kind in (CATALOGUE, COURSE_PAGE)}
    files = [path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix != ".html"]
    scripts = [path.read_text(encoding="utf-8") for path in (site / "assets/javascripts").glob("*.js")]
    return Theme(
        {kind: Frame.of(html) for kind, html in pages.items()},
        {path.relative_to(site).as_posix(): path.read_bytes() for path in files},
        frozenset[str]().union(*map(words_of_page, pages.values()), *map(words_of_script, scripts)),
    )


def theme_language(language: str) -> str:
    """Return the language to ask Material for: English where it does not have the language.

    >>> theme_language("ru"), theme_language("tlh")
    ('ru', 'en')
    """
    known = Path(material.__file__).parent / "templates/partials/languages" / f"{language}.html"
    return language if known.is_file() else messages.FALLBACK


def as_yaml(value: object) -> str:
    r"""Return JSON that YAML reads as the same value: YAML refuses some characters that JSON keeps.

    >>> as_yaml({"a": "\x7f"})
    '{"a": "\\u007f"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
