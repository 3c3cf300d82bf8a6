"""The search of a language: its index, and a worker that loads that with the first question."""

from __future__ import annotations

import json
from collections.abc import Iterable

from builder.frames import Theme
from builder.indexing import Indexed, compact_json
from builder.resources import resource

WORKERS = "assets/javascripts/workers/"
THEME_WORKER = f"{WORKERS}theme.js"
THEME_INDEX = "search/search_index.json"


def search_files(theme: Theme, pages: Iterable[Indexed]) -> dict[str, bytes]:
    """Return the files of the search of a language with these pages, by their place in it.

    The theme's pages load `search_index.js` or `.json` at once: these are empty, `index.js` has it all. In
    the place of the theme's worker stands one that starts the theme's with the first question.
    """
    worker = next(path for path in theme.files if path.startswith(f"{WORKERS}search."))
    config = compact_json(json.loads(theme.files[THEME_INDEX])["config"])
    sections = ",".join(page.sections for page in pages if page.sections)
    empty = f'{{"config":{config},"docs":[]}}'
    return {
        worker: (resource("site_overrides") / "assets/search.js").read_bytes(),
        THEME_WORKER: theme.files[worker],
        "search/index.js": f'var __index={{"config":{config},"docs":[{sections}]}}'.encode(),
        "search/search_index.js": f"var __index={empty}".encode(),
        THEME_INDEX: empty.encode(),
    }
