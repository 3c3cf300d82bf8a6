"""Ctrl+C and its like, held back while threads are begun and ended: each of them has to be ended in order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """The signals that came."""

    def __init__(self) -> None:
        self.came: list[int] = []
        self._end: Callable[[], None] | None = None

    def end_by(self, end: Callable[[], None]) -> None:
        """Call `end` when a signal comes, at once if one has come already."""
        self._end = end
        if self.came:
            end()

    def note(self, number: int, _frame: FrameType | None) -> None:
        """Take note of a signal."""
        self.came.append(number)
        if self._end:
            self._end()


@contextmanager
def held_back() -> Iterator[Interrupts]:
    """Hold signals back meanwhile; the first that came does in the end what it always does."""
    interrupts = Interrupts()
    before = {number: signal.signal(number, interrupts.note) for number in SIGNALS}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if interrupts.came:
        signal.raise_signal(interrupts.came[0])
