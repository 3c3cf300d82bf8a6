"""What the whole site has to know of each page: what can be found on it, and the classes that it uses."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]

from builder.memory import Memory
from builder.pages import Page
from builder.processes import Map
from builder.slim import words_of_page

# The theme's index keeps these; what we leave out of it is one of the last three. All others only take time.
LOOKED_AT = r"(?:p|code|pre|li|ol|ul|sub|sup|h[1-6]|script|style|object|div|nav|dl)"
OTHER_TAG = re.compile(rf"""</?(?!{LOOKED_AT}\b)[a-z](?:"[^"]*"|[^">])*>""")


@dataclass(frozen=True)
class Text:
    """The text of a page: its place in its language, its title as HTML, and its body."""

    path: str
    title: str
    body: str

    @classmethod
    def of(cls, page: Page) -> Text:
        """Return the text of a page."""
        return cls(page.path, page.gaps()["title"], page.body)


@dataclass(frozen=True)
class Indexed:
    """`sections` are JSON objects for the search, comma between them; `words` may be classes."""

    sections: str
    words: frozenset[str]


def index_pages(pages: Sequence[Page], memory: Memory, each: Map) -> None:
    """Index the pages that `memory` does not know yet, all at once."""
    new = [text for text in map(Text.of, pages) if not memory.knows(_key(text))]
    for text, indexed in zip(new, each(index, new), strict=True):
        memory.put(_key(text), indexed)


def indexed_page(page: Page, memory: Memory) -> Indexed:
    """Return what is known of a page."""
    text = Text.of(page)
    return memory.get(_key(text), lambda: index(text))


def _key(text: Text) -> Hashable:
    return ("indexed", text)


def index(text: Text) -> Indexed:
    """Divide a page into sections as the theme does it, and collect its classes.

    >>> index(Text("a.html", "A", "<p class='b'>c</p>")).sections
    '{"location":"a.html","title":"A","text":"<p>c</p>"}'
    """
    parser = Parser()
    parser.feed(OTHER_TAG.sub("", text.body))
    parser.close()
    found = (section for section in parser.data if not section.is_excluded())
    sections = ",".join(compact_json(_section(section, text)) for section in found)
    return Indexed(sections, words_of_page(text.body))


def _section(section: Any, text: Text) -> dict[str, str]:  # noqa: ANN401  (the theme has no types)
    return {
        "location": f"{text.path}#{section.id}" if section.id else text.path,
        "title": "".join(section.title).strip() or text.title,
        "text": "".join(section.text).strip(),
    }


def compact_json(value: object) -> str:
    """Return JSON with its letters as they are: escaped, Cyrillic would be three times as long."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
