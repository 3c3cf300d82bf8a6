"""Makes the backups of a companion that runs: one at a time, with room on the disk, and not too many."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from builder.problems import UserError
from runtime.companion.backups.backup import all_backups, drop_old, make_backup
from runtime.companion.backups.kept_lock import kept_lock
from runtime.companion.backups.sealing import Lock
from runtime.companion.companion import DATABASE, Companion

KEPT = 30
DAY = 24 * 60 * 60
MEGABYTE = 1 << 20
MARGIN = 64 * MEGABYTE
# The copy, the zip and the sealed file lie there at the same time.
COPIES = 3


class BusyError(UserError):
    """Another backup is being made, or put back."""


@contextmanager
def alone(companion: Companion) -> Iterator[None]:
    """Let nobody else make or put back a backup meanwhile. Raises BusyError when somebody does."""
    if not companion.health.backing_up.acquire(blocking=False):
        raise BusyError("a backup is being made or put back already; wait until that is done")
    try:
        yield
    finally:
        companion.health.backing_up.release()


def check_room(folder: Path, needed: int) -> None:
    """Raise UserError when the disk has not so many bytes left, and a margin to work with."""
    free = shutil.disk_usage(folder).free
    if free < needed + MARGIN:
        wanted = (needed + MARGIN) // MEGABYTE
        raise UserError(
            f"the disk has {free // MEGABYTE} MB left, and {wanted} MB are needed; make room on it"
        )


def back_up(companion: Companion, by: Lock) -> Path:
    """Make a backup now; the oldest go when there are many. Raises UserError."""
    with alone(companion):
        check_room(companion.folder, COPIES * (companion.folder / DATABASE).stat().st_size)
        manifests = companion.workshop.shelf.manifests() if companion.workshop else {}
        made = datetime.fromtimestamp(companion.clock(), UTC)
        path = make_backup(companion.database, manifests, by, companion.backups, made)
        drop_old(companion.backups, KEPT)
        return path


def is_due(companion: Companion) -> bool:
    """Whether the last backup is a day old. One that lies ahead was made before the clock was set back."""
    latest = next(iter(all_backups(companion.backups)), None)
    return latest is None or not 0 <= companion.clock() - latest.stat().st_mtime < DAY


def back_up_daily(companion: Companion) -> Path | None:
    """Make a backup if the admin has chosen a passphrase and one is due. Raises UserError."""
    by = kept_lock(companion.folder)
    if by is None or not is_due(companion):
        return None
    return back_up(companion, by)
