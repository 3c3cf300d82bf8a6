"""Says on what machine the figures were measured."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from runtime.sandbox.backend import BackendError
from runtime.sandbox.wasm import find_node

GIBIBYTE = 1 << 30
VERSIONS = {
    "Docker": ("docker", "version", "--format={{.Server.Version}}"),
    "its storage driver": ("docker", "info", "--format={{.Driver}}"),
    "bubblewrap": ("bwrap", "--version"),
}


def describe_machine() -> list[str]:
    """Return lines about the processor, the system and the programs that take part."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    return [
        f"{os.cpu_count()} × {_processor()}, {memory:.0f} GiB of memory",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        ", ".join(f"{name} {_said(*command)}" for name, command in VERSIONS.items()) + f", Node {_node()}",
        datetime.now(UTC).date().isoformat(),
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


def _node() -> str:
    try:
        return _said(find_node(), "--version")
    except BackendError:
        return "none"


def _said(*command: str) -> str:
    """Return the last word that a command says."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    except FileNotFoundError:
        return "none"
    return done.stdout.split()[-1] if done.stdout.split() else "unknown"
