"""Renders authors' Markdown to HTML that is safe to put on a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown import Markdown
from pymdownx.slugs import slugify  # type: ignore[import-untyped]

from builder.course import HEADING, Course
from builder.links import Link, Links
from builder.maths import replace_formulas
from builder.problems import Problem, Problems
from builder.sanitise import removed, sanitise

LAST_LEVEL = 6
# A box that cannot be ticked is no form field, and screen readers would ask for its label.
BOX = re.compile(r'<input type="checkbox"([^>]*)>')


def _mermaid(source: str, *_: Any, **__: Any) -> str:  # noqa: ANN401  (the signature is pymdownx's)
    return f'<pre class="ks-mermaid"><code>{html.escape(source)}</code></pre>'


EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
CONFIG: dict[str, dict[str, Any]] = {
    "toc": {"slugify": slugify(case="lower")},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.highlight": {"pygments_lang_class": True, "anchor_linenums": False},
    "pymdownx.superfences": {
        "custom_fences": [{"name": "mermaid", "class": "ks-mermaid", "format": _mermaid}]
    },
    "footnotes": {"BACKLINK_TITLE": ""},
    "tables": {"use_align_attribute": True},
}


@dataclass(frozen=True)
class Place:
    """Where a text stands: its file, and the JSON pointer in it."""

    file: str
    pointer: str = ""


@dataclass(frozen=True)
class Rendered:
    """What a text became: its HTML, the links in it as they were resolved, and what else is wrong with it."""

    html: str
    links: tuple[tuple[str, str, Link], ...]
    problems: tuple[Problem, ...]


class Prose:
    """Renders the texts of one course, and reports what is wrong with them.

    The course's memory keeps what was rendered for as long as the links in it lead to where they did.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self._links = Links(course)
        self._said: dict[tuple[Any, ...], str] = {}

    def html(self, text: str, place: Place, top: int = 2, *, ids: bool = False) -> str:
        """Return the HTML of a Markdown text, its highest headings being of level `top`."""
        package = self.course.package
        key = (package.name, text, place.file, place.pointer, top, ids)
        if key not in self._said:
            rendered = package.memory.get(
                ("prose", *key),
                lambda: self._render(text, place, top, ids=ids),
                lambda known: self._still_holds(known, place),
            )
            package.problems.add(rendered.problems)
            self._said[key] = rendered.html
        return self._said[key]

    def theory(self, path: str) -> str:
        """Return the HTML of a theory file without the heading it begins with, which is the page's own."""
        text = self.course.package.texts[path]
        return self.html(HEADING.sub("", text, count=1), Place(path), ids=True)

    def concept(self, path: str) -> str:
        """Return the HTML of a concept file without the heading it begins with."""
        text = self.course.package.texts[path]
        return self.html(HEADING.sub("", text, count=1), Place(path), 4)

    def _still_holds(self, known: Rendered, place: Place) -> bool:
        return all(
            self._links.resolve(tag, address, place.file) == link for tag, address, link in known.links
        )

    def _render(self, text: str, place: Place, top: int, *, ids: bool) -> Rendered:
        problems, links = Problems(self.course.package.problems.package), dict[tuple[str, str], Link]()
        try:
            raw = _markdown().reset().convert(text)
        except RecursionError:
            problems.error(place.file, "The text is nested too deeply.", place.pointer)
            return Rendered("", (), tuple(problems))

        def failed(tex: str, reason: str) -> None:
            problems.error(place.file, f"The formula ${tex}$ does not work: {reason}.", place.pointer)

        def link(tag: str, address: str) -> str | None:
            found = links[tag, address] = self._links.resolve(tag, address, place.file)
            if found.fault:
                report = problems.error if found.severity == "error" else problems.warning
                report(place.file, found.fault, place.pointer)
            return found.address

        for what in removed(BOX.sub("", raw)):
            problems.warning(place.file, f"{what} is not allowed in texts and was left out.", place.pointer)
        boxed = BOX.sub(lambda match: "☑" if "checked" in match[1] else "☐", replace_formulas(raw, failed))
        html = sanitise(shift_headings(boxed, top), link, ids=ids)
        return Rendered(html, tuple((*key, found) for key, found in links.items()), tuple(problems))


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=CONFIG, output_format="html")


def shift_headings(text: str, top: int) -> str:
    """Move all headings so that the highest is of level `top`.

    >>> shift_headings("<h1>a</h1><h2>b</h2>", 3)
    '<h3>a</h3><h4>b</h4>'
    """
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
    if not levels:
        return text
    delta = top - min(levels)
    return re.sub(
        r"<(/?)h([1-6])\b", lambda match: f"<{match[1]}h{min(LAST_LEVEL, int(match[2]) + delta)}", text
    )
