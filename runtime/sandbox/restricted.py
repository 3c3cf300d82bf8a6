"""The backend `restricted`: a process with limits, a Python with most powers removed. The last resort.

It is weak: what keeps a program from the computer's files is Python refusing, not the system, and others have
been talked round before. `auto` never takes it unless the operator allows it.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from runtime.judge.execute import killed
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import CHECKER_LIMITS, BackendError, Files
from runtime.sandbox.outcome import BrokenOutcomeError, read_outcome, read_step

START_SECONDS = 5
WALL_FACTOR = 3
JOB = "runtime.sandbox.restricted_job"
TOP = Path(__file__).resolve().parents[2]


class Restricted:
    """A process of its own for every program, with RestrictedPython and the limits that the system has."""

    name = "restricted"

    def trouble(self) -> str | None:
        """Whether it runs programs here."""
        if sys.platform == "win32":
            return "Windows has no limits for a process; use wasm there"
        if importlib.util.find_spec("RestrictedPython") is None:
            return "RestrictedPython is not installed; run: pip install knapsack-courseware[restricted]"
        return None

    def fingerprint(self) -> str:
        """Return the versions of Python and of what tames it."""
        try:
            return f"{sys.version}, RestrictedPython {version('RestrictedPython')}"
        except PackageNotFoundError as error:
            raise BackendError(str(self.trouble())) from error

    @contextmanager
    def open(self) -> Iterator[RestrictedSandbox]:
        """Return a sandbox; see `Backend.open`."""
        if trouble := self.trouble():
            raise BackendError(trouble)
        yield RestrictedSandbox()


class RestrictedSandbox:
    """Runs each job in a process that starts and ends with it; see `Sandbox`."""

    python = ".".join(map(str, sys.version_info[:3]))

    def run(self, program: Program, files: Files) -> Outcome:
        """Run a program, which has no way to read `files`; see `Sandbox.run`."""
        limits = dict(program["limits"])
        started = time.monotonic()
        data = _job({"program": program}, limits)
        taken = (time.monotonic() - started) * 1000
        if data is None:
            return killed(program, "TL", limits["time_ms"])
        try:
            return read_outcome(data, program)
        except BrokenOutcomeError:
            return killed(program, "RE", round(taken, 3))

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        """Decide a test with the code that the task brings; see `Sandbox.decide`."""
        job = {"task": task, "test": test, "outcomes": list(outcomes)}
        return read_step(_job(job, {**CHECKER_LIMITS, "output_kb": 64}), test, outcomes)


def _job(job: dict[str, Any], limits: Mapping[str, int]) -> bytes | None:
    """Do a job in a new interpreter; None when it had to be ended."""
    seconds = limits["time_ms"] / 1000 * WALL_FACTOR + START_SECONDS
    command = [sys.executable, "-I", "-B", "-X", "faulthandler", "-c", _start(), json.dumps(dict(limits))]
    try:
        with TemporaryDirectory(prefix="knapsack-") as folder:
            ran = subprocess.run(  # noqa: S603 - our own interpreter and code
                command,
                input=json.dumps(job).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                cwd=folder,
                env={"PATH": "", "LANG": "C.UTF-8"},
                start_new_session=True,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        raise BackendError(f"Python does not start: {error.strerror}") from error
    return ran.stdout


def _start() -> str:
    return f"import sys; sys.path.insert(0, {str(TOP)!r}); from {JOB} import main; main()"
