"""The licences of everything on a site, as files of its folder `licences`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from builder.problems import UserError
from builder.resources import resource

if TYPE_CHECKING:
    from builder.wheels.wheel import Wheel

TEXTS = Path(__file__).resolve().parent / "licence_texts"
FOLDER = "licences"
LINE = f"\n{'=' * 80}\n\n"


def licence_files(wheels: Sequence[Wheel] = ()) -> dict[str, bytes]:
    """Return the licence texts, those of the courses' packages too, by their paths on the site.

    >>> sorted(licence_files())[0]
    'licences/BSD and zlib.txt'
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in TEXTS.glob("*.txt")}
    texts["Knapsack.txt"] = resource("LICENSE").read_text(encoding="utf-8")
    texts["Material for MkDocs.txt"] = _installed("mkdocs-material")
    if wheels:
        from builder.wheels.licences import package_licences  # noqa: PLC0415  (few courses have packages)

        texts |= package_licences(wheels)
    return {f"{FOLDER}/{name}": text.encode() for name, text in texts.items()}


def _installed(name: str) -> str:
    """Return the licences that an installed package brings, those of its icons too."""
    files = [file for file in distribution(name).files or [] if file.stem == "LICENSE"]
    if not files:
        raise UserError(f"the package {name} is installed without its licence; install it again")
    return LINE.join(f"{file.parent.name}\n\n{file.read_text(encoding='utf-8')}" for file in sorted(files))
