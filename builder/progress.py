"""How far long work is: told by whoever does it, shown by whoever was asked for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Report = Callable[[str, int, int], None]
"""Is told what is done, how many parts of it are done and how many there are, 0 when that is not known."""


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def counted(what: str, items: Collection[Item], report: Report) -> Iterator[Item]:
    """Yield the items, and tell before each how many are done.

    >>> list(counted("write", ["a", "b"], print))
    write 0 2
    write 1 2
    ['a', 'b']
    """
    for number, item in enumerate(items):
        report(what, number, len(items))
        yield item
