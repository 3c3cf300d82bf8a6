"""What the processes of a sandbox take, read from /proc: one program's, all but the supervisor."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
KILOBYTE = 1 << 10
INIT = 1
OWN_MEMORY = (b"RssAnon:", b"RssShmem:")
"""In kilobytes. What processes share by forking or in files of the system is not among it, what they share in
memory counts for each of them."""


@dataclass(frozen=True)
class Usage:
    """`cpu` in seconds; `memory` in bytes, without what the processes share with the supervisor."""

    count: int
    cpu: float
    memory: int


def others() -> list[int]:
    """Return every process of the sandbox but this one and its init."""
    own = {INIT, os.getpid()}
    return [
        pid
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and (pid := int(entry.name)) not in own
    ]


def usage(pids: list[int]) -> Usage:
    """Add up what these processes take; one that has just ended takes nothing."""
    count, ticks, memory = 0, 0, 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            status = Path(f"/proc/{pid}/status").read_bytes()
        except OSError:
            continue
        # The name, in brackets, may hold anything. After it the fields 12 and 13 are user and system time,
        # 14 and 15 those of children that were waited for.
        rest = fields.rpartition(")")[2].split()
        count += rest[0] != "Z"
        ticks += sum(int(field) for field in rest[11:15])
        memory += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(OWN_MEMORY))
    return Usage(count, ticks / TICK, memory * KILOBYTE)


def kill_all() -> bool:
    """Send every other process its end, all at once. False when there is none."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def kill_others() -> bool:
    """End every other process at once, and wait until they are gone. False when some will not go."""
    for _ in range(100):
        if not kill_all():
            return True
        _reap()
        if usage(others()).count == 0:
            return True
    return False


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
