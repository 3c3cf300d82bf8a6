"""Empties the folders that a program can write to."""

from __future__ import annotations

import os
import stat
from pathlib import Path

DEEPEST = 50
"""Folders in folders; no honest program builds more."""
SHARED_MEMORY = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")


def sweep(*folders: str) -> bool:
    """Delete everything in these folders. False when something is left, also of what is no file at all."""
    return all(_empty(folder, DEEPEST) for folder in (*folders, "/tmp", "/dev/shm")) and not _segments()  # noqa: S108


def _empty(folder: str, depth: int) -> bool:
    """Delete what is in a folder, links as links. False when it cannot all be deleted."""
    try:
        with os.scandir(folder) as entries:
            return not [entry for entry in entries if not _remove(entry, depth)]
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _remove(entry: os.DirEntry[str], depth: int) -> bool:
    try:
        if not entry.is_dir(follow_symlinks=False):
            Path(entry.path).unlink()
            return True
        if not depth:
            return False
        Path(entry.path).chmod(stat.S_IRWXU)
        emptied = _empty(entry.path, depth - 1)
        Path(entry.path).rmdir()
    except OSError:
        return False
    return emptied


def _segments() -> bool:
    """Whether shared memory, semaphores or queues outlived the program; each list has a line of headings."""
    return any(
        len(Path(name).read_text(encoding="ascii").splitlines()) > 1
        for name in SHARED_MEMORY
        if Path(name).is_file()
    )
