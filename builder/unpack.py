"""Unpacks a zipped course safely: names and sizes are checked before a byte is written."""

from __future__ import annotations

import zipfile
from pathlib import Path

from builder.archive import WHEELS, Archive, opened_archive, readable
from builder.paths import is_ignored, name_fault


def unpack(archive: Path, target: Path) -> Path:
    """Unpack `archive` into the empty folder `target` and return the folder that holds the course.

    Raises UnreadableError for a broken archive, an unsafe name, a link, or contents that are too large.
    """
    with readable(), archive.open("rb") as file, opened_archive(file, _skipped, WHEELS) as opened:
        for name in opened.files:
            extract(opened, name, target / name)
    return _course_folder(target)


def extract(archive: Archive, name: str, path: Path) -> None:
    """Write one file of the archive to `path`, where there must be none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        for chunk in archive.chunks(name):
            out.write(chunk)


def _skipped(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder or an editor's own file; never one with an unsafe name."""
    parts = member.filename.split("/")
    return member.is_dir() or any(is_ignored(part) and not name_fault(part) for part in parts)


def _course_folder(target: Path) -> Path:
    inside = list(target.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and not (target / "manifest.json").exists():
        return inside[0]
    return target
