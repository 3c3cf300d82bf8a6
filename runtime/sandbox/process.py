"""The process that a sandbox is made of: started at once, and anew whenever a program has broken it."""

from __future__ import annotations

import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

from runtime.sandbox.backend import BackendError

P = TypeVar("P")


class GoneError(Exception):
    """The process is not there any more, or says nothing sensible. The text, if any, is its own."""


class ProcessSandbox(ABC, Generic[P]):
    """What every sandbox behind a process has in common. `start` raises BackendError when none starts."""

    def __init__(self, start: Callable[[], P]) -> None:
        self._start = start
        self._process: P | None = None
        self._python = ""

    def __enter__(self) -> Self:
        """Start at once: a backend that fails should say so before anything is judged."""
        self._running()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._close()

    @property
    def python(self) -> str:
        """The version of the Python inside."""
        return self._python

    def _running(self) -> P:
        """Return the process, a new one where the last is gone. Raises BackendError."""
        if self._process is not None:
            return self._process
        process = self._process = self._start()
        try:
            self._python = self._greeting(process)
        except GoneError as error:
            words = self._close()
            raise BackendError(f"the sandbox does not start: {str(error) or words}") from error
        except KeyboardInterrupt:
            self._close()
            raise
        return process

    def _close(self) -> str:
        """Make sure that there is no process; returns what the last one said at its end."""
        process, self._process = self._process, None
        return "" if process is None else self._remove(process)

    @abstractmethod
    def _greeting(self, process: P) -> str:
        """Wait until it is ready; returns the version of its Python. Raises GoneError."""

    @abstractmethod
    def _remove(self, process: P) -> str:
        """Make sure that it is gone; returns what it said at its end, one line."""


def start_process(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, buffer: int = -1
) -> subprocess.Popen[bytes]:
    """Start a command behind three pipes. Raises BackendError."""
    try:
        return subprocess.Popen(  # noqa: S603 - our own command, nothing of it from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=buffer,
            env=environment,
            start_new_session=sys.platform != "win32",  # Ctrl-C is for us, who then remove it
        )
    except OSError as error:
        raise BackendError(f"{command[0]} does not start: {error.strerror}") from error
