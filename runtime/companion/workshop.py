"""The courses of a school and the judge of their tasks, together: the judge begins once there are tasks."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from runtime.companion.companion import Courses
from runtime.companion.content.shelf import Scan, Shelf
from runtime.companion.judging.line import Line
from runtime.companion.store.database import Database
from runtime.sandbox.backend import Backend
from runtime.sandbox.choose import choose_backend


@dataclass(frozen=True)
class Workshop:
    """What a companion that has the courses themselves can do with them."""

    shelf: Shelf
    line: Line
    clock: Callable[[], int]

    def scan(self) -> Scan:
        """Look at the courses; with the first good look the judge begins."""
        found = self.shelf.scan(self.clock())
        if not found.failed:
            self.line.start()
        return found


@contextmanager
def opened_workshop(
    courses: Courses,
    database: Database,
    clock: Callable[[], int],
    choose: Callable[[], Backend] | None = None,
) -> Iterator[Workshop]:
    """Open a workshop and look at its courses in the background; `clock` gives milliseconds since 1970.

    `choose` returns the judge's backend, by default the strongest that works here.
    """
    threads = max(1, (os.cpu_count() or 1) - 1)
    with (
        Shelf(courses.folder, courses.site, database, courses.wheels) as shelf,
        Line(database, choose or cache(choose_backend), shelf.find, clock, threads) as line,
    ):
        workshop = Workshop(shelf, line, clock)
        first = threading.Thread(target=workshop.scan, name="first scan")
        first.start()
        try:
            yield workshop
        finally:
            first.join()
