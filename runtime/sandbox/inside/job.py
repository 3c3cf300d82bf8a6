"""The process that does one job, forked by the supervisor and gone when the job is done."""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
import time
from _thread import stack_size
from pathlib import Path
from typing import Any, NoReturn

from judge.execute import execute, killed
from judge.judging import judge_test

from .frames import read_frame, write_all

WORK = "/work"
MEGABYTE = 1 << 20
WALL_FACTOR = 3
"""A program that waits has so many times its limit."""
LEAST_SECONDS = 0.001
"""A timer set to less might be one that is switched off."""
OPEN_FILES = 64
THREAD_STACK = 1 << 20
STDIN, STDOUT, STDERR = 0, 1, 2


def do_job(limits: dict[str, Any], result: int) -> NoReturn:
    """Read the job from standard input, do it, write its outcome to the descriptor `result`, and end."""
    job = json.loads(read_frame(STDIN, b"J") or b"null")
    if job is None:
        os._exit(1)  # the host is gone
    _shut_standard_streams()
    _put_files(job.pop("files", None) or {})  # whose memory is the program's from here on
    _limit(limits)
    me = os.getpid()
    answer = json.dumps(_execute(job["program"]) if "program" in job else _decide(job))
    if os.getpid() == me:  # a program that forks comes here twice
        write_all(result, answer.encode())
    os._exit(0)


def _shut_standard_streams() -> None:
    """Keep the program off the supervisor's streams: the next job is none of its business."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (STDIN, STDOUT, STDERR):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _put_files(files: dict[str, str]) -> None:
    """Write the files beside the program, where it can import them too. The host has checked the names."""
    os.chdir(WORK)
    sys.path.insert(0, WORK)
    for name, content in files.items():
        path = Path(WORK, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def _limit(limits: dict[str, Any]) -> None:
    """Set the limits of the system; the memory that is taken already does not count."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + limits["memory_mb"] * MEGABYTE
    stack_size(THREAD_STACK)  # the usual 8 MB a thread would count as the program's
    _set(resource.RLIMIT_AS, memory)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, limits["disk_mb"] * MEGABYTE)
    _set(resource.RLIMIT_NPROC, limits["processes"])
    _set(resource.RLIMIT_MSGQUEUE, 0)  # POSIX queues outlive their process, and nothing lists them
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a full disk is an OSError, not the end


def _set(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


def _execute(program: Any) -> object:  # noqa: ANN401 - the judge's own shapes, straight from JSON
    """Run a program; the processor's time counts: a busy computer makes no good solution a slow one."""
    seconds = program["limits"]["time_ms"] / 1000
    try:
        _alarms(seconds)
        outcome = execute(program, clock=time.process_time)
        _alarms(0)
    except KeyboardInterrupt:  # the time was up between two steps of the judge's own
        outcome = killed(program, "TL", program["limits"]["time_ms"])
    return outcome


def _alarms(seconds: float) -> None:
    """Interrupt after so many seconds of the processor, or a multiple of them by the clock; 0 is never."""
    end = time.process_time() + seconds

    def computed(_signal: int, _frame: object) -> None:
        # The timer takes every tick that meets the process for a whole one, and is early on a busy computer.
        left = end - time.process_time()
        if left <= 0:
            raise KeyboardInterrupt
        signal.setitimer(signal.ITIMER_PROF, max(left, LEAST_SECONDS))

    signal.signal(signal.SIGPROF, computed)
    signal.signal(signal.SIGALRM, _waited)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * WALL_FACTOR)


def _waited(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _decide(job: dict[str, Any]) -> object:
    return judge_test(job["task"], job["test"], job["outcomes"])
