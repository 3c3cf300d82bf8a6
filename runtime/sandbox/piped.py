"""A sandbox behind two pipes: a process that runs `inside/supervisor.py`, however it is confined."""

from __future__ import annotations

import base64
import json
import os
import selectors
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from runtime.judge.execute import killed
from runtime.judge.judging import fault_result
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import BackendError, Files
from runtime.sandbox.inside.frames import HEADER, FrameError, pack, unpack_header
from runtime.sandbox.outcome import BrokenOutcomeError, read_outcome, read_step

CHECKER_LIMITS = {"time_ms": 10_000, "memory_mb": 512}
DISK_MB = 64
PROCESSES = 64
PATIENCE = 60
"""Seconds that a sandbox may take to start."""
START_SECONDS = 1
"""For a process to be forked and to read its job, beyond its own time."""
SILENCE = 10
"""Seconds after which a supervisor that should have ended a job is given up."""
OVERHEAD_MS = 30
"""What a job costs beside the program, at most."""
OUTPUT_FACTOR = 12
"""How long JSON can make a byte of output, twice."""
RESULT_ROOM = 1 << 20

HERE = Path(__file__).parent
HARNESS = {"inside": HERE / "inside", "judge": HERE.parent / "judge"}
"""What stands in `/knapsack` inside."""
START = "import sys; sys.path.insert(0, '/knapsack'); from inside.supervisor import main; main()"


@dataclass(frozen=True)
class _End:
    """How a job ended; `killed` names the limit, None for a process that ended by itself."""

    brought: bytes
    killed: str | None
    status: int
    cpu_ms: float
    memory_kb: int


class _GoneError(Exception):
    """The supervisor is not there any more, or says nothing sensible: the program got at it."""


