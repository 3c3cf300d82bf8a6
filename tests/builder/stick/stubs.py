"""A small site as it is on a stick, without building one."""

from __future__ import annotations

from pathlib import Path

PAGE = b'<!doctype html><html lang="en" data-site="knapsack"></html>'


def site(**changes: bytes) -> dict[str, bytes]:
    """The files of a small stick; `changes` are contents by name of further or other pages."""
    files = {
        "index.html": PAGE,
        "README.txt": b"read me",
        "assets/knapsack/shell.js": b"shell",
        "en/index.html": b"catalogue",
        "en/a/first.html": b"first",
    }
    return files | {f"en/a/{name}.html": data for name, data in changes.items()}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
