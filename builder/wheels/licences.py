"""The licences of the packages on a site, with the texts that they bring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from builder.wheels.wheel import MAX_LICENCE, Wheel, opened_wheel

FOLDER = "packages"
TEXTS = Path(__file__).resolve().parents[1] / "licence_texts" / FOLDER
GPL = re.compile(r"\bGPL-?(-3|v3|3)|\bGNU General Public License v3", re.IGNORECASE)
HEAD = """\
THE PYTHON PACKAGES THAT COURSES ON THIS SITE USE, AND UNDER WHICH LICENCES

Their wheels are in assets/packages, as their authors published them, wrapped so that a page can load them.
What is written in Python is its own source.

"""
LINE = f"\n{'=' * 80}\n\n"


def package_licences(wheels: Sequence[Wheel]) -> dict[str, str]:
    """Return the list of packages with their licences, and the texts, by their paths below `licences`.

    A package under the GPL 3 that brings no text, as that licence asks for, gets it.
    """
    texts = {wheel: _texts(wheel) for wheel in wheels}
    found = {f"{FOLDER}/{_file(wheel)}": LINE.join(its) for wheel, its in texts.items() if its}
    rows = [("Package", "Version", "Licence", "Text")]
    for wheel, its in texts.items():
        named = _file(wheel) if its else "it brings none"
        if not its and GPL.search(wheel.licence):
            named = "GPL-3.0.txt"
            found[f"{FOLDER}/{named}"] = (TEXTS / named).read_text(encoding="utf-8")
        rows.append((wheel.name, str(wheel.version), wheel.licence or "not stated", named))
    return found | {f"{FOLDER}/README.txt": HEAD + _table(rows)}


def _file(wheel: Wheel) -> str:
    return f"{wheel.name}-{wheel.version}.txt"


def _texts(wheel: Wheel) -> list[str]:
    with opened_wheel(wheel.path) as archive:
        found = [archive.read(name, MAX_LICENCE).decode("utf-8", "replace") for name in wheel.licences]
    return [f"{name.rpartition('/')[2]}\n\n{text}" for name, text in zip(wheel.licences, found, strict=True)]


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "".join(f"{line.rstrip()}\n" for line in lines)
