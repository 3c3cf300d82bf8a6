"""Converts authors' Markdown to HTML that is not yet safe."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown import Markdown
from pygments.style import Style, StyleMeta  # type: ignore[import-untyped]
from pymdownx.slugs import slugify  # type: ignore[import-untyped]

from builder.maths import replace_formulas
from builder.problems import Severity
from builder.sanitise import removed

LAST_LEVEL = 6
# A box that cannot be ticked is no form field, and screen readers would ask for its label.
BOX = re.compile(r'<input type="checkbox"([^>]*)>')


def _mermaid(source: str, *_: Any, **__: Any) -> str:  # noqa: ANN401  (the signature is pymdownx's)
    return f'<pre class="ks-mermaid"><code>{html.escape(source)}</code></pre>'


class _NoStyles(StyleMeta):  # type: ignore[misc]
    """Pygments looks through its whole style for every block of code, though our pages only need classes."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(())


class NoStyle(Style, metaclass=_NoStyles):  # type: ignore[misc]
    """The colours are in our style sheets."""


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
    "pymdownx.highlight": {
        "pygments_lang_class": True,
        "pygments_style": NoStyle,
        "anchor_linenums": False,
    },
    "pymdownx.superfences": {
        "custom_fences": [{"name": "mermaid", "class": "ks-mermaid", "format": _mermaid}]
    },
    "footnotes": {"BACKLINK_TITLE": ""},
    "tables": {"use_align_attribute": True},
}


@dataclass(frozen=True)
class Converted:
    """The HTML of a text, and what is wrong with the text."""

    html: str
    faults: tuple[tuple[Severity, str], ...] = ()


@dataclass(frozen=True)
class Source:
    """A Markdown text, and the level that its highest headings get."""

    text: str
    top: int


def convert(source: Source) -> Converted:
    """Return the HTML of a text, formulas and headings done, links and forbidden HTML still in it.

    >>> convert(Source("# Hello", 2)).html
    '<h2 id="hello">Hello</h2>'
    """
    try:
        raw = _markdown().reset().convert(source.text)
    except RecursionError:
        return Converted("", (("error", "The text is nested too deeply."),))
    faults: list[tuple[Severity, str]] = [
        ("warning", f"{what} is not allowed in texts and was left out.") for what in removed(BOX.sub("", raw))
    ]

    def failed(tex: str, reason: str) -> None:
        faults.append(("error", f"The formula ${tex}$ does not work: {reason}."))

    boxed = BOX.sub(lambda match: "☑" if "checked" in match[1] else "☐", replace_formulas(raw, failed))
    return Converted(shift_headings(boxed, source.top), tuple(faults))


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
