"""The backend `docker`: a container of Docker or Podman for every submission."""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from runtime.sandbox.backend import BackendError
from runtime.sandbox.piped import DISK_MB, HARNESS, PROCESSES, START, PipedSandbox
from runtime.sandbox.process import start_process

CLIENTS = ("docker", "podman")
IMAGE_VARIABLE = "KNAPSACK_JUDGE_IMAGE"
OWN_IMAGE = "knapsack-judge"
DEFAULT_IMAGE = "python:3.12-slim"
LABEL = "knapsack-judge"

LARGEST_TASK_MB = 2048
"""Beyond a program's memory, which is held to its task's limit inside: three folders and two interpreters."""
SPARE_MB = 3 * DISK_MB + 256
"""The kernel counts a user's processes over all containers, so that each gets a user of its own. No Linux
uses this range, and it lies within the 65536 users that an engine without root may have."""
FIRST_UID = 60_706
UIDS = 478

# Else Podman hands on the host's table of names, brings folders that programs could write to, and asks for
# more open files than a host may have to give.
PODMAN_ALONE = (
    "--no-hosts",
    "--read-only-tmpfs=false",
    "--ulimit=nofile=1024:1024",
    "--ulimit=nproc=4096:4096",
)

ANSWER_SECONDS = 60
LEAVE_SECONDS = 5
CLIENT_FAILED = (125, 126, 127)
ENVIRONMENT = ("PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/work")

_count = itertools.count(os.getpid())


class Docker:
    """One container for one submission: no network, nothing to write to but memory, no rights, no root.

    The engine is the one that `docker`, else `podman`, speaks to; `DOCKER_HOST` is theirs to read.
    Without `image` it is that of KNAPSACK_JUDGE_IMAGE, that of `knapsack judge-image`, or `python:3.12-slim`.
    """

    name = "docker"

    def __init__(self, image: str | None = None) -> None:
        self._wanted = image or os.environ.get(IMAGE_VARIABLE)
        self._image: str | None = None

    def trouble(self) -> str | None:
        """Whether it starts a container here."""
        if sys.platform == "win32":
            return "docker judges on Linux and macOS; use wasm here"
        try:
            with self.open():
                return None
        except BackendError as error:
            return str(error)

    def open(self) -> AbstractContextManager[PipedSandbox]:
        """Return a sandbox; see `Backend.open`. Raises BackendError when there is no engine or no image."""
        containers = _Containers(self.fingerprint())
        return PipedSandbox(containers.start, containers.remove)

    def fingerprint(self) -> str:
        """Return the id of the image, found at the first call; see `Backend.fingerprint`."""
        if self._image is None:
            self._image = _find_image(self._wanted)
            _prune()
        return self._image


class _Containers:
    """The containers of one sandbox, one after the other."""

    def __init__(self, image: str) -> None:
        self._image = image
        self._name = ""

    def start(self) -> subprocess.Popen[bytes]:
        number = next(_count)
        self._name = f"{LABEL}-{secrets.token_hex(8)}"  # an engine may serve several computers
        command = _command(find_client(), self._name, FIRST_UID + number % UIDS, self._image)
        return start_process(command, buffer=0)

    def remove(self, process: subprocess.Popen[bytes]) -> None:
        """Let the container end by itself, else by force. Raises BackendError when the engine has failed."""
        status = _leave(process)
        if status == 0:
            return
        process.kill()
        said = _last_line(process.communicate()[1])
        removed = ask("rm", "--force", self._name).returncode == 0
        if status in CLIENT_FAILED:
            raise BackendError(f"docker failed: {said}")
        if not removed:
            require_engine()  # it is gone already, or the engine is


