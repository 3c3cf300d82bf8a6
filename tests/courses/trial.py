"""Judge programs in a process of their own, with real limits: `python -m tests.courses.trial < JOB`.

The job is JSON: `{"task": compiled task, "programs": [code, …]}`; out come the reports, one for each program.
"""

import json
import subprocess
import sys
import time
from _thread import interrupt_main
from pathlib import Path
from threading import Timer
from typing import Any

from runtime.judge import execute, judge, report
from runtime.judge.shapes import Outcome, Program, Report

ROOT = Path(__file__).parents[2]
LONGEST = 120


def reports(task: dict[str, Any], programs: list[str]) -> list[Report]:
    """Return what the judge says of each program."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.courses.trial"],
        cwd=ROOT,
        input=json.dumps({"task": task, "programs": programs}),
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST,
    )
    made: list[Report] = json.loads(ran.stdout)
    return made


def _run(program: Program) -> Outcome:
    """Execute with the processor's time as the clock, so that a busy computer is not the program's fault."""
    timer = Timer(program["limits"]["time_ms"] / 1000 * 2, interrupt_main)
    timer.daemon = True
    timer.start()
    try:
        return execute(program, clock=time.process_time)
    finally:
        timer.cancel()


def _limit_memory(megabytes: int) -> None:
    """Let allocations fail past the limit; only Linux can."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - Windows has none

        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + megabytes * 2**20, resource.RLIM_INFINITY))


def _main() -> None:
    job = json.load(sys.stdin)
    _limit_memory(job["task"]["limits"]["memory_mb"])
    made = [report(job["task"], judge(job["task"], code, _run), "trial", "") for code in job["programs"]]
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    _main()
