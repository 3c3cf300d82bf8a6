"""Finds the files that belong to Knapsack itself, in a checkout or in an installed wheel."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from builder.problems import UserError
from runtime.bundle import browser_folder

HERE = Path(__file__).resolve().parent
BUNDLED = HERE / "bundled"
CHECKOUT = HERE.parent


def resource(name: str) -> Path:
    """Return the path of `schemas`, `site_overrides` or `mkdocs.yml`.

    >>> resource("mkdocs.yml").name
    'mkdocs.yml'
    """
    bundled = BUNDLED / name
    return bundled if bundled.exists() else CHECKOUT / name


def browser_files() -> Path:
    """Return the folder of bundled scripts and styles for the browser.

    Raises UserError when the bundle has not been made yet.
    """
    folder = browser_folder()
    if not (folder / "shell.js").is_file():
        raise UserError(f"the browser bundle is missing from {folder}; run: python3 dev.py setup")
    return folder


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the schema of `manifest`, `task`, `quiz`, `event` or `pack`.

    >>> schema("quiz")["title"]
    'Quiz'
    """
    text = (resource("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def site_id() -> str:
    """Return the name that learners' data is kept under in the browser, from `mkdocs.yml`."""
    line = re.search(r"^  site: *(\S+) *$", resource("mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    if line is None:
        raise UserError("mkdocs.yml has no ‘site’ under ‘extra’; add for example: site: knapsack")
    return line.group(1)
