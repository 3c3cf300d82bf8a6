"""What the backends share that run the browser's kernel: the same requests, its answers read alike."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from runtime.bundle import browser_folder
from runtime.judge.execute import killed
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import CHECKER_LIMITS, BackendError, Files
from runtime.sandbox.files import encoded
from runtime.sandbox.outcome import BrokenOutcomeError, broken_outcome, read_outcome, read_step
from runtime.sandbox.process import GoneError, ProcessSandbox

START_SECONDS = 60
WALL_FACTOR = 3
SILENCE = 15
"""Seconds: the kernel itself ends what is over its limits; this much later it is taken for broken."""


class Kernel(Protocol):
    """What runs the browser's kernel and says things in JSON.

    To hear and to ask raise TimeoutError, and GoneError when it is not there any more.
    """

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return what it says next. Before all else that is `python`, its version, or `detail`, the fault."""

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return its answer to a request."""

    def end(self) -> str:
        """Make sure that it is gone; returns the most telling line that it said."""


class KernelSandbox(ProcessSandbox[Kernel]):
    """A `Sandbox` in a kernel; a new one whenever the old did not answer."""

    def run(self, program: Program, files: Files) -> Outcome:
        """Run a program; see `Sandbox.run`."""
        limit = program["limits"]["time_ms"]
        request = {"type": "execute", "program": {**program, "files": encoded(files)}}
        try:
            answer = self._ask(request, limit)
        except TimeoutError:
            return killed(program, "TL", limit)
        except GoneError:
            return broken_outcome(program, 0, "it ended its own interpreter")
        if answer.get("type") == "broken":
            raise BackendError(f"Python does not start again: {answer.get('detail')}")
        return _outcome(program, answer.get("outcome"))

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        """Decide a test with the code that the task brings; see `Sandbox.decide`."""
        limit = CHECKER_LIMITS["time_ms"]
        what = {"task": task, "test": test, "outcomes": list(outcomes)}
        try:
            step = self._ask({"type": "judge", **what, "time_ms": limit}, limit).get("answer")
        except (GoneError, TimeoutError):
            step = None
        data = step.encode("utf-8", "surrogatepass") if isinstance(step, str) else None
        return read_step(data, test, outcomes)

    def _ask(self, request: dict[str, Any], limit_ms: float) -> dict[str, Any]:
        """Return the kernel's answer. Raises TimeoutError and GoneError, after which it is there no more."""
        kernel = self._running()
        try:
            return kernel.ask(request, limit_ms / 1000 * WALL_FACTOR + SILENCE)
        except (GoneError, TimeoutError):
            self._close()
            raise

    def _greeting(self, process: Kernel) -> str:
        try:
            said = process.hear(START_SECONDS)
        except TimeoutError as error:
            raise GoneError from error
        if "python" not in said:
            raise GoneError(said.get("detail", ""))
        return str(said["python"])

    def _remove(self, process: Kernel) -> str:
        return process.end()


class KernelBackend(ABC):
    """A way to run the browser's kernel.

    `kernel` is the folder of the kernel bundle, by default the one that belongs to this Knapsack.
    """

    def __init__(self, kernel: Path | None = None) -> None:
        # Node allows reading by the real path.
        self._kernel = (kernel or browser_folder() / "kernel").resolve()

    def trouble(self) -> str | None:
        """Whether it starts Python here."""
        try:
            with self.open():
                return None
        except BackendError as error:
            return str(error)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the kernel bundle, which holds the Python."""
        total = hashlib.sha256()
        try:
            for path in sorted(self._kernel.iterdir()):
                total.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise BackendError(
                f"the kernel bundle cannot be read: {self._kernel}: {error.strerror}"
            ) from error
        return total.hexdigest()

    def open(self) -> AbstractContextManager[KernelSandbox]:
        """Return a sandbox; see `Backend.open`."""
        return KernelSandbox(self._start)

    @abstractmethod
    def _start(self) -> Kernel:
        """Start a kernel. Raises BackendError."""

    def _part(self, name: str) -> Path:
        """Return a file of the bundle. Raises BackendError."""
        path = self._kernel / name
        if not path.is_file():
            raise BackendError(f"the kernel bundle is missing from {self._kernel}; run: python3 dev.py setup")
        return path


def _outcome(program: Program, raw: object) -> Outcome:
    try:
        outcome = read_outcome(json.dumps(raw).encode(), program)
    except BrokenOutcomeError:
        return broken_outcome(program, 0, "it disturbed what brings its output back")
    memory = raw.get("memory_kb") if isinstance(raw, dict) else 0
    outcome["memory_kb"] = max(0, memory) if isinstance(memory, int) else 0
    return outcome
