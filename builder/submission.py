"""Reads what a student handed in: a program, or a folder with a program and the files beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from builder.paths import case_clash, name_fault, walk
from builder.reading import UnreadableError, read_text
from runtime.sandbox.backend import Submission

MAX_FILES = 200
MAX_BYTES = 5_000_000
MAIN = "main.py"


class SubmissionError(Exception):
    """A submission that cannot be judged; the text is one line that says why."""


def load_submission(path: Path) -> Submission:
    """Return the submission at `path`: a `.py` file, or a folder with a `main.py` or only one `.py`.

    Raises SubmissionError for what is missing, empty, not UTF-8, too large, badly named or a link.
    """
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise SubmissionError(f"{path.name} is a link; give the file itself")
        if stat.S_ISDIR(mode):
            return _folder(path)
        if not stat.S_ISREG(mode) or path.suffix.lower() != ".py":
            raise SubmissionError(f"{path.name} is neither a .py file nor a folder")
        return Submission(_program(path))
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror}") from error


def _folder(folder: Path) -> Submission:
    paths = _paths(folder)
    main = _main(paths)
    code = _program(paths[main])
    return Submission(code, {name: path.read_bytes() for name, path in paths.items() if name != main})


def _paths(folder: Path) -> dict[str, Path]:
    """Return the files of a submission by their paths in it: names and sizes come before opening."""
    paths: dict[str, Path] = {}
    size = 0
    for count, (name, entry) in enumerate(walk(folder), 1):
        if count > 2 * MAX_FILES or len(paths) > MAX_FILES:
            raise SubmissionError(
                f"more than {MAX_FILES} files in {folder.name}; hand in only what is needed"
            )
        if fault := _entry_fault(name, entry):
            raise SubmissionError(fault)
        if entry.is_file(follow_symlinks=False):
            paths[name] = Path(entry.path)
            size += entry.stat(follow_symlinks=False).st_size
    if len(paths) > MAX_FILES:
        raise SubmissionError(f"more than {MAX_FILES} files in {folder.name}; hand in only what is needed")
    if size > MAX_BYTES:
        raise SubmissionError(
            f"{folder.name} has {size / 1e6:.1f} MB; at most {MAX_BYTES // 10**6} MB is allowed"
        )
    if clash := case_clash(list(paths)):
        raise SubmissionError(clash)
    return paths


def _entry_fault(name: str, entry: os.DirEntry[str]) -> str | None:
    """Say what is wrong with one file or folder: a link could show files of this computer to the program."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return f"the name {name!r} is not UTF-8"
    if fault := name_fault(entry.name):
        return fault
    if entry.is_symlink():
        return f"{name} is a link; hand in the file itself"
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        return f"{name} is not a file"
    return None


def _main(paths: dict[str, Path]) -> str:
    programs = [name for name in paths if "/" not in name and name.endswith(".py")]
    if MAIN in programs:
        return MAIN
    if len(programs) != 1:
        found = f"{len(programs)} programs" if programs else "no program"
        raise SubmissionError(f"there is no {MAIN} but {found}; call the program {MAIN}")
    return programs[0]


def _program(path: Path) -> str:
    try:
        code = read_text(path)
    except UnreadableError as error:
        raise SubmissionError(f"{path.name}: {error}") from error
    if not code.strip():
        raise SubmissionError(f"{path.name} is empty")
    return code
