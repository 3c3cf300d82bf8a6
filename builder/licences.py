"""The licences of everything on a site, as files of its folder `licences`."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

from builder.problems import UserError
from builder.resources import resource

TEXTS = Path(__file__).resolve().parent / "licence_texts"
FOLDER = "licences"
LINE = f"\n{'=' * 80}\n\n"


def licence_files() -> dict[str, bytes]:
    """Return the licence texts by their paths on the site.

    >>> sorted(licence_files())[0]
    'licences/BSD and zlib.txt'
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in TEXTS.glob("*.txt")}
    texts["Knapsack.txt"] = resource("LICENSE").read_text(encoding="utf-8")
    texts["Material for MkDocs.txt"] = _installed("mkdocs-material")
    return {f"{FOLDER}/{name}": text.encode() for name, text in texts.items()}


def _installed(name: str) -> str:
    """Return the licences that an installed package brings, those of its icons too."""
    files = [file for file in distribution(name).files or [] if file.stem == "LICENSE"]
    if not files:
        raise UserError(f"the package {name} is installed without its licence; install it again")
    return LINE.join(f"{file.parent.name}\n\n{file.read_text(encoding='utf-8')}" for file in sorted(files))
