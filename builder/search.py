"""Makes the theme's search start with the first question instead of with every page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from builder.resources import resource

THEME_WORKER = "theme.js"


def start_search_late(folder: Path) -> None:
    """Put the search starter in the worker's place in a rendered language `folder`, and set the index aside.

    The theme's pages load `search_index.js` or `.json` at once: these become empty, `index.js` has it all.
    """
    worker = next((folder / "assets/javascripts/workers").glob("search.*.js"))
    worker.rename(worker.with_name(THEME_WORKER))
    shutil.copyfile(resource("site_overrides") / "assets/search.js", worker)
    search = folder / "search"
    index = json.loads((search / "search_index.json").read_text(encoding="utf-8"))
    empty = _compact({**index, "docs": []})
    (search / "index.js").write_text(f"var __index={_compact(index)}", encoding="utf-8")
    (search / "search_index.js").write_text(f"var __index={empty}", encoding="utf-8")
    (search / "search_index.json").write_text(empty, encoding="utf-8")


def _compact(value: object) -> str:
    # Letters as they are: escaped, Cyrillic would be three times as long.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
