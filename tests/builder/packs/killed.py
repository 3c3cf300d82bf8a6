"""Runs `knapsack install` or `update` and kills the process for good just before its Nth step on the disk.

Jobs come as JSON on standard input: [[step, "exchange" or "rename", [command, …]], …]. Each runs in a process
of its own; with step 0 it lives. For each a line goes out: its exit status and how many steps it has made.
"""

from __future__ import annotations

import json
import os
import sys

from builder import swap
from builder.commands.install import install_command
from builder.commands.update import update_command
from tests.builder.killing import kill_at


def job(last: int, way: str, command: list[str], report: int) -> None:
    if way == "rename":
        swap._exchange = lambda one, other: False
    steps = kill_at(last, command[command.index("--courses") + 1])
    {"install": install_command, "update": update_command}[command[0]].main(
        command[1:], standalone_mode=False
    )
    os.write(report, str(steps.done).encode())


def run(last: int, way: str, command: list[str]) -> tuple[int, int]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)
        status = 1
        try:
            job(last, way, command, write)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with os.fdopen(read, "rb") as report:
        return status, int(report.read() or 0)


if __name__ == "__main__":
    for each in json.load(sys.stdin):
        print(*run(*each), flush=True)
