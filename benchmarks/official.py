"""Measures what the official judge promises and writes benchmarks/official.md. Run by `python3 dev.py bench`.

Docker is measured on the engine that is there; without one, root on Debian starts one of its own for it.
What a program takes itself is its time by its own account, which the judge reports.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from benchmarks.machine import describe_machine
from benchmarks.row import Row, table
from builder.grade.pool import LocalPool
from runtime.judge.judging import program_for
from runtime.judge.shapes import Program, Report, Task
from runtime.sandbox.backend import Backend, Sandbox, Submission
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.docker import Docker
from runtime.sandbox.image import make_rootfs
from runtime.sandbox.official import judge_submission
from runtime.sandbox.wasm import Wasm
from tests.sandbox.engine import no_engine_because, own_engine

RESULTS = Path(__file__).parent / "official.md"
TESTS, CLASS, JOBS, ROUNDS = 10, 25, 2, 5
PROGRAM = "n = int(input())\nprint(sum(i * i for i in range(n)))\n"
LIMIT_MS, WALL_FACTOR, TOLERANCE = 1000, 3, 1.1
SWALLOWS = "while True:\n    try:\n        while True: sum(range(99))\n    except BaseException: pass"

ONE = f"one submission, {TESTS} tests, beyond its own time"
WHOLE_CLASS = f"{CLASS} submissions, {TESTS} tests each, {JOBS} at once"
TEST = "a test after the first, beyond its own time"
COMPUTES, TRIES, SLEEPS = (
    f"a limit of {LIMIT_MS} ms, the end of a program that {what}"
    for what in ("computes", "swallows interrupts", "sleeps")
)
ENDLESS = {COMPUTES: "while True: pass", TRIES: SWALLOWS, SLEEPS: "import time\ntime.sleep(60)"}

AT_LIMIT = LIMIT_MS * TOLERANCE
LIMITS = {COMPUTES: AT_LIMIT, TRIES: AT_LIMIT, SLEEPS: AT_LIMIT * WALL_FACTOR}
PROMISED: Mapping[str, Mapping[str, float]] = {
    "docker": {ONE: 1.5, WHOLE_CLASS: 20, TEST: 15, **LIMITS},
    "bubblewrap": {WHOLE_CLASS: 10, TEST: 15, **LIMITS},
}
"""The largest figures that keep the promises, by backend; the others are measured for information."""


def task() -> Task:
    """Return a task whose tests the program passes."""
    inputs = [1000 + n for n in range(TESTS)]
    cases = [{"name": str(n), "input": str(n), "expected": str(sum(i * i for i in range(n)))} for n in inputs]
    return {"id": "squares", "tests": cases}


def own_seconds(report: Report | None) -> float:
    """Return the program's own time. A wrong verdict measures nothing."""
    if report is None or report["verdict"] != "OK":
        raise SystemExit(f"the benchmark's program was not accepted: {report}")
    return report["time_ms"] / 1000


def one_submission(backend: Backend) -> float:
    """Return the seconds for one submission, beyond its own time."""
    started = time.monotonic()
    own = own_seconds(judge_submission(backend, task(), Submission(PROGRAM)))
    return time.monotonic() - started - own


def one_test(sandbox: Sandbox) -> float:
    """Return the milliseconds for one run in an open sandbox, beyond its own time."""
    started = time.monotonic()
    outcome = sandbox.run(program_for({}, {"input": "1000"}, PROGRAM), {})
    return (time.monotonic() - started) * 1000 - outcome["time_ms"]


def whole_class(backend: Backend) -> float:
    """Return the seconds for a class whose programs all differ."""
    submissions = {str(n): Submission(f"{PROGRAM}# {n}\n") for n in range(CLASS)}
    started = time.monotonic()
    for done in LocalPool(backend, JOBS, Event()).judge(task(), submissions):
        own_seconds(done.report)
    return time.monotonic() - started


def until_ended(sandbox: Sandbox, code: str, *, asleep: bool) -> float:
    """Return the milliseconds that a program without end was given: the processor's, or by the clock."""
    limits = {"time_ms": LIMIT_MS, "memory_mb": 64, "output_kb": 64}
    program: Program = {"code": code, "stdin": "", "call": None, "limits": limits}
    started = time.monotonic()
    outcome = sandbox.run(program, {})
    if outcome["verdict"] != "TL":
        raise SystemExit(f"a program without end got {outcome['verdict']}")
    return (time.monotonic() - started) * 1000 if asleep else outcome["time_ms"]


def median(measure: Callable[[], float]) -> float:
    """Return the median of some rounds."""
    return statistics.median(measure() for _ in range(ROUNDS))


def rows(backend: Backend) -> Iterator[Row]:
    """Measure everything in one backend."""
    promised = PROMISED.get(backend.name, {})

    def row(what: str, value: float, unit: str) -> Row:
        return Row(f"{backend.name}: {what}", value, unit, promised.get(what))

    yield row(ONE, median(lambda: one_submission(backend)), "s")
    yield row(WHOLE_CLASS, whole_class(backend), "s")
    with backend.open() as sandbox:
        one_test(sandbox)
        yield row(TEST, median(lambda: one_test(sandbox)), "ms")
        for what in filter(LIMITS.__contains__, promised):
            yield row(what, until_ended(sandbox, ENDLESS[what], asleep=what == SLEEPS), "ms")


@contextmanager
def engine() -> Iterator[None]:
    """Make sure that there is an engine with an image; without any way to one, say why."""
    trouble = Docker().trouble()
    if trouble is None:
        yield
        return
    if reason := no_engine_because():
        raise SystemExit(f"{trouble}; an engine of its own: {reason}")
    with tempfile.TemporaryDirectory(prefix="knapsack-") as folder:
        rootfs = Path(folder) / "rootfs.tar"
        make_rootfs(rootfs)
        with own_engine(rootfs):
            yield


def main() -> None:
    """Measure every backend and write the table."""
    with engine():
        backends: list[Backend] = [Docker(), Bubblewrap(), Wasm()]
        measured = []
        for backend in backends:
            for row in rows(backend):
                measured.append(row)
                print(row.markdown(), flush=True)
        machine = [f"- {line}" for line in describe_machine()]
    head = [
        "# Results of the official judge",
        "",
        "Made by `python3 dev.py bench`; what each line means stands in `benchmarks/official.py`.",
        f"What a submission and a test take are medians of {ROUNDS} rounds.",
    ]
    RESULTS.write_text("\n".join([*head, "", *machine, "", *table(measured), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
