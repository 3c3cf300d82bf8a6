"""Measures building and watching a large set of courses and writes benchmarks/authoring.md.

Run by `python3 dev.py bench`. The set has 1,000 tasks and 500 lessons in two languages (see
`benchmarks/course_set.py`). MkDocs with Material renders the same pages as plain Markdown, both languages at
the same time, in turns with us.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.course_set import write_course_set
from benchmarks.machine import describe_machine
from benchmarks.mkdocs_tree import write_trees
from benchmarks.row import Row, table

HERE = Path(__file__).parent
RESULTS = HERE / "authoring.md"
ROUNDS, PORT = 3, 8799
KIBIBYTES_IN_GB = 1_000_000_000 / 1024
KNAPSACK = [sys.executable, "-m", "builder"]


def seconds(*commands: list[str]) -> float:
    """Return the seconds until all `commands`, which run at the same time, have ended well."""
    started = time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    processes = [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603 - our own
    statuses = [process.wait() for process in processes]
    if any(statuses):
        raise SystemExit("a build failed")
    return time.monotonic() - started


def full_builds(courses: Path, work: Path) -> Iterator[Row]:
    """Measure full builds, ours and those of MkDocs in turns."""
    configurations = write_trees(courses, work / "trees")
    mkdocs = [[sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(path)] for path in configurations]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(seconds(*mkdocs))
        shutil.rmtree(work / "built", ignore_errors=True)
        ours.append(seconds([*KNAPSACK, "build", "--courses", str(courses), "--out", str(work / "built")]))
        print(f"MkDocs {theirs[-1]:.1f} s, ours {ours[-1]:.1f} s", flush=True)
    ratio = statistics.median(ours) / statistics.median(theirs)
    yield Row(
        "full build by MkDocs with Material, both languages at once", statistics.median(theirs), "s", None
    )
    yield Row("full build by Knapsack", statistics.median(ours), "s", None)
    yield Row("of MkDocs with Material", ratio, "", 1)


@contextmanager
def watched(courses: Path, site: Path) -> Iterator[int]:
    """Watch the courses for as long as the context lasts, and give the process's number."""
    call = [*KNAPSACK, "watch", "--courses", str(courses), "--out", str(site), "--port", str(PORT)]
    process = subprocess.Popen([*call, "--no-browser"], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    assert process.stdout is not None  # noqa: S101 - it is piped
    try:
        while "Watching" not in process.stdout.readline():
            if process.poll() is not None:
                raise SystemExit("knapsack watch ended")
        yield process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def changes(courses: Path, work: Path) -> Iterator[Row]:
    """Measure what an author waits for, in real browsers, and the memory that watching takes."""
    with watched(courses, work / "site") as process:
        call = ["node", str(HERE / "authoring.ts"), f"http://127.0.0.1:{PORT}", str(courses / "course-3")]
        said = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own
        for line in said.splitlines():
            measured = json.loads(line)
            kind, task, theory = measured["kind"], measured["task"], measured["theory"]
            print(f"{kind}: task {task} ms, theory {theory} ms", flush=True)
            yield Row(
                f"a dropped task JSON is seen in the open page, {kind}", statistics.median(task), "ms", 1000
            )
            yield Row(
                f"a changed theory is seen in the open page, {kind}", statistics.median(theory), "ms", 1500
            )
        yield Row("most memory of the watching process", peak_memory(process), "GB", 1)


def peak_memory(process: int) -> float:
    """Return the gigabytes of memory that a process has had at most (VmHWM of proc(5))."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / KIBIBYTES_IN_GB
    raise SystemExit("this system does not tell a process's peak memory")


def main() -> None:
    """Measure and write the table."""
    with tempfile.TemporaryDirectory(prefix="knapsack-bench-") as folder:
        work = Path(folder)
        write_course_set(work / "courses")
        rows = [*full_builds(work / "courses", work), *changes(work / "courses", work)]
    for row in rows:
        print(row.markdown())
    head = [
        "# Results of building and watching",
        "",
        "Made by `python3 dev.py bench`; what each line means stands in `benchmarks/authoring.py`.",
        f"Builds are medians of {ROUNDS} rounds, changes of 7 in each browser.",
    ]
    machine = [f"- {line}" for line in describe_machine()]
    RESULTS.write_text("\n".join([*head, "", *machine, "", *table(rows), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
