"""What every request needs: the database, the key, the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from builder.problems import UserError
from runtime.companion.health import Health
from runtime.companion.people.tokens import secret_key
from runtime.companion.store.database import Database
from runtime.companion.store.faults import StoreError

if TYPE_CHECKING:
    from runtime.companion.workshop import Workshop
    from runtime.sandbox.backend import Backend

DATABASE, KEY, BACKUPS = "companion.sqlite3", "secret.key", "backups"
BACKUP_PATTERN = "knapsack-*.backup"


@dataclass(frozen=True)
class Courses:
    """Where the courses are and where their site goes.

    `wheels` is where packages are that they do not bring, `keys` where those of trusted publishers are when
    that is not the usual place. With `watch` changes of the courses are taken up as they happen.
    """

    folder: Path
    site: Path
    wheels: Path | None = None
    keys: Path | None = None
    watch: bool = False


@dataclass(frozen=True)
class Companion:
    """One school's data, opened; `clock` gives seconds since 1970.

    There is a `workshop` when the companion has the courses themselves, and not only their site. `keys` is
    the folder with the keys of whoever may issue licences, if not the usual one.
    """

    folder: Path
    database: Database
    key: bytes
    clock: Callable[[], float] = time.time
    workshop: Workshop | None = None
    keys: Path | None = None
    health: Health = field(default_factory=Health)

    @property
    def backups(self) -> Path:
        """The folder with the backups that were made here."""
        return self.folder / BACKUPS

    @property
    def now(self) -> int:
        """Whole seconds since 1970."""
        return int(self.clock())

    @property
    def milliseconds(self) -> int:
        """Milliseconds since 1970."""
        return int(self.clock() * 1000)


def default_folder() -> Path:
    """Return where a school's data is kept when no other place is given."""
    return user_data_path("knapsack", appauthor=False) / "companion"


@contextmanager
def opened(
    folder: Path,
    clock: Callable[[], float] = time.time,
    courses: Courses | None = None,
    choose: Callable[[], Backend] | None = None,
    keys: Path | None = None,
) -> Iterator[Companion]:
    """Open a school's data; an empty folder becomes one. Raises UserError.

    `choose` returns the judge's backend, by default the strongest that works here.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be made ({error.strerror}); name another place with --data"
        ) from error
    key = secret_key(folder / KEY)
    with ExitStack() as stack:
        database = stack.enter_context(_database(folder))
        if courses is None:
            yield Companion(folder, database, key, clock, keys=keys)
            return
        from runtime.companion.workshop import opened_workshop  # noqa: PLC0415  (it loads the whole builder)

        workshop = stack.enter_context(
            opened_workshop(courses, database, lambda: int(clock() * 1000), choose)
        )
        yield Companion(folder, database, key, clock, workshop, keys)


def _database(folder: Path) -> Database:
    """Open the database. Raises StoreError; where it is damaged the message offers the latest backup."""
    try:
        return Database(folder / DATABASE)
    except StoreError as error:
        latest = max((folder / BACKUPS).glob(BACKUP_PATTERN), default=None)
        if error.kind != "damaged" or latest is None:
            raise
        raise StoreError("damaged", f"put the last backup back: knapsack serve --restore {latest}") from error
