"""Writes files to a stick, only those that changed, so that it can be pulled out at any moment.

1. What is new is written into a hidden folder of the stick and read back. The old site is as it was.
2. The list of everything is put there too. From now on the work is decided; each file only has to be renamed
   into its place, what is not needed any more deleted, and the list renamed last.

Pulled out during 1, the stick has the old site. Pulled out during 2, which is short, the next run finishes.
Nothing that is not in our list of what we wrote is ever overwritten or deleted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.paths import case_clash, path_fault
from builder.problems import UserError
from builder.progress import Report, counted, silent
from builder.stick.sums import SUMS, digest_of, own_sums, read_sums, sums_text
from builder.swap import sync_tree

HIDDEN = ".knapsack-stick"
FILES = "files"
SHOWN = 3
LARGE_BLOCK = 32_768
"""How much room the smallest file takes on a large stick, where the system does not say."""
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Written:
    """How many files were written, left as they were, and deleted."""

    written: int
    kept: int
    deleted: int


def write_stick(files: Files, folder: Path, report: Report = silent) -> Written:
    """Make `folder` have `files`, content by path, and the list of their digests.

    `report` is told what is done, how many files of it are done and how many there are. Raises UserError, the
    old site as it was, when foreign files are in the way, there is too little room, or the stick is broken.
    """
    _check_names(files)
    try:
        folder.mkdir(exist_ok=True)
        finish_interrupted(folder)
        return _write(files, folder, report)
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror}; run the command again") from error


def _write(files: Files, folder: Path, report: Report) -> Written:
    old, new = own_sums(folder), {path: digest_of(data) for path, data in files.items()}
    fresh = []
    for path, digest in counted("compare", new.items(), report):
        if _digest(folder, path) != digest:
            fresh.append(path)
    _check_foreign(folder, [*fresh, *([] if old else [SUMS])], old)
    gone = [path for path in old if path not in new]
    if not fresh and not gone and read_sums(folder / SUMS) == new:
        return Written(0, len(new), 0)
    _check_room(folder, [len(files[path]) for path in fresh], len(sums_text(new)))
    hidden = folder / HIDDEN
    try:
        _stage({path: files[path] for path in fresh}, hidden, report)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise
    _decide(new, hidden)
    deleted = _finish(folder)
    return Written(len(fresh), len(new) - len(fresh), deleted)


def finish_interrupted(folder: Path) -> None:
    """Finish or undo what was interrupted when the stick was pulled out."""
    _check_links(folder, f"{HIDDEN}/{FILES}")
    hidden = folder / HIDDEN
    if not hidden.is_dir():
        return
    if (hidden / SUMS).is_file():
        _finish(folder)
    else:
        shutil.rmtree(hidden)


def _stage(files: Files, hidden: Path, report: Report) -> None:
    for path, data in counted("write", files.items(), report):
        target = hidden / FILES / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    hidden.mkdir(exist_ok=True)
    sync_tree(hidden)
    for path, data in counted("verify", files.items(), report):
        if _read_back(hidden / FILES / path) != data:
            raise UserError(f"the stick does not keep what is written to it ({path}); use another one")


def _decide(new: Mapping[str, str], hidden: Path) -> None:
    part = hidden / f"{SUMS}.part"
    part.write_bytes(sums_text(new))
    sync_tree(hidden)
    part.replace(hidden / SUMS)
    sync_tree(hidden)


def _finish(folder: Path) -> int:
    """Put what was staged into its place, delete what went, and return how many files that were."""
    hidden, old = folder / HIDDEN, own_sums(folder)
    new, deleted = read_sums(hidden / SUMS), 0
    if not new:  # the stick has lost it: let the next steps compare what there is
        shutil.rmtree(hidden)
        return 0
    for path, digest in new.items():
        staged = hidden / FILES / path
        if _digest(hidden / FILES, path) == digest:
            _check_links(hidden / FILES, path)
            _check_links(folder, path)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            staged.replace(folder / path)
    for path in old.keys() - new.keys():
        if _digest(folder, path) == old[path]:
            (folder / path).unlink()
            _remove_empty((folder / path).parent, folder)
            deleted += 1
    (hidden / SUMS).replace(folder / SUMS)
    shutil.rmtree(hidden)
    if hasattr(os, "sync"):
        os.sync()  # the new names too, before anyone is told that the stick is ready
    return deleted


def _remove_empty(inside: Path, folder: Path) -> None:
    while inside != folder and not any(inside.iterdir()):
        inside.rmdir()
        inside = inside.parent


def _check_names(files: Files) -> None:
    """See that every system, and the file systems of sticks, can have these names."""
    fault = next((fault for path in files if (fault := path_fault(path))), None) or case_clash(list(files))
    if fault:
        raise UserError(f"the site cannot be put on a stick: {fault}")


def _check_foreign(folder: Path, paths: list[str], old: Mapping[str, str]) -> None:
    foreign = []
    for path in paths:
        _check_links(folder, path)
        above = [parent for parent in _parents(path) if (folder / parent).is_file()]
        if above or ((folder / path).exists() and (path not in old or not (folder / path).is_file())):
            foreign.append(above[0] if above else path)
    if foreign:
        more = f" and {len(foreign) - SHOWN} more" if len(foreign) > SHOWN else ""
        raise UserError(
            f"{folder} has files that Knapsack did not write and would have to replace:"
            f" {', '.join(foreign[:SHOWN])}{more}; move them away or give an empty folder"
        )


def _check_links(folder: Path, path: str) -> None:
    if link := next((part for part in [*_parents(path), path] if (folder / part).is_symlink()), None):
        raise UserError(f"{folder / link} is a link and might lead away from the stick; remove it")


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def _check_room(folder: Path, sizes: list[int], sums: int) -> None:
    """Refuse before anything is written what would not fit beside the old site."""
    block = os.statvfs(folder).f_frsize if hasattr(os, "statvfs") else LARGE_BLOCK
    needed = sum(-(-size // block) * block for size in [*sizes, sums]) + block * (len(sizes) // 50 + 8)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise UserError(
            f"{folder} has too little room: {needed / 1e6:.1f} MB are needed, {free / 1e6:.1f} MB are free;"
            " delete something or use a larger stick"
        )


def _digest(folder: Path, path: str) -> str | None:
    """Return the digest of a file on the stick, None when there is no such file."""
    real = folder / path
    return digest_of(real.read_bytes()) if real.is_file() and not real.is_symlink() else None


def _read_back(path: Path) -> bytes:
    """Read a file from the stick itself, where the system can be told to forget what it remembers of it."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()
