"""The search of a language: its index, and a worker that loads that with the first question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]

from builder.frames import Theme
from builder.memory import Memory
from builder.pages import Page
from builder.resources import resource

# The theme's index keeps these; what we leave out of it is one of the last three. All others only take time.
LOOKED_AT = r"(?:p|code|pre|li|ol|ul|sub|sup|h[1-6]|script|style|object|div|nav|dl)"
OTHER_TAG = re.compile(rf"""</?(?!{LOOKED_AT}\b)[a-z](?:"[^"]*"|[^">])*>""")
WORKERS = "assets/javascripts/workers/"
THEME_WORKER = f"{WORKERS}theme.js"
THEME_INDEX = "search/search_index.json"


def search_files(theme: Theme, pages: Iterable[Page], memory: Memory) -> dict[str, bytes]:
    """Return the files of the search of a language, by their place in it.

    The theme's pages load `search_index.js` or `.json` at once: these are empty, `index.js` has it all. In
    the place of the theme's worker stands one that starts the theme's with the first question.
    """
    worker = next(path for path in theme.files if path.startswith(f"{WORKERS}search."))
    config = _compact(json.loads(theme.files[THEME_INDEX])["config"])
    sections = ",".join(each for page in pages if (each := _remembered(page, memory)))
    empty = f'{{"config":{config},"docs":[]}}'
    return {
        worker: (resource("site_overrides") / "assets/search.js").read_bytes(),
        THEME_WORKER: theme.files[worker],
        "search/index.js": f'var __index={{"config":{config},"docs":[{sections}]}}'.encode(),
        "search/search_index.js": f"var __index={empty}".encode(),
        THEME_INDEX: empty.encode(),
    }


def _remembered(page: Page, memory: Memory) -> str:
    return memory.get(("search", page.path, page.title, page.body), lambda: _sections(page))


def _sections(page: Page) -> str:
    """Return the sections of a page as JSON objects, comma between them, divided as the theme does it."""
    parser = Parser()
    parser.feed(OTHER_TAG.sub("", page.body))
    parser.close()
    found = (section for section in parser.data if not section.is_excluded())
    return ",".join(_compact(_section(section, page)) for section in found)


def _section(section: Any, page: Page) -> dict[str, str]:  # noqa: ANN401  (the theme has no types)
    return {
        "location": f"{page.path}#{section.id}" if section.id else page.path,
        "title": "".join(section.title).strip() or page.gaps()["title"],
        "text": "".join(section.text).strip(),
    }


def _compact(value: object) -> str:
    # Letters as they are: escaped, Cyrillic would be three times as long.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
