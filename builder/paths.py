"""Which names of files and folders are safe on every system, sticks and zips included."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"
}
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
MAX_NAME = 120
MAX_PATH = 200
MAX_DEPTH = 12
IGNORED = {"__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini"}


def name_fault(name: str) -> str | None:
    """Say what is wrong with one name of a file or folder, or None.

    >>> name_fault("CON.txt")
    'Windows keeps the name ‘CON.txt’ for itself; choose another'
    >>> name_fault("sum.json")
    """
    if name in {"", ".", ".."}:
        return f"‘{name}’ is not a name of a file"
    if FORBIDDEN.search(name):
        return f"the name {name!r} has a character that Windows does not allow"
    if name.split(".", maxsplit=1)[0].strip().lower() in RESERVED:
        return f"Windows keeps the name ‘{name}’ for itself; choose another"
    if name[-1] in " .":
        return f"the name ‘{name}’ ends in a space or dot, which Windows drops"
    if len(name) > MAX_NAME:
        return f"the name ‘{name[:20]}…’ is longer than {MAX_NAME} characters"
    return None


def path_fault(path: str) -> str | None:
    """Say what is wrong with a relative path with `/`, or None. Nothing safe leaves the folder it starts in.

    >>> path_fault("../x")
    '‘../x’ leads out of the course'
    """
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return f"‘{path}’ is not a path inside the course"
    parts = path.split("/")
    if ".." in parts:
        return f"‘{path}’ leads out of the course"
    return length_fault(path) or next((fault for part in parts if (fault := name_fault(part))), None)


def length_fault(path: str) -> str | None:
    """Say whether a path is too long for some systems, or None.

    >>> length_fault("a/" * 12 + "x")
    '‘a/a/a/a/a/a/a/a/a/a/…’ lies deeper than 12 folders, or its path is over 200 characters'
    """
    if len(path) <= MAX_PATH and path.count("/") < MAX_DEPTH:
        return None
    return f"‘{path[:20]}…’ lies deeper than {MAX_DEPTH} folders, or its path is over {MAX_PATH} characters"


def case_clash(paths: list[str]) -> str | None:
    """Say which two paths are the same on systems where case does not matter, or None.

    >>> case_clash(["tasks/Sum.json", "tasks/sum.json"])
    '‘tasks/Sum.json’ and ‘tasks/sum.json’ are the same file on Windows and macOS'
    """
    seen: dict[str, str] = {}
    for path in dict.fromkeys(part for each in paths for part in _prefixes(each)):
        other = seen.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            return f"‘{other}’ and ‘{path}’ are the same file on Windows and macOS"
    double = [path for path, count in Counter(paths).items() if count > 1]
    return f"‘{double[0]}’ is there twice" if double else None


def _prefixes(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def is_ignored(name: str) -> bool:
    """Whether a name is the system's or an editor's own and no part of a course."""
    return name.startswith(".") or name in IGNORED


def walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield `(path inside folder, entry)` of all files, links and folders; links are not followed."""
    pending = [("", folder)]
    while pending:
        prefix, current = pending.pop()
        with os.scandir(current) as entries:
            found = sorted(
                (entry for entry in entries if not is_ignored(entry.name)), key=lambda entry: entry.name
            )
        for entry in found:
            path = prefix + entry.name
            yield path, entry
            if entry.is_dir(follow_symlinks=False):
                pending.append((path + "/", Path(entry.path)))
