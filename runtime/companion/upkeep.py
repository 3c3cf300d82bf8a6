"""What a companion does by itself, in a thread: it follows time, backs up, and looks after its database."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from builder.problems import UserError
from runtime.companion import logs
from runtime.companion.backups.making import BusyError, back_up_daily
from runtime.companion.companion import DATABASE, Companion
from runtime.companion.licences.school import calendar, keep_calendar
from runtime.companion.store import notes
from runtime.companion.store import upkeep as database_upkeep

ROUND_SECONDS = 60
TICK_SECONDS = 10 * 60
IDLE_SECONDS = 10 * 60
RETRY_SECONDS = 60 * 60
LEFT_SECONDS = 60 * 60
DAY = 24 * 60 * 60
UNFINISHED = (".upload-*", ".backup-*", ".restore")
Counter = Callable[[], float]


class Upkeep:
    """One companion's rounds. `counter` gives seconds that nobody can set."""

    def __init__(self, companion: Companion, counter: Counter = time.monotonic) -> None:
        self._companion, self._counter = companion, counter
        self._ticked: float | None = None
        self._wait_until = counter()

    def round(self) -> None:
        """Do what is due; what fails is written down, and tried again another time."""
        for deed in (self._tick, self._back_up, self._maintain):
            try:
                deed()
            except Exception as error:  # noqa: BLE001  (the next round must come, whatever went wrong in this)
                logs.failed(f"upkeep{deed.__name__}", error)

    def _tick(self) -> None:
        known, count = calendar(self._companion), self._counter()
        if self._ticked is None:
            known, passed = known.restarted(), 0.0
        elif (passed := count - self._ticked) < TICK_SECONDS:
            return
        self._ticked = count
        keep_calendar(self._companion, known.ticked(self._now(), timedelta(seconds=passed)))

    def _back_up(self) -> None:
        health, workshop = self._companion.health, self._companion.workshop
        # Before the first look at the courses there are no manifests yet.
        if self._counter() < self._wait_until or (workshop and workshop.shelf.latest is None):
            return
        try:
            made = back_up_daily(self._companion)
        except BusyError:
            return
        except (UserError, OSError) as error:
            health.backup_fault = str(error)
            self._wait_until = self._counter() + RETRY_SECONDS
            raise
        if made is not None:
            health.backup_fault = ""
            logs.note("backup_made", name=made.name, bytes=made.stat().st_size)

    def _maintain(self) -> None:
        health, database = self._companion.health, self._companion.database
        if not health.idle_for(IDLE_SECONDS) or not self._is_maintenance_due():
            return
        found = database_upkeep.check(
            self._companion.folder / DATABASE, lambda: health.idle_for(IDLE_SECONDS)
        )
        if found == "interrupted":
            return
        health.damaged = found == "damaged"
        logs.note("database_checked", logs.ERROR if health.damaged else logs.INFO, found=found)
        if not health.damaged:
            database.alone(database_upkeep.tidy)
        database.write(notes.write, "maintenance", {"at": self._companion.now, "sound": not health.damaged})

    def _is_maintenance_due(self) -> bool:
        last = self._companion.database.read(notes.read, "maintenance")
        # One that lies ahead was before the clock was set back.
        return last is None or not 0 <= self._companion.now - last["at"] < DAY

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._companion.clock(), UTC)


def sweep(companion: Companion) -> None:
    """Take away what a companion that was killed had not finished; what is fresh may be in use."""
    for place in (companion.folder, companion.backups):
        for pattern in UNFINISHED:
            for path in place.glob(pattern):
                if abs(companion.clock() - path.stat().st_mtime) > LEFT_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def kept_up(companion: Companion) -> Iterator[None]:
    """Do the rounds of a companion meanwhile."""
    over = threading.Event()
    sweep(companion)

    def work() -> None:
        rounds = Upkeep(companion)
        while True:
            rounds.round()
            if over.wait(ROUND_SECONDS):
                return

    thread = threading.Thread(target=work, name="upkeep")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
