"""Makes the root file system of an image to judge in, without any registry: a small Debian with Python."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from runtime.sandbox.backend import BackendError

"""Not `/tmp`, which may forbid what a system is made of: devices, and programs to run."""
WORKSHOP = "/var/tmp"  # noqa: S108 - a new folder in it, for us alone
"""What a judge has no use for, devices, which the engine brings, and what debootstrap copies of this host."""
LEFT_OUT = (
    "./dev/*", "./etc/hostname", "./etc/resolv.conf", "./var/log/*",
    "./var/cache/apt/*", "./var/lib/apt/lists/*", "./usr/share/doc/*", "./usr/share/man/*",
)  # fmt: skip
"""Where what `debootstrap` mounts is seen by nobody else and gone with it, whatever ends it."""
APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
TARGETS = "$(REPO_URI) $(RELEASE) $(CODENAME) $(COMPONENT)"
PROGRAMS = ("apt-get", "debootstrap", "unshare", "tar")


def make_rootfs(tar: Path, report: Callable[[str], None] = lambda _line: None) -> None:
    """Write a root file system with `python3` to a tar file, from this computer's own Debian mirror.

    `report` gets a line of progress now and then. Raises BackendError with a line that says what to do.
    """
    suite = _suite()
    _require_tools()
    mirror = find_mirror(_indexes(), suite)
    with tempfile.TemporaryDirectory(dir=WORKSHOP, prefix="knapsack-") as folder:
        root = Path(folder, "root")
        options = ["--variant=minbase", "--include=python3", suite, str(root), mirror]
        _follow([*APART, "debootstrap", *options], report)
        report("Packing")
        left_out = [f"--exclude={pattern}" for pattern in LEFT_OUT]
        _follow(
            ["tar", "--create", "--numeric-owner", *left_out, f"--file={tar}", f"--directory={root}", "."],
            report,
        )


def find_mirror(indexes: Sequence[str], suite: str) -> str:
    """Return the address of the mirror that has this suite, from lines `ADDRESS SUITE CODENAME COMPONENT`.

    Raises BackendError.

    >>> find_mirror(["http://mirror.example/debian/ stable trixie main"], "trixie")
    'http://mirror.example/debian/'
    """
    for line in indexes:
        address, *names, component = line.split(" ")
        if suite in names and component == "main" and address.startswith(("http:", "https:", "file:")):
            return address
    raise BackendError(
        f"apt knows no mirror of {suite} here: name one in /etc/apt/sources.list, or use --tar"
    )


def _suite() -> str:
    """Return the name of this Debian, as in `bookworm`."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        system = {}
    if (
        "debian" not in (system.get("ID"), *system.get("ID_LIKE", "").split())
        or "VERSION_CODENAME" not in system
    ):
        raise BackendError(
            "an image can be made on Debian only; elsewhere give a root file system with --tar"
        )
    if os.geteuid() != 0:
        raise BackendError("only root can make a root file system: use sudo, or give one with --tar")
    return system["VERSION_CODENAME"]


def _require_tools() -> None:
    for name in PROGRAMS:
        if shutil.which(name) is None:
            package = {"unshare": "util-linux", "apt-get": "apt"}.get(name, name)
            raise BackendError(f"{name} is missing: apt install {package}")


def _indexes() -> list[str]:
    """Let apt say what its sources are: they have two forms, and options."""
    command = ["apt-get", "indextargets", "--format", TARGETS, "Created-By: Packages"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.splitlines()


def _follow(command: Sequence[str], report: Callable[[str], None]) -> None:
    """Run a command and report its lines. Raises BackendError with the last one when it fails."""
    line = ""
    with subprocess.Popen(  # noqa: S603 - our own command, but for the mirror from apt's own configuration
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 - opened with a pipe
        for part in process.stdout:
            line = part.strip() or line
            report(line.removeprefix("I: "))
    if process.returncode:
        name = "debootstrap" if "debootstrap" in command else command[0]
        raise BackendError(f"{name} failed: {line or f'status {process.returncode}'}")
