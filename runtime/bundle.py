"""Finds the scripts that are made for the browser, in a checkout or in an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUNDLED = TOP / "builder/bundled/browser"
MADE = TOP / "runtime/browser/dist"


def browser_folder() -> Path:
    """Return where the bundle should be. `KNAPSACK_BROWSER` names another folder, which the tests use."""
    if named := os.environ.get("KNAPSACK_BROWSER"):
        return Path(named)
    return BUNDLED if BUNDLED.exists() else MADE
