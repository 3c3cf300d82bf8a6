"""What every request needs: the database, the key, the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from builder.problems import UserError
from runtime.companion.people.tokens import secret_key
from runtime.companion.store.database import Database

DATABASE, KEY = "companion.sqlite3", "secret.key"


@dataclass(frozen=True)
class Companion:
    """One school's data, opened; `clock` gives seconds since 1970."""

    database: Database
    key: bytes
    clock: Callable[[], float] = time.time

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
def opened(folder: Path, clock: Callable[[], float] = time.time) -> Iterator[Companion]:
    """Open a school's data; an empty folder becomes one. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be made ({error.strerror}); name another place with --data"
        ) from error
    key = secret_key(folder / KEY)
    with Database(folder / DATABASE) as database:
        yield Companion(database, key, clock)
