"""The supervisor: forks a process for every job, watches what it takes, and leaves nothing of it behind.

It imports the judge once, so that a job costs a fork and not the start of an interpreter. What passes through
it is wiped at once: the next job's process begins as its copy.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
import time
from typing import Any

from .frames import HEADER, pack, read_frame, write_all
from .job import STDIN, STDOUT, WALL_FACTOR, WORK, do_job
from .processes import kill_all, kill_others, others, usage
from .seccomp import forbid
from .sweep import sweep

STEP_MS = 10
"""Swallowing the interrupt at the limit gains a program no more than this."""
GRACE = 0.05
IDLE_SECONDS = 600
"""No judge is silent for so long; an engine that died may have left an input that nobody ever closes."""
CHUNK = 1 << 16
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38


class Supervisor:
    """Does job after job until the host is gone."""

    def __init__(self) -> None:
        self._buffer = bytearray(CHUNK)
        self._hangup = select.poll()
        self._hangup.register(STDIN, 0)  # only the hang-up: what there is to read belongs to the next process

    def run(self) -> None:
        """Announce that the sandbox is ready and serve until the host is gone."""
        version = ".".join(map(str, sys.version_info[:3]))
        self._send(b"R", {"python": version})
        while (header := self._next()) is not None:
            self._send(b"E", self._job(json.loads(header)))

    def _next(self) -> bytes | None:
        ready, _, _ = select.select([STDIN], [], [], IDLE_SECONDS)
        return read_frame(STDIN, b"H") if ready else None

    def _send(self, kind: bytes, message: object) -> None:
        write_all(STDOUT, pack(kind, json.dumps(message).encode()))

    def _job(self, limits: dict[str, Any]) -> dict[str, Any]:
        reader, writer = os.pipe()
        started = time.monotonic()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            do_job(limits, writer)
        os.close(writer)
        os.set_blocking(reader, False)
        end = self._watch(pid, reader, limits, started)
        end["wall_ms"] = (time.monotonic() - started) * 1000
        os.close(reader)
        end["clean"] = kill_others() and sweep(WORK)
        return end

    def _watch(self, pid: int, reader: int, limits: dict[str, Any], started: float) -> dict[str, Any]:
        """Pass on what the process brings back until it has ended, or has to be."""
        seconds = limits["time_ms"] / 1000
        wall = started + seconds * WALL_FACTOR + limits["start_seconds"]
        left, killed = limits["result_bytes"], None
        poll = select.poll()
        poll.register(reader, select.POLLIN)
        while True:
            poll.poll(STEP_MS)
            left -= self._forward(reader, left)
            ended, status, taken = os.wait4(pid, os.WNOHANG)
            if ended:
                self._forward(reader, left)
                return self._end(status, taken, killed)
            if killed is None:
                killed = self._fault(seconds, wall, limits, left)
            if killed:
                kill_all()

    def _fault(self, seconds: float, wall: float, limits: dict[str, Any], left: int) -> str | None:
        """Name the limit that the program is over, or None."""
        if self._hangup.poll(0):
            os._exit(1)  # takes every other process along
        now = usage(others())
        if now.cpu > seconds + GRACE or time.monotonic() > wall:
            return "TL"
        if now.memory > (limits["memory_mb"] + limits["spare_mb"]) << 20:
            return "ML"
        return "OL" if left <= 0 else None

    def _forward(self, reader: int, room: int) -> int:
        """Hand on what is there; returns how much. Past `room` it is read and dropped."""
        total = 0
        while True:
            try:
                count = os.readv(reader, [self._buffer])
            except BlockingIOError:
                return total
            if not count:
                return total
            if total + count <= room:
                write_all(STDOUT, HEADER.pack(b"O", count))
                write_all(STDOUT, memoryview(self._buffer)[:count])
            self._buffer[:count] = bytes(count)
            total += count

    def _end(self, status: int, taken: Any, killed: str | None) -> dict[str, Any]:  # noqa: ANN401 - struct_rusage
        return {
            "killed": killed,
            "status": os.waitstatus_to_exitcode(status),
            "cpu_ms": (taken.ru_utime + taken.ru_stime) * 1000,
            "memory_kb": taken.ru_maxrss,
        }


def main() -> None:
    """Give up what is not needed, hide from the programs, and serve."""
    libc = ctypes.CDLL(None)
    uid = int(os.environ.pop("KNAPSACK_UID", "0"))
    if os.getuid() == 0 and uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    forbid(libc)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Supervisor().run()
