"""Small disks that are really there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PAGE = os.sysconf("SC_PAGE_SIZE")


@contextmanager
def small_disk(folder: Path, pages: int) -> Iterator[Path]:
    """Mount a file system of so many pages of memory; skips where one may not."""
    if os.geteuid() != 0:
        assert not os.environ.get("CI"), "CI must test with a full disk, as root"
        pytest.skip("only root mounts a disk")
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={pages * PAGE}", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
