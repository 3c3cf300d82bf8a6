"""Collects what stands in a folder of submissions: one entry a student, whatever was handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from builder.grade.handins import Event, HandIn, hand_ins, read_events
from builder.paths import is_ignored
from builder.problems import UserError
from builder.submission import SubmissionError, load_submission
from runtime.sandbox.backend import Submission

UNREADABLE = "unreadable"
MISSING = "missing"


@dataclass(frozen=True)
class Entry:
    """One student's submission, or why there is none: `verdict` is then UNREADABLE or MISSING."""

    student: str
    origin: str
    submission: Submission | None = None
    verdict: str = ""
    reason: str = ""


def collect(folder: Path, task: str, course: str | None = None, skip: Path | None = None) -> list[Entry]:
    """Return the entries of `folder` in the order of their names; `skip` is a file that is none.

    `.py` files, folders and hand-in files may stand there side by side. Raises UserError for an empty one.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is not a folder; give the folder with the submissions")
    try:
        skipped = {skip.name} if skip and skip.parent.resolve() == folder.resolve() else set()
        paths = [path for path in folder.iterdir() if not is_ignored(path.name) and path.name not in skipped]
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {error.strerror}") from error
    entries = _told_apart([*_programs(paths), *_from_browsers(paths, task, course)])
    if not entries:
        raise UserError(f"there is nothing in {folder}; put .py files, folders or hand-in files there")
    return sorted(entries, key=lambda entry: (entry.student.casefold(), entry.student))


def _is_hand_in(path: Path) -> bool:
    return path.suffix.lower() == ".json" and path.is_file() and not path.is_symlink()


def _programs(paths: list[Path]) -> Iterator[Entry]:
    for path in paths:
        if _is_hand_in(path):
            continue
        student = path.stem if path.suffix.lower() == ".py" else path.name
        try:
            yield Entry(student, path.name, load_submission(path))
        except SubmissionError as error:
            yield Entry(student, path.name, verdict=UNREADABLE, reason=str(error))


def _from_browsers(paths: list[Path], task: str, course: str | None) -> Iterator[Entry]:
    """Take all hand-in files together: a learner may have saved several."""
    events: list[Event] = []
    for path in filter(_is_hand_in, paths):
        try:
            events += read_events(path)
        except SubmissionError as error:
            yield Entry(path.stem, path.name, verdict=UNREADABLE, reason=str(error))
    for hand_in in hand_ins(events, course):
        yield _from_browser(hand_in, task)


def _from_browser(hand_in: HandIn, task: str) -> Entry:
    origin = hand_in.learner[-8:]
    code = hand_in.code.get(task, "")
    if code.strip():
        return Entry(hand_in.name, origin, Submission(code))
    return Entry(hand_in.name, origin, verdict=MISSING, reason="nothing was handed in for this task")


def _told_apart(entries: list[Entry]) -> list[Entry]:
    """Add to names that several have where each comes from."""
    counts = Counter(entry.student for entry in entries)
    return [
        replace(entry, student=f"{entry.student} ({entry.origin})") if counts[entry.student] > 1 else entry
        for entry in entries
    ]
