"""A real Docker engine for the tests: its own folders, its own socket, an image made of this Debian."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from runtime.sandbox import image
from runtime.sandbox.docker import OWN_IMAGE, import_image

FLAGS = ("--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=overlay2")
SECONDS = 60
POLL_SECONDS = 0.05


class Engine:
    """One `dockerd`; its images outlive a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.host = f"unix://{folder / 'docker.sock'}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        folder = self._folder
        places = [f"--{name}={folder / name}" for name in ("data-root", "exec-root", "pidfile")]
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["dockerd", f"--host={self.host}", *FLAGS, *places], stdout=log, stderr=log
            )
        eventually(self._answers, f"dockerd does not answer: {(folder / 'log').read_text()[-2000:]}")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"dockerd ended: {(self._folder / 'log').read_text()[-2000:]}"
        return self._ask("info").returncode == 0

    def stop(self) -> None:
        """Stop it, and with it every container."""
        if self._process:
            self._process.terminate()
            self._process.wait(SECONDS)
            self._process = None
        for line in reversed(Path("/proc/self/mounts").read_text().splitlines()):
            if (mounted := line.split()[1]).startswith(f"{self._folder}/"):  # by one that was killed
                subprocess.run(["umount", "--lazy", mounted], check=True)

    def kill(self) -> None:
        """End it as a crash would: what runs in containers goes on without it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(SECONDS)
        self._process = None
        # Where process 1 buries no dead, the next engine would take the one of this name for alive.
        (self._folder / "exec-root/containerd/containerd.pid").unlink()

    def containers(self, *options: str) -> list[str]:
        """Return the names of all containers, running or not."""
        answer = self._ask("ps", "--all", "--format={{.Names}}", *options)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.split()

    def processes(self, container: str) -> int:
        """Return how many processes run in a container."""
        return len(self._ask("top", container).stdout.splitlines()) - 1

    def _ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DOCKER_HOST": self.host}
        return subprocess.run(
            ["docker", *arguments], capture_output=True, text=True, check=False, env=environment
        )


def eventually(happens: Callable[[], bool], failure: str) -> None:
    """Look again and again until it happens; fail after a minute."""
    deadline = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < deadline, failure
        time.sleep(POLL_SECONDS)


def no_engine_because() -> str:
    """Say why no engine can be started here, or nothing."""
    missing = [name for name in ("docker", "dockerd", "debootstrap") if not shutil.which(name)]
    if os.geteuid() != 0:
        return "only root starts an engine"
    return f"not installed: {', '.join(missing)}" if missing else ""


@contextmanager
def own_engine(rootfs: Path) -> Iterator[Engine]:
    """Start an engine with the judge's image, made of a tar file, and say so in DOCKER_HOST."""
    # A socket's path may have but 108 bytes, fewer than pytest's own folders take.
    with tempfile.TemporaryDirectory(prefix="knapsack-") as folder, pytest.MonkeyPatch.context() as patch:
        running = Engine(Path(folder))
        patch.setenv("DOCKER_HOST", running.host)
        patch.delenv("KNAPSACK_JUDGE_IMAGE", raising=False)
        try:
            running.start()
            import_image(rootfs, OWN_IMAGE)
            yield running
        finally:
            running.stop()


def require_root_and_docker() -> None:
    """Skip where no engine can be started, but never in CI."""
    reason = no_engine_because()
    if reason and os.environ.get("CI"):
        pytest.fail(f"CI must test with Docker: {reason}")
    if reason:
        pytest.skip(f"no Docker engine here: {reason}")


@pytest.fixture(scope="session")
def rootfs(pytestconfig: pytest.Config) -> Path:
    """Return a root file system in a tar file, kept for the next time by pytest's cache."""
    require_root_and_docker()
    assert pytestconfig.cache is not None
    cache = pytestconfig.cache.mkdir("judge-image")
    made_by = hashlib.sha256(Path(image.__file__).read_bytes()).hexdigest()
    tar = cache / f"{made_by[:16]}.tar"
    if not tar.exists():
        for old in cache.iterdir():
            old.unlink()
        unfinished = tar.with_suffix(".unfinished")
        image.make_rootfs(unfinished)
        unfinished.rename(tar)
    return tar


@pytest.fixture(scope="session")
def engine(rootfs: Path) -> Iterator[Engine]:
    """Start an engine for all tests."""
    with own_engine(rootfs) as running:
        yield running
