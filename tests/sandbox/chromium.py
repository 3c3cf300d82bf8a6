"""The browser for the tests, and what it has started."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from runtime.sandbox.backend import BackendError
from runtime.sandbox.browser import find_chromium
from tests.sandbox.backends import BACKENDS
from tests.sandbox.warm import Warm

DRIVER, PAGE = b"run-driver", b"--type=renderer"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Warm]:
    """Return the backend `browser`, which keeps its Chromium for a module's tests, and leave none."""
    require_chromium()
    backend = BACKENDS["browser"].backend
    assert isinstance(backend, Warm)
    with closing(backend):
        yield backend
    assert browsers(os.getpid()) == [], "a Chromium outlived its sandboxes"


def require_chromium() -> None:
    """Skip where there is no Chromium, but never in CI."""
    try:
        find_chromium()
    except BackendError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI must test with Chromium: {error}")
        pytest.skip(str(error))


def browsers(judging: int) -> list[int]:
    """Return the processes of Chromium and of its driver that a judge has started."""
    return [pid for pid, command in descendants(judging).items() if b"chrom" in command or DRIVER in command]


def descendants(parent: int) -> Mapping[int, bytes]:
    """Return all processes that a process has started, and those have, with their commands."""
    children: dict[int, list[tuple[int, bytes]]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:  # it has just ended
            continue
        children.setdefault(int(fields[1]), []).append((int(entry.name), command))
    found: dict[int, bytes] = {}
    waiting = [parent]
    while waiting:
        for pid, command in children.get(waiting.pop(), []):
            found[pid] = command
            waiting.append(pid)
    return found
