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
def small_disk(folder: Path, pages: int, files: int = 0) -> Iterator[Path]:
    """Mount a file system of so many pages of memory and files, 0 for any number; skips where one may not."""
    if os.geteuid() != 0:
        assert not os.environ.get("CI"), "CI must test with a full disk, as root"
        pytest.skip("only root mounts a disk")
    folder.mkdir()
    size = f"size={pages * PAGE},nr_inodes={files}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
