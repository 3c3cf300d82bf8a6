"""A registry in a folder, in the form that its ordinary client reads."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest


def index(folder: Path, wheels: Iterable[Path], patch: pytest.MonkeyPatch) -> None:
    """Let pip find these wheels, and nothing else, for as long as the patch lasts."""
    for path in wheels:
        name = path.name.split("-")[0].replace("_", "-").lower()
        page = folder / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        before = page.read_text(encoding="utf-8") if page.exists() else "<!doctype html>"
        page.write_text(f'{before}<a href="{path.as_uri()}">{path.name}</a>\n', encoding="utf-8")
    folder.mkdir(exist_ok=True)
    ask(folder.as_uri(), patch)


def ask(address: str, patch: pytest.MonkeyPatch) -> None:
    """Let pip ask this address and nothing else."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        patch.delenv(name)
    patch.setenv("PIP_CONFIG_FILE", os.devnull)
    patch.setenv("PIP_INDEX_URL", address)
