"""Says in one line a student what became of the submission: for a table, a spreadsheet and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from builder.grade.entries import Entry
from builder.reason import printable, reason
from builder.spreadsheet import csv_text
from runtime.judge.shapes import Report, Result, Task
from runtime.judge.verdict import Verdict

COLUMNS = ("student", "verdict", "score", "tests_passed", "tests", "time_ms", "first_failed_test", "reason")


@dataclass(frozen=True)
class Row:
    """One student's line, named as the CSV's columns. `report` is None where nothing was judged."""

    student: str
    verdict: str
    score: float
    tests_passed: int
    tests: int
    time_ms: float
    first_failed_test: str
    reason: str
    report: Report | None

    def as_json(self, task: str, backend: str) -> dict[str, Any]:
        """Return the report, as `knapsack judge --json` prints it, with the student and the reason."""
        unjudged = {"task": task, "verdict": self.verdict, "score": 0.0, "backend": backend, "python": ""}
        report: dict[str, Any] = (
            dict(self.report) if self.report else {**unjudged, "time_ms": 0.0, "tests": []}
        )
        why = {"first_failed_test": self.first_failed_test, "reason": self.reason}
        return {"student": self.student, **report, **why}


def unjudged_row(entry: Entry, task: Task, verdict: str, why: str) -> Row:
    """Return the row of what could not be judged."""
    return Row(printable(entry.student), verdict, 0.0, 0, len(task["tests"]), 0.0, "", printable(why), None)


def judged_row(entry: Entry, task: Task, report: Report) -> Row:
    """Return the row of a report."""
    failed = next((test for test in report["tests"] if test["verdict"] != Verdict.OK), None)
    return Row(
        student=printable(entry.student),
        verdict=report["verdict"],
        score=report["score"],
        tests_passed=sum(test["verdict"] == Verdict.OK for test in report["tests"]),
        tests=len(report["tests"]),
        time_ms=report["time_ms"],
        first_failed_test=printable(failed["name"]) if failed else "",
        reason=printable(reason(failed) or _limit(failed, task["limits"])) if failed else "",
        report=report,
    )


def _limit(result: Result, limits: dict[str, int]) -> str:
    return {
        "TL": f"it needs more than {limits['time_ms']} ms",
        "ML": f"it needs more than {limits['memory_mb']} MB of memory",
        "OL": f"it prints more than {limits['output_kb']} KB",
    }.get(result["verdict"], "")


def as_csv(rows: Sequence[Row]) -> str:
    """Return the rows as CSV, first the names of the columns. No cell is a formula to a spreadsheet."""
    return csv_text([COLUMNS, *([getattr(row, column) for column in COLUMNS] for row in rows)])


def summary(rows: Sequence[Row]) -> str:
    """Return how many there are of each verdict.

    >>> summary([])
    '0 submissions'
    """
    counts = Counter(row.verdict for row in rows)
    total = f"{len(rows)} submission{'' if len(rows) == 1 else 's'}"
    return ", ".join([total, *(f"{verdict} {count}" for verdict, count in counts.most_common())])
