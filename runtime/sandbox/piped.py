"""A sandbox behind two pipes: a process that runs `inside/supervisor.py`, however it is confined."""

from __future__ import annotations

import json
import selectors
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.judge.drawing import MOST_BYTES
from runtime.judge.execute import killed
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import CHECKER_LIMITS, Files
from runtime.sandbox.files import encoded
from runtime.sandbox.inside.frames import HEADER, FrameError, pack, read_exactly, unpack_header
from runtime.sandbox.outcome import BrokenOutcomeError, broken_outcome, read_outcome, read_step
from runtime.sandbox.process import GoneError, ProcessSandbox

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
RESULT_ROOM = (1 << 20) + 3 * MOST_BYTES
"""For all else: a drawing's Cyrillic letters are three times as long in JSON."""

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


class PipedSandbox(ProcessSandbox[subprocess.Popen[bytes]]):
    """Runs jobs in a supervised process; starts a new one whenever a program has left its mark on the old.

    `start` gives the confined process, unbuffered; `end` makes sure that it is gone.
    """

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[bytes]],
        end: Callable[[subprocess.Popen[bytes]], None],
    ) -> None:
        super().__init__(start)
        self._end = end

    def run(self, program: Program, files: Files) -> Outcome:
        """Run a program; see `Sandbox.run`."""
        limits = dict(program["limits"])
        started = time.monotonic()
        try:
            end = self._job({"program": program, "files": encoded(files)}, limits)
        except GoneError:
            taken = (time.monotonic() - started) * 1000
            return broken_outcome(program, taken, "it ended its own supervisor")
        return self._outcome(program, end)

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        """Decide a test with the code that the task brings; see `Sandbox.decide`."""
        room = {"output_kb": max(64, int(task.get("limits", {}).get("output_kb", 64)))}
        job = {"task": task, "test": test, "outcomes": list(outcomes)}
        try:
            end = self._job(job, {**CHECKER_LIMITS, **room})
        except GoneError:
            return read_step(None, test, outcomes)
        return read_step(None if end.killed else end.brought, test, outcomes)

    def _outcome(self, program: Program, end: _End) -> Outcome:
        if end.killed:
            return _ended(program, end.killed, end)
        if not end.brought:
            how = f"signal {-end.status}" if end.status < 0 else f"status {end.status}"
            return broken_outcome(program, end.cpu_ms, f"it ended Python itself, with {how}")
        try:
            outcome = read_outcome(end.brought, program)
        except BrokenOutcomeError:
            return broken_outcome(program, end.cpu_ms, "it disturbed what brings its output back")
        late = end.cpu_ms > program["limits"]["time_ms"] + OVERHEAD_MS  # whatever it says itself
        if outcome["verdict"] == "TL" or (outcome["verdict"] == "OK" and late):
            return _ended(program, "TL", end)
        outcome["memory_kb"] = end.memory_kb
        return outcome

    def _job(self, job: dict[str, Any], limits: dict[str, Any]) -> _End:
        process = self._running()
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
        except (GoneError, OSError, ValueError, KeyError, TypeError) as error:
            self._close()
            raise GoneError from error
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
            parts.append(payload)
            room -= len(payload)
            if kind != b"O" or room < 0:
                raise GoneError

    def _greeting(self, process: subprocess.Popen[bytes]) -> str:
        try:
            _, payload = _frame(process, time.monotonic() + PATIENCE)
            return str(json.loads(payload)["python"])
        except (ValueError, KeyError, TypeError) as error:
            raise GoneError from error

    def _remove(self, process: subprocess.Popen[bytes]) -> str:
        self._end(process)
        said = process.communicate()[1].decode(errors="replace").strip().splitlines()
        return said[-1] if said else f"it ended with status {process.returncode}"


def _ended(program: Program, verdict: str, end: _End) -> Outcome:
    """Return the outcome of a program that was ended. One that waits takes no time of the processor."""
    least = program["limits"]["time_ms"] if verdict == "TL" else 0
    outcome = killed(program, verdict, round(max(least, end.cpu_ms), 3))
    outcome["memory_kb"] = end.memory_kb
    return outcome


def _frame(process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
    """Read a frame. Raises GoneError when it does not come in time, or is none."""
    try:
        kind, length = unpack_header(_read(process, HEADER.size, deadline))
    except FrameError as error:
        raise GoneError from error
    return kind, _read(process, length, deadline)


def _read(process: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
    assert process.stdout is not None  # noqa: S101 - opened with a pipe
    descriptor = process.stdout.fileno()
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        data = read_exactly(
            descriptor, count, lambda: bool(selector.select(max(0.0, deadline - time.monotonic())))
        )
    if data is None:
        raise GoneError
    return data
