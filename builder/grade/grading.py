"""Grades entries: takes what is known from the journal, and judges only the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from builder.grade.digest import digest
from builder.grade.entries import Entry
from builder.grade.journal import Journal
from builder.grade.rows import Row, judged_row, unjudged_row
from runtime.judge.shapes import Report
from runtime.judge.verdict import Verdict
from runtime.sandbox.backend import Submission


@dataclass(frozen=True)
class Done:
    """A submission that was judged, or could not be: `fault` says in one line why, then `report` is None."""

    digest: str
    report: Report | None
    fault: str = ""


class Pool(Protocol):
    """Whoever judges many submissions."""

    trouble: str | None
    """Why it gave up before the end, in one line."""

    def judge(self, task: Mapping[str, Any], submissions: Mapping[str, Submission]) -> Iterator[Done]:
        """Yield what became of each submission, by digest, as it comes; after a stop fewer than there are."""


class Grading:
    """One task and a class. `judged_by` names all of a backend that verdicts depend on."""

    def __init__(
        self, task: Mapping[str, Any], entries: Sequence[Entry], judged_by: str, journal: Journal
    ) -> None:
        self._task = task
        self._entries = entries
        self._journal = journal
        self._digests = [
            digest(task, entry.submission, judged_by) if entry.submission else None for entry in entries
        ]
        self._done = {name: Done(name, report) for name, report in journal.reports.items()}

    def new(self) -> dict[str, Submission]:
        """Return the submissions without a result by their digests: who handed in the same is judged once."""
        pairs = zip(self._digests, self._entries, strict=True)
        return {
            name: entry.submission
            for name, entry in pairs
            if name and entry.submission and name not in self._done
        }

    def run(self, pool: Pool, advance: Callable[[], None]) -> None:
        """Judge what is new and remember it; `advance` is called after each."""
        for done in pool.judge(self._task, self.new()):
            self._done[done.digest] = done
            if done.report is not None:
                self._journal.remember(done.digest, done.report)
            advance()

    def rows(self) -> list[Row]:
        """Return the rows of all that have a result, in the order of the entries."""
        pairs = zip(self._entries, self._digests, strict=True)
        return [row for entry, name in pairs if (row := self._row(entry, name))]

    def _row(self, entry: Entry, name: str | None) -> Row | None:
        if name is None:
            return unjudged_row(entry, self._task, entry.verdict, entry.reason)
        done = self._done.get(name)
        if done is None:
            return None
        if done.report is None:
            return unjudged_row(entry, self._task, Verdict.IE.value, done.fault)
        return judged_row(entry, self._task, done.report)