class PipedSandbox:
    """Runs jobs in a supervised process; starts a new one whenever a program has left its mark on the old.

    `start` gives the confined process; `remove` makes sure that it is gone. Raises BackendError when none
    starts.
    """

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[bytes]],
        remove: Callable[[subprocess.Popen[bytes]], None],
    ) -> None:
        self._start = start
        self._remove = remove
        self._process: subprocess.Popen[bytes] | None = None
        self._python = ""

    def __enter__(self) -> Self:
        """Start at once: a backend that fails should say so before anything is judged."""
        self._open()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._close()

    @property
    def python(self) -> str:
        """The version of the Python inside."""
        return self._python

    def run(self, program: Program, files: Files) -> Outcome:
        """Run a program; see `Sandbox.run`."""
        limits = dict(program["limits"])
        started = time.monotonic()
        try:
            end = self._job({"program": program, "files": _encoded(files)}, limits)
        except _GoneError:
            return self._broken(program, (time.monotonic() - started) * 1000, "it ended its own supervisor")
        return self._outcome(program, end)

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        """Decide a test with the code that the task brings; see `Sandbox.decide`."""
        room = {"output_kb": max(64, int(task.get("limits", {}).get("output_kb", 64)))}
        try:
            end = self._job(
                {"task": task, "test": test, "outcomes": list(outcomes)}, {**CHECKER_LIMITS, **room}
            )
            if end.killed is None and end.brought:
                return read_step(end.brought, test)
        except (_GoneError, BrokenOutcomeError):
            pass
        return fault_result(test, "the checker took too long or broke down", outcomes)

    def _outcome(self, program: Program, end: _End) -> Outcome:
        limit = program["limits"]["time_ms"]
        if end.killed:
            return self._ended(
                program, end.killed, min(end.cpu_ms, limit) if end.killed != "TL" else limit, end
            )
        if not end.brought:
            how = f"signal {-end.status}" if end.status < 0 else f"status {end.status}"
            return self._broken(program, end.cpu_ms, f"it ended Python itself, with {how}")
        try:
            outcome = read_outcome(end.brought, program)
        except BrokenOutcomeError:
            return self._broken(program, end.cpu_ms, "it disturbed what brings its output back")
        outcome["memory_kb"] = end.memory_kb
        if outcome["verdict"] == "OK" and end.cpu_ms > limit + OVERHEAD_MS:  # whatever it says itself
            return self._ended(program, "TL", end.cpu_ms, end)
        return outcome

    def _ended(self, program: Program, verdict: str, time_ms: float, end: _End) -> Outcome:
        outcome = killed(program, verdict, round(time_ms, 3))
        outcome["memory_kb"] = end.memory_kb
        return outcome

    def _broken(self, program: Program, time_ms: float, what: str) -> Outcome:
        outcome = killed(program, "RE", round(time_ms, 3))
        text = f"The program did not come to its end: {what}."
        outcome["error"] = {"type": "SystemExit", "message": text, "line": None, "text": text + "\n"}
        outcome["stderr"] = text + "\n"
        return outcome

    def _job(self, job: dict[str, Any], limits: dict[str, Any]) -> _End:
        process = self._process or self._open()
        room = limits.get("output_kb", 64) * 1024 * OUTPUT_FACTOR + RESULT_ROOM
        header = {
            **limits,
            "start_seconds": START_SECONDS,
            "spare_mb": 16,
            "disk_mb": DISK_MB,
            "processes": PROCESSES,
            "result_bytes": room,
        }
        deadline = time.monotonic() + limits["time_ms"] / 1000 * 3 + START_SECONDS + SILENCE
        try:
            self._send(
                process, pack(b"H", json.dumps(header).encode()) + pack(b"J", json.dumps(job).encode())
            )
            brought, end = self._receive(process, deadline, room)
        except (_GoneError, FrameError, OSError, ValueError, KeyError, TypeError) as error:
            self._close()
            raise _GoneError from error
        if not end["clean"]:
            self._close()
        return _End(brought, end["killed"], int(end["status"]), float(end["cpu_ms"]), int(end["memory_kb"]))

    def _send(self, process: subprocess.Popen[bytes], data: bytes) -> None:
        assert process.stdin is not None  # noqa: S101 - opened with a pipe
        process.stdin.write(data)
        process.stdin.flush()

    def _receive(
        self, process: subprocess.Popen[bytes], deadline: float, room: int
    ) -> tuple[bytes, dict[str, Any]]:
        parts: list[bytes] = []
        while True:
            kind, payload = _frame(process, deadline)
            if kind == b"E":
                return b"".join(parts), dict(json.loads(payload))
            if kind != b"O":
                raise _GoneError
            parts.append(payload)
            room -= len(payload)
            if room < 0:
                raise _GoneError

    def _open(self) -> subprocess.Popen[bytes]:
        process = self._process = self._start()
        try:
            _, payload = _frame(process, time.monotonic() + PATIENCE)
            self._python = str(json.loads(payload)["python"])
        except (_GoneError, FrameError, ValueError, KeyError, TypeError) as error:
            words = self._close()
            raise BackendError(f"the sandbox did not start: {words}") from error
        return process

    def _close(self) -> str:
        """Remove the process; returns the last thing that it said on standard error."""
        process, self._process = self._process, None
        if process is None:
            return ""
        self._remove(process)
        said = process.communicate()[1].decode(errors="replace").strip().splitlines()
        return said[-1] if said else f"it ended with status {process.returncode}"


def _frame(process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
    kind, length = unpack_header(_read(process, HEADER.size, deadline))
    return kind, _read(process, length, deadline)


def _read(process: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
    """Read so many bytes. Raises _GoneError when they do not come in time, or not at all."""
    assert process.stdout is not None  # noqa: S101 - opened with a pipe
    descriptor, parts = process.stdout.fileno(), []
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while count:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise _GoneError
            part = os.read(descriptor, min(count, 1 << 16))
            if not part:
                raise _GoneError
            parts.append(part)
            count -= len(part)
    return b"".join(parts)


def _encoded(files: Files) -> dict[str, str]:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}
