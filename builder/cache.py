"""Where this computer keeps what can be made or fetched again."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """Return the folder, which may not be there yet."""
    return user_cache_path("knapsack", appauthor=False)
