"""A backend whose sandboxes serve more than one submission: opening one takes longer than most tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from runtime.sandbox.backend import Backend, Sandbox


class Warm:
    """Gives the next submission the sandbox of the last: every program has a pristine interpreter anyway."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._idle: list[Sandbox] = []
        self._opened = ExitStack()

    @property
    def name(self) -> str:
        return self._backend.name

    def trouble(self) -> str | None:
        return self._backend.trouble()

    def fingerprint(self) -> str:
        return self._backend.fingerprint()

    @contextmanager
    def open(self) -> Iterator[Sandbox]:
        """Open a sandbox; one whose submission failed is not used again."""
        sandbox = self._idle.pop() if self._idle else self._opened.enter_context(self._backend.open())
        yield sandbox
        self._idle.append(sandbox)

    def close(self) -> None:
        """Close them all."""
        self._idle.clear()
        self._opened.close()
