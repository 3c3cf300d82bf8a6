"""The courses of a school and the judge of their tasks, together: the judge begins once there are tasks."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from builder.packs.install import Consent, Installed, install
from builder.packs.keyring import Keyring, default_folder
from builder.packs.plain import install_plain, kind_of
from builder.packs.update import apply_update
from builder.problems import UserError
from builder.reading import UnreadableError
from builder.watch.loop import moments
from runtime.companion import logs
from runtime.companion.companion import Courses
from runtime.companion.content.shelf import Scan, Shelf
from runtime.companion.judging.line import Line
from runtime.companion.store.database import Database
from runtime.companion.store.faults import StoreError
from runtime.sandbox.backend import Backend
from runtime.sandbox.choose import choose_backend

MOST_NOTED = 100


@dataclass(frozen=True)
class Workshop:
    """What a companion that has the courses themselves can do with them."""

    courses: Courses
    shelf: Shelf
    line: Line
    clock: Callable[[], int]

    def scan(self) -> Scan:
        """Look at the courses; with the first good look the judge begins."""
        found = self.shelf.scan(self.clock())
        _note(found)
        if not found.failed:
            self.line.start()
        return found

    def look(self) -> None:
        """Look at the courses while nobody waits for an answer; a refusal of the database is only noted."""
        try:
            self.scan()
        except StoreError as error:
            logs.failed("scan", error)

    def begin_again(self) -> None:
        """Look at everything anew after another database has come in the place of the old one."""
        self.line.reload()
        self.scan()

    def install(self, pack: Path, consent: Consent) -> tuple[Installed, Scan]:
        """Put the course in a zip file, or what an update leads to, among the courses and look at them.

        A signed one has to be from a trusted publisher. Raises UserError, everything as it was.
        """
        folder = self.courses.folder
        if (folder / "manifest.json").exists():
            raise UserError(f"{folder} is one course; start Knapsack with a folder of courses")
        try:
            done = self._installed(pack, folder, consent)
        except UnreadableError as error:
            raise UserError(str(error).rstrip(".")) from error
        return done, self.scan()

    def _installed(self, pack: Path, folder: Path, consent: Consent) -> Installed:
        kind = kind_of(pack)
        if kind == "plain":
            return install_plain(pack, folder, consent)
        keyring = Keyring(self.courses.keys or default_folder())
        return (install if kind == "course" else apply_update)(pack, folder, keyring, consent)

    def follow(self, stop: threading.Event) -> None:
        """Look at the courses whenever something in them changes, until `stop` is set."""
        paths = [path for path in (self.courses.folder, self.courses.wheels) if path and path.exists()]
        for _ in moments(paths, stop):
            self.look()


def _note(found: Scan) -> None:
    """Write down what was found in the courses, if that is new or wrong."""
    if not found.changed and not found.problems:
        return
    level = logs.ERROR if found.failed else logs.WARNING if found.problems else logs.INFO
    logs.validated("scanned", level, changed=found.changed, problems=len(found.problems))
    for problem in found.problems[:MOST_NOTED]:
        logs.validated(
            "problem", logs.ERROR if problem.severity == "error" else logs.WARNING, **problem.as_json()
        )


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
        workshop = Workshop(courses, shelf, line, clock)
        stop = threading.Event()

        def look() -> None:
            workshop.look()
            if courses.watch:
                workshop.follow(stop)

        looking = threading.Thread(target=look, name="courses")
        looking.start()
        try:
            yield workshop
        finally:
            stop.set()
            looking.join()
