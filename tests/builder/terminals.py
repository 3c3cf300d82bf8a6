"""Commands that are run on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


def on_a_terminal(*command: str | Path, **environment: str) -> tuple[str, str]:
    """Run `knapsack` with a terminal for errors; return its output and what was shown there."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment}
    with subprocess.Popen(
        [sys.executable, "-m", "builder", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=variables,
    ) as running:
        os.close(theirs)
        shown = _all(ours)
        return running.communicate()[0].decode(), shown


def _all(descriptor: int) -> str:
    """Everything that is shown on a terminal until its program ends."""
    parts = []
    with os.fdopen(descriptor, "rb", buffering=0) as file, suppress(OSError):
        while part := file.read(4096):
            parts.append(part)
    return b"".join(parts).decode()
