"""What every way to run a program safely has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test

Files = Mapping[str, bytes]
"""Files beside a program, by their paths relative to it, with `/` between folders."""

CHECKER_LIMITS = {"time_ms": 10_000, "memory_mb": 512}
"""What the code that a task brings may take for one decision."""


class BackendError(Exception):
    """The backend failed, nothing is known about the program. The text is one line for the operator."""


@dataclass(frozen=True)
class Submission:
    """What a student handed in: the program, and the other files of it."""

    code: str
    files: Files = field(default_factory=dict)


class Sandbox(Protocol):
    """One place for one submission, or for the code that a task brings."""

    @property
    def python(self) -> str:
        """The version of its Python, as in `3.12.4`."""

    def run(self, program: Program, files: Files) -> Outcome:
        """Run a program in a pristine interpreter. Raises BackendError, never for what the program does."""

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        """Let the judge core decide here, because the task brings code. Raises BackendError."""


class Backend(Protocol):
    """A way to run programs."""

    @property
    def name(self) -> str:
        """As in `--backend NAME`."""

    def trouble(self) -> str | None:
        """None when it works on this computer, else one line that says what to do."""

    def fingerprint(self) -> str:
        """Name what runs the programs: results of another do not count as its own. Raises BackendError."""

    def open(self) -> AbstractContextManager[Sandbox]:
        """Open a sandbox, gone when the context ends and when this process dies. Raises BackendError."""
