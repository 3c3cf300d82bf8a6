"""Unpacks a zipped course safely: names and sizes are checked before a byte is written."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

from builder.paths import case_clash, is_ignored, name_fault, path_fault
from builder.reading import UnreadableError

MAX_FILES = 5_000
MAX_BYTES = 200_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 1_000_000
CHUNK = 1 << 16


def unpack(archive: Path, target: Path) -> Path:
    """Unpack `archive` into the empty folder `target` and return the folder that holds the course.

    Raises UnreadableError for a broken archive, an unsafe name, a link, or contents that are too large.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if not _skipped(member)]
            _check_sizes(members)
            _check_names(members)
            for member in members:
                _extract(opened, member, target)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableError(f"The zip file cannot be unpacked: {error}.") from error
    return _course_folder(target)


def _skipped(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder or an editor's own file; never one with an unsafe name."""
    parts = member.filename.split("/")
    return member.is_dir() or any(is_ignored(part) and not name_fault(part) for part in parts)


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES:
        raise UnreadableError(f"The zip file has more than {MAX_FILES} files.")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > MAX_BYTES:
        raise UnreadableError(
            f"The zip file would take {total / 1e6:.0f} MB; at most {MAX_BYTES // 10**6} MB is allowed."
        )
    if total > RATIO_MATTERS_FROM and total > packed * MAX_RATIO:
        raise UnreadableError(
            f"The zip file would grow more than {MAX_RATIO}-fold, which no real course does."
        )


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        # ZipInfo cuts names at NUL, and on Windows turns backslashes around: look at what was really stored.
        if fault := path_fault(member.orig_filename) or path_fault(member.filename):
            raise UnreadableError(f"The zip file is not safe: {fault}.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableError(f"The zip file has a link, ‘{member.filename}’; put the file itself there.")
    if clash := case_clash([member.filename for member in members]):
        raise UnreadableError(f"The zip file is not safe: {clash}.")


def _extract(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    path = target / member.filename
    path.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with opened.open(member) as source, path.open("xb") as out:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:  # the directory of the archive lied about the size
                raise UnreadableError(f"‘{member.filename}’ in the zip file is larger than it says.")
            out.write(chunk)


def _course_folder(target: Path) -> Path:
    inside = list(target.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and not (target / "manifest.json").exists():
        return inside[0]
    return target
