"""Runs in a process of its own, started by `builder.run`: executes one program, or decides one test.

Usage: child.py JOB RESULT, both JSON files. A file brings the result back, not standard output: that is the
program's.
"""

from __future__ import annotations

import json
import os
import sys
import time
from _thread import interrupt_main
from pathlib import Path
from threading import Event, Thread
from typing import Any

from runtime.judge.execute import execute
from runtime.judge.judging import judge_test

STEP = 0.02
GRACE = 0.5
MEGABYTE = 1 << 20


def main(job_file: str, result_file: str) -> None:
    """Do the job in `job_file` and write its result to `result_file`."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    result = (
        _execute(job["program"], job["packages"])
        if "program" in job
        else judge_test(job["task"], job["test"], job["outcomes"])
    )
    Path(result_file).write_text(json.dumps(result), encoding="utf-8")


def _execute(program: Any, packages: list[str]) -> Any:  # noqa: ANN401  (the judge's shapes, from JSON)
    # Before modules of Python itself: the browser has none of those that packages replace, such as turtle.
    sys.path[:0] = packages
    limits = program["limits"]
    done = Event()
    Thread(target=_interrupt, args=(limits["time_ms"] / 1000, done), daemon=True).start()
    _limit_memory(limits["memory_mb"])
    try:
        # The processor's time counts, so that a busy computer does not turn a good solution into a slow one.
        return execute(program, clock=time.process_time)
    finally:
        done.set()


def _interrupt(seconds: float, done: Event) -> None:
    """End the program at its time; the whole process if it swallows that."""
    start = time.process_time()
    for deadline, end in ((start + seconds, interrupt_main), (start + seconds + GRACE, lambda: os._exit(1))):
        while not done.wait(STEP) and time.process_time() < deadline:
            pass
        if not done.is_set():
            end()


def _limit_memory(megabytes: int) -> None:
    """Let allocations fail past the limit, where the system can do that."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  (Windows has none)

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main(*sys.argv[1:])
