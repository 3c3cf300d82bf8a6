"""The backend `bubblewrap`: Linux namespaces without Docker, about as quick as a bare interpreter."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from runtime.sandbox.backend import BackendError
from runtime.sandbox.piped import DISK_MB, HARNESS, START, PipedSandbox
from runtime.sandbox.process import start_process

MEGABYTE = 1 << 20
PROGRAM = "bwrap"
FIRST_UID = 1_879_048_192
"""As root each sandbox gets a user of its own, from the range that systemd keeps for containers."""
UIDS = 1 << 27
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc/ld.so.cache")

_count = itertools.count(os.getpid() << 8)


class Bubblewrap:
    """All namespaces unshared, the system read-only, folders in memory, nothing else in sight."""

    name = "bubblewrap"

    def trouble(self) -> str | None:
        """Whether it starts a program here."""
        if sys.platform != "linux":
            return "bubblewrap is for Linux; use docker or wasm here"
        if shutil.which(PROGRAM) is None:
            return "bubblewrap is not installed; on Debian: apt install bubblewrap"
        try:
            with self.open():
                return None
        except BackendError as error:
            return f"{error}; are user namespaces allowed for you?"

    def fingerprint(self) -> str:
        """Return the version of this very Python, which runs inside too."""
        return sys.version

    def open(self) -> AbstractContextManager[PipedSandbox]:
        """Return a sandbox; see `Backend.open`."""
        return PipedSandbox(_start, _remove)


def _start() -> subprocess.Popen[bytes]:
    uid = FIRST_UID + next(_count) % UIDS
    return start_process([*_command(uid), _python(), "-I", "-S", "-B", "-c", START], buffer=0)


def _command(uid: int) -> list[str]:
    """As root the supervisor gives root up itself; everyone else is nobody in a user namespace."""
    root = os.getuid() == 0
    who = (
        ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        if root
        else ["--unshare-user", "--uid", "65534"]
    )
    environment = {
        "KNAPSACK_UID": str(uid) if root else "0",
        "PATH": "/usr/bin",
        "LANG": "C.UTF-8",
        "HOME": "/work",
    }
    return [
        PROGRAM, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--hostname", "sandbox", *who,
        *(part for folder in _parents() for part in ("--perms", "0755", "--dir", folder)),
        *(part for path in _visible() for part in ("--ro-bind-try", path, path)),
        *(part for name, path in HARNESS.items() for part in ("--ro-bind", str(path), f"/knapsack/{name}")),
        "--proc", "/proc", "--dev", "/dev",
        *_in_memory("/work"), *_in_memory("/tmp"), *_in_memory("/dev/shm"),  # noqa: S108
        "--remount-ro", "/", "--chdir", "/", "--clearenv",
        *(part for name, value in environment.items() for part in ("--setenv", name, value)),
        "--",
    ]  # fmt: skip


def _in_memory(folder: str) -> list[str]:
    return ["--perms", "1777", "--size", str(DISK_MB * MEGABYTE), "--tmpfs", folder]


def _parents() -> list[str]:
    """Return the folders above what is mounted: bwrap would make them for root alone."""
    mounted = ("/knapsack/inside", *_visible())
    return sorted({str(parent) for path in mounted for parent in Path(path).parents} - {"/"})


def _python() -> str:
    """Return the interpreter itself: a virtual environment's own copy is not to be seen inside."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base = Path(sys.base_exec_prefix, "bin", version)
    return str(base) if base.exists() else os.path.realpath(sys.executable)


def _visible() -> list[str]:
    """Return the system and, where it is elsewhere, our own Python."""
    python = Path(sys.base_prefix).resolve()
    own = [] if python.is_relative_to("/usr") else [str(python)]
    return [*SYSTEM, *own]


def _remove(process: subprocess.Popen[bytes]) -> None:
    """End bwrap: its namespace ends with it, and everything inside.

    Until its own child is ready that one waits for it, and would do so for ever; both are one group.
    """
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