def _leave(process: subprocess.Popen[bytes]) -> int | None:
    """Close the supervisor's input; returns the client's status when the container is removed, or None."""
    if process.stdin:
        process.stdin.close()
        process.stdin = None
    try:
        return process.wait(LEAVE_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _command(client: str, name: str, uid: int, image: str) -> list[str]:
    memory = f"{LARGEST_TASK_MB + SPARE_MB}m"
    return [
        client, "run", *(PODMAN_ALONE if Path(client).name == "podman" else ()),
        "--rm", "--interactive", "--pull=never", f"--name={name}", f"--label={LABEL}",
        "--network=none", "--ipc=private", "--hostname=sandbox", f"--user={uid}:{uid}",
        "--cap-drop=ALL", "--security-opt=no-new-privileges", "--log-driver=none",
        f"--memory={memory}", f"--memory-swap={memory}", "--cpus=1", f"--pids-limit={PROCESSES + 8}",
        "--ulimit=msgqueue=0:0",  # no list of these queues to sweep
        "--stop-signal=KILL",  # the first process heeds no other, and the engine would wait for it
        "--read-only", f"--shm-size={DISK_MB}m", *_in_memory("/work"), *_in_memory("/tmp"),  # noqa: S108
        *(_bind(path, f"/knapsack/{folder}") for folder, path in HARNESS.items()),
        "--mount=type=bind,source=/dev/null,target=/etc/resolv.conf",  # else it is the host's
        # An image's own environment is none of a program's business.
        "--workdir=/", "--entrypoint=env", image, "-i", *ENVIRONMENT,
        "python3", "-I", "-S", "-B", "-c", START,
    ]  # fmt: skip


def _in_memory(folder: str) -> list[str]:
    return ["--tmpfs", f"{folder}:size={DISK_MB}m,mode=1777"]


def _bind(source: Path, target: str) -> str:
    """Return a mount in the CSV that the clients read, where a path may hold commas and quotes."""
    quoted = str(source).replace('"', '""')
    return f'--mount=type=bind,"source={quoted}",target={target},readonly'


def find_client() -> str:
    """Return the path of `docker`, else `podman`. Raises BackendError."""
    for name in CLIENTS:
        if path := shutil.which(name):
            return path
    raise BackendError("neither docker nor podman is installed; on Debian: apt install docker.io")


def ask(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the client to its end. Raises BackendError when it is not there or does not come to an end."""
    return _run([find_client(), *arguments])


def require_engine() -> None:
    """Raise BackendError when the engine does not answer."""
    answer = ask("ps", "--quiet")
    if answer.returncode:
        raise BackendError(f"docker does not answer: {_last_line(answer.stderr)}")


def import_image(tar: Path, tag: str) -> None:
    """Make an image of a root file system. Raises BackendError."""
    done = _run([find_client(), "import", str(tar), tag], seconds=None)
    if done.returncode:
        raise BackendError(f"docker took no image from {tar}: {_last_line(done.stderr)}")


def _run(command: Sequence[str], seconds: int | None = ANSWER_SECONDS) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=seconds)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BackendError(f"docker does not answer within {ANSWER_SECONDS} s") from error
    except OSError as error:
        raise BackendError(f"docker does not start: {error.strerror}") from error


def _find_image(wanted: str | None) -> str:
    """Return the id of the first image that is there. Raises BackendError, which says how to get one."""
    for image in [wanted] if wanted else [OWN_IMAGE, DEFAULT_IMAGE]:
        answer = ask("image", "inspect", "--format={{.Id}}", image)
        if answer.returncode == 0:
            return answer.stdout.decode().strip()
    require_engine()
    ways = f"`knapsack judge-image` or `docker pull {DEFAULT_IMAGE}`"
    if wanted:
        raise BackendError(f"docker has no image {wanted}; get it, or choose another: {ways}")
    raise BackendError(f"docker has no image to judge in; get one with {ways}")


def _prune() -> None:
    """Remove what a judge left that was killed, with its client, before a container was started."""
    ask("container", "prune", "--force", f"--filter=label={LABEL}", "--filter=until=5m")


def _last_line(said: bytes) -> str:
    """Return what a client says last, but for its hint at its own help."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    telling = [line for line in lines if line and not line.startswith(("See '", "Run '"))]
    return telling[-1].removeprefix("docker: ").removeprefix("Error: ") if telling else "it says nothing"
