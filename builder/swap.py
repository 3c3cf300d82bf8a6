"""Puts a whole folder in the place of another, so that a power cut leaves either the old or the new one.

Linux and macOS exchange two folders in one step. Elsewhere the old one is renamed away first; if the power
goes in between, `recover` puts it back, which every command does that looks for courses.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.problems import UserError

STAGING = ".knapsack-install"
LOCK, OLD = "lock", "old"
AT_CWD, EXCHANGE = -100, 2
HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give a hidden folder in `folder` to work in, after taking away what a killed command left there.

    Raises UserError while another command works there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = _locked(folder / STAGING)
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror}") from error
    if lock is None:
        raise UserError(f"another command is installing into {folder}; try again when it is done")
    try:
        _put_back(folder)
        yield folder / STAGING
    finally:
        _leave(folder / STAGING, lock)


def recover(folder: Path) -> None:
    """Clean up behind a command that was killed in `folder`; leave one that is running alone."""
    if not _is_folder(folder / STAGING):
        return
    with suppress(OSError):  # a folder that cannot be written can still be read
        lock = _locked(folder / STAGING)
        if lock is not None:
            _put_back(folder)
            _leave(folder / STAGING, lock)


def put_in_place(new: Path, target: Path) -> None:
    """Let the folder `new`, which lies in the staging folder beside it, take the place of `target`.

    Raises UserError, the old folder still in its place, when the system refuses.
    """
    sync_tree(new)
    try:
        if not target.exists():
            new.rename(target)
        elif not _exchange(new, target):
            _rename_twice(new, target)
        _sync(target.parent)
    except OSError as error:
        raise UserError(
            f"{target} cannot be replaced ({error.strerror}); close what uses it and try again"
        ) from error


def sync_tree(folder: Path) -> None:
    """Wait until all files below `folder` are on the disk, and the folders that name them."""
    for current, _, files in os.walk(folder, topdown=False):
        for name in files:
            _sync(Path(current) / name)
        _sync(Path(current))


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder, and writes its entries in order by itself
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            status = library.renamex_np(os.fsencode(one), os.fsencode(other), EXCHANGE)
        else:
            status = library.renameat2(AT_CWD, os.fsencode(one), AT_CWD, os.fsencode(other), EXCHANGE)
    except (AttributeError, OSError, TypeError):  # Windows, or a C library that does not know it
        return False
    return bool(status == 0)


def _rename_twice(new: Path, target: Path) -> None:
    old = target.parent / STAGING / OLD / target.name
    old.parent.mkdir()
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def _put_back(folder: Path) -> None:
    """Undo the first of two renames, if the second was never made."""
    old = folder / STAGING / OLD
    for course in old.iterdir() if _is_folder(old) else ():
        if not (folder / course.name).exists():
            course.rename(folder / course.name)
    _clear(folder / STAGING)


def _clear(work: Path) -> None:
    old, done = work / OLD, work / "done"
    for path in list(work.iterdir()):
        if path.name != LOCK and not (path == old and _is_folder(old)):
            _delete(path)
    if _is_folder(old):  # what is half deleted must not look like something to put back
        old.rename(done)
        _delete(done)


def _delete(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()


def _is_folder(path: Path) -> bool:
    """Whether it is a folder and no link to one: courses come from strangers, and links lead anywhere."""
    return path.is_dir() and not path.is_symlink()


def _leave(work: Path, lock: int) -> None:
    with suppress(OSError):  # what cannot be deleted now goes with the next command
        _clear(work)
    if os.name == "nt":  # where an open file cannot be deleted
        os.close(lock)
    with suppress(OSError):
        (work / LOCK).unlink()
        work.rmdir()
    if os.name != "nt":
        os.close(lock)


def _locked(work: Path) -> int | None:
    """Return the open, locked lock file of the staging folder, or None when another process holds it."""
    while True:
        work.mkdir(exist_ok=True)
        if not _is_folder(work):
            raise UserError(f"{work} is a link and might lead elsewhere; remove it")
        try:
            lock = os.open(work / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileNotFoundError:
            continue  # the other one has just finished and taken the folder with it
        if not _lock(lock):
            os.close(lock)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), (work / LOCK).stat()):
                return lock
        os.close(lock)


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  (only there)

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  (not on Windows)

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in HELD  # a network folder that knows no locks has to do without
    return True
