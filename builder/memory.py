"""Remembers what was made of which input, so that a second build only makes what has changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from builder.problems import Problem, Problems

T = TypeVar("T")
Signature = tuple[int, int, int, int]
# A file that is written twice within a tick of its clock keeps its times; sticks tick every two seconds.
TICK_NS = 2_100_000_000


@dataclass(frozen=True)
class _Read:
    signature: Signature
    settled: bool
    value: Any


class Memory:
    """What builds have made, by everything that it was made of; a value must never be changed.

    >>> memory = Memory()
    >>> memory.get(("sum", 1, 2), lambda: 1 + 2), memory.get(("sum", 1, 2), lambda: 0)
    (3, 3)
    """

    def __init__(self) -> None:
        self._used: dict[Hashable, Any] = {}
        self._old: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T], still: Callable[[T], bool] | None = None) -> T:
        """Return what `make` gave for `key`; `still` may say that it does not hold any more."""
        known = self._used.get(key, self._old.get(key, self))
        if known is self or (still is not None and not still(known)):
            known = make()
        self._used[key] = known
        value: T = known
        return value

    def knows(self, key: Hashable) -> bool:
        """Whether something is remembered for `key`."""
        return key in self._used or key in self._old

    def put(self, key: Hashable, value: object) -> None:
        """Remember `value` for `key`."""
        self._used[key] = value

    def check(self, key: Hashable, problems: Problems, find: Callable[[Problems], None]) -> bool:
        """Add the problems that `find` reports for `key`, and return whether there were none."""

        def found() -> tuple[Problem, ...]:
            scratch = Problems(problems.package)
            find(scratch)
            return tuple(scratch)

        known = self.get((problems.package, key), found)
        problems.add(known)
        return not known

    def file(self, path: Path, read: Callable[[Path], T]) -> T:
        """Return what `read` gives for the file as it is now; what it raises is not remembered."""
        key = (read, path)
        known = self._used.get(key) or self._old.get(key)
        stat = path.stat()
        signature = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
        if known is None or not known.settled or known.signature != signature:
            settled = time.time_ns() - max(signature[:2]) > TICK_NS
            value = read(path)
            # Of equal values the older one is kept: comparing a thing with itself takes no time.
            same = known is not None and known.value == value
            known = _Read(signature, settled, known.value if known is not None and same else value)
        self._used[key] = known
        kept: T = known.value
        return kept

    def forget_unused(self) -> None:
        """Forget what has not been asked for since the last call."""
        self._old, self._used = self._used, {}
