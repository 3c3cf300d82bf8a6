from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.builder.packages import good, write


def check_on_a_terminal(course: Path, cache: Path) -> tuple[str, bytes]:
    """Run `check --run --json` with a terminal for errors; return its output and what was shown there."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "builder", "check", "--run", "--json", str(course)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as running:
        os.close(theirs)
        assert running.stdout is not None
        out = running.stdout.read().decode()
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 1 << 16)
        except OSError:  # the terminal's other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    return out, shown


def test_a_bar_on_a_terminal_and_clean_json(tmp_path: Path) -> None:
    out, shown = check_on_a_terminal(write(tmp_path / "small", good()), tmp_path / "cache")
    assert {problem["severity"] for problem in json.loads(out)} == {"warning"}
    assert b"running" in shown
    assert b"1/1" in shown
    assert (tmp_path / "cache/knapsack/check.sqlite3").is_file()
