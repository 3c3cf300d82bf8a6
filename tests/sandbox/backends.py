"""Every backend, with what its tests must know of it.

A test that takes the fixture `backend` runs in each of them, one marked with `only` in some. Afterwards
nothing that the backend has started may be left.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from runtime.bundle import MADE
from runtime.sandbox.backend import Backend
from runtime.sandbox.browser import Browser
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.choose import COMPARING
from runtime.sandbox.docker import LABEL, Docker, ask
from runtime.sandbox.wasm import Wasm
from tests.sandbox.warm import Warm

KERNEL = MADE / "kernel"
BWRAP, NODE = "--die-with-parent", "node.cjs"


@dataclass(frozen=True)
class Known:
    """`left` lists what is there of the backend, `fixtures` are what it needs.

    A program that only waits has `wall_factor` times its limit.
    """

    backend: Backend
    left: Callable[[], Sequence[object]]
    fixtures: Sequence[str] = ()
    wall_factor: int = 3


def containers() -> list[str]:
    """Return the names of the judge's containers, running or not."""
    answer = ask("ps", "--all", "--format={{.Names}}", f"--filter=label={LABEL}")
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.decode().split()


def processes(words: str, judging: int | None = None) -> list[int]:
    """Return the processes with these words in their command line that a judge has started, or has lost.

    Others may judge on the same computer. Without `judging` the judge is this process.
    """
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and words.encode() in (entry / "cmdline").read_bytes():
                status = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                parents[int(entry.name)] = int(status.rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
    return [pid for pid in parents if _first_above(pid, parents) in {judging or os.getpid(), 1}]


def _first_above(pid: int, parents: dict[int, int]) -> int:
    while pid in parents:
        pid = parents[pid]
    return pid


BACKENDS = {
    "bubblewrap": Known(Bubblewrap(), lambda: processes(BWRAP)),
    "docker": Known(Docker(), containers, ["engine"]),
    "wasm": Known(Wasm(KERNEL), lambda: processes(NODE)),
    # One Chromium for all tests; the fixture sees to it that it ends.
    "browser": Known(Warm(Browser(KERNEL)), list, ["chromium"], wall_factor=1),
}

keeps_time = pytest.mark.parametrize(
    "backend", [name for name in BACKENDS if name not in COMPARING], indirect=True
)
"""For a test of the clock: a page knows no time of the processor, and a busy computer makes it late."""


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """Return one backend after the other."""
    known = BACKENDS[request.param]
    for name in known.fixtures:
        request.getfixturevalue(name)
    yield known.backend
    assert known.left() == [], f"{request.param} has left something"


def only(*names: str) -> list[pytest.MarkDecorator]:
    """Mark a module's tests as those of some backends."""
    return [
        pytest.mark.usefixtures("backend"),
        pytest.mark.parametrize("backend", names, indirect=True),
    ]
