"""Does the same to many things on all processors at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Protocol, TypeVar

from builder.convert import Source, convert

In = TypeVar("In")
Out = TypeVar("Out")
# Below this many letters a second process takes longer to start than it saves.
WORTH_A_PROCESS = 200_000
CHUNK = 20


class Map(Protocol):
    """Gives what a function returns for each thing, in order."""

    def __call__(self, function: Callable[[In], Out], things: Sequence[In], /) -> Iterable[Out]:
        """Begin at once, and give the first result when it is there."""


@contextmanager
def processes(letters: int) -> Iterator[Map]:
    """Give a `map` for so many letters of text in all: where it is worth it, one that uses all processors.

    The processes begin to start at once; the caller has something else to do meanwhile.

    >>> with processes(1000) as each:
    ...     list(each(len, ["a", "bc"]))
    [1, 2]
    """
    workers = min(os.cpu_count() or 1, letters // WORTH_A_PROCESS)
    if workers <= 1:
        yield map
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for _ in range(workers):
            pool.submit(convert, Source("", 1))
        yield lambda function, things: pool.map(function, things, chunksize=CHUNK)
