from __future__ import annotations

from pathlib import Path

from runtime.sandbox import bubblewrap


def test_what_is_removed_while_it_starts_leaves_nobody_waiting() -> None:
    """While it starts bwrap is two processes, one of which waits for the other."""
    for _ in range(40):
        process = bubblewrap._start()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not children.read_text(encoding="ascii"):
            assert process.poll() is None
        bubblewrap._remove(process)
        process.communicate(timeout=60)  # until nobody has the other ends of its pipes
