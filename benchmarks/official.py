"""Measures what the official judge promises; prints a table in Markdown.

Run it as `python -m benchmarks.official` from the checkout, with an engine that `docker info` finds.
A backend that does not work here is left out, with its reason.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from threading import Event

from builder.grade.pool import LocalPool
from runtime.judge.judging import program_for
from runtime.judge.shapes import Report
from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.docker import Docker
from runtime.sandbox.official import judge_submission

TESTS, CLASS, JOBS, ROUNDS = 10, 25, 2, 5
CLASS_SECONDS: Mapping[str, float] = {"docker": 20, "bubblewrap": 10}
ONE_SECONDS, TEST_MS = 1.5, 15
PROGRAM = "n = int(input())\nprint(sum(i * i for i in range(n)))\n"


def task() -> dict[str, object]:
    """Return a task whose tests the program passes."""
    inputs = [1000 + n for n in range(TESTS)]
    cases = [{"name": str(n), "input": str(n), "expected": str(sum(i * i for i in range(n)))} for n in inputs]
    return {"id": "squares", "tests": cases}


def judged(report: Report | None) -> float:
    """Return the program's own time in seconds. A wrong verdict measures nothing."""
    if report is None or report["verdict"] != "OK":
        raise SystemExit(f"the benchmark's program was not accepted: {report}")
    return report["time_ms"] / 1000


def one_submission(backend: Backend) -> float:
    """Return the median seconds for one submission, beyond its own running time."""

    def once() -> float:
        started = time.monotonic()
        own = judged(judge_submission(backend, task(), Submission(PROGRAM)))
        return time.monotonic() - started - own

    return median(once)


def a_test(backend: Backend) -> float:
    """Return the median milliseconds for one more run in an open sandbox, beyond its own running time."""
    with backend.open() as sandbox:

        def once() -> float:
            started = time.monotonic()
            outcome = sandbox.run(program_for({}, {"input": "1000"}, PROGRAM), {})
            return (time.monotonic() - started) * 1000 - outcome["time_ms"]

        once()
        return median(once)


def median(measure: Callable[[], float]) -> float:
    """Return the median of some rounds."""
    return statistics.median(measure() for _ in range(ROUNDS))


def whole_class(backend: Backend) -> float:
    """Return the seconds for a class whose programs all differ."""
    submissions = {str(n): Submission(f"{PROGRAM}# {n}\n") for n in range(CLASS)}
    started = time.monotonic()
    for done in LocalPool(backend, JOBS, Event()).judge(task(), submissions):
        judged(done.report)
    return time.monotonic() - started


def rows(backend: Backend) -> Iterator[tuple[str, float, float | None, str]]:
    """Yield what was measured: its name, the value, what is promised, the unit."""
    yield f"one submission, {TESTS} tests, beyond its own time", one_submission(backend), ONE_SECONDS, "s"
    yield "a test after the first, beyond its own time", a_test(backend), TEST_MS, "ms"
    limit = CLASS_SECONDS.get(backend.name)
    yield f"{CLASS} submissions, {TESTS} tests each, {JOBS} at once", whole_class(backend), limit, "s"


def main() -> None:
    """Measure every backend that works here."""
    print("| Backend | What | Measured | Promised | |\n|---|---|---|---|---|")
    backends: list[Backend] = [Docker(), Bubblewrap()]
    for backend in backends:
        if trouble := backend.trouble():
            print(f"| {backend.name} | not measured: {trouble} | | | |")
            continue
        for what, value, limit, unit in rows(backend):
            kept = "" if limit is None else "kept" if value <= limit else "**missed**"
            promised = "" if limit is None else f"≤ {limit:g} {unit}"
            print(f"| {backend.name} | {what} | {value:.2f} {unit} | {promised} | {kept} |", flush=True)


if __name__ == "__main__":
    main()
