"""Puts a backup in the place of what is there: checked first, at once, and what was there is kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from builder.problems import UserError
from builder.reading import UnreadableError, parse_json
from runtime.companion.backups.backup import FORMAT, LIST, MANIFESTS
from runtime.companion.backups.making import alone, check_room
from runtime.companion.backups.sealing import unseal
from runtime.companion.companion import DATABASE, Companion
from runtime.companion.store.carried import Carried, carried, carry_over
from runtime.companion.store.copies import check_copy, fold, take_over
from runtime.companion.store.database import Database
from runtime.companion.store.faults import StoreError, told

WORK = ".restore"
KEPT = "before-restore-"
MEGABYTE = 1 << 20
MOST_BYTES = 4096 * MEGABYTE
"""More than a school of a thousand students writes in ten years."""
MOST_ENTRIES, MOST_OF_LIST, MOST_OF_LISTS = 10_000, 16 * MEGABYTE, 256 * MEGABYTE


@dataclass(frozen=True)
class Restored:
    """When the backup was made, the manifests in it by course, and where the old database is now."""

    made: datetime
    manifests: dict[str, bytes]
    kept: Path | None


def restore(folder: Path, backup: Path, passphrase: str, now: datetime) -> Restored:
    """Let the database in `backup` take the place of that in `folder`, where no companion may be running.

    Raises UserError, everything as it was, when the backup cannot be had whole or the database is in use.
    """
    with _work(folder) as work:
        made, manifests = _unpacked(backup, passphrase, work)
        new = work / DATABASE
        _make_ready(new, _carried_from(folder / DATABASE))
        kept = _kept(folder / DATABASE, folder / kept_name(now))
        _sync(new)
        new.replace(folder / DATABASE)
        return Restored(made, manifests, kept)


def restore_live(companion: Companion, backup: Path, passphrase: str) -> Restored:
    """Do what `restore` does in a companion that serves. Everybody is signed out.

    Raises UserError, everything as it was, when the backup cannot be had whole.
    """
    database, now = companion.database, datetime.fromtimestamp(companion.clock(), UTC)
    with alone(companion), _work(companion.folder) as work:
        made, manifests = _unpacked(backup, passphrase, work)
        new, kept = work / DATABASE, companion.folder / kept_name(now)
        check_room(companion.folder, new.stat().st_size + (companion.folder / DATABASE).stat().st_size)
        _make_ready(new, database.read(carried))
        database.alone(take_over, new, kept)
        companion.health.damaged = False
    if companion.workshop:
        companion.workshop.begin_again()
    return Restored(made, manifests, kept)


def kept_name(now: datetime) -> str:
    """Return the name that the database before a restore is kept under.

    >>> kept_name(datetime(2026, 9, 1, 8, 30, tzinfo=UTC))
    'before-restore-20260901-083000.sqlite3'
    """
    return f"{KEPT}{now.astimezone(UTC):%Y%m%d-%H%M%S}.sqlite3"


def _make_ready(new: Path, before: Carried) -> None:
    """Bring a database out of a backup to the form of this version. Raises StoreError when that cannot be."""
    check_copy(new)
    with Database(new) as database:
        database.write(carry_over, before)


def _carried_from(old: Path) -> Carried:
    """Return what a database hands on to the one that takes its place; nothing if it is damaged or none."""
    if not old.exists():
        return Carried()
    try:
        with told(), closing(sqlite3.connect(old)) as connection:
            connection.row_factory = sqlite3.Row
            return carried(connection)
    except StoreError:
        return Carried()


@contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """Give a folder beside the database, after taking away what a killed restore has left there."""
    work = folder / WORK
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        yield work
    except OSError as error:
        raise UserError(f"the backup cannot be restored to {folder}: {error.strerror}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unpacked(backup: Path, passphrase: str, work: Path) -> tuple[datetime, dict[str, bytes]]:
    """Unpack the database and return when it was saved, and the manifests, all with the digests listed."""
    try:
        check_room(work, 2 * backup.stat().st_size)
        with backup.open("rb") as source, (work / "contents.zip").open("wb") as plain:
            unseal(source, plain, passphrase)
    except FileNotFoundError as error:
        raise UserError(f"there is no backup {backup}") from error
    try:
        with zipfile.ZipFile(work / "contents.zip") as archive:
            _check_sizes(archive, work)
            listing = _listing(archive.read(LIST))
            with archive.open(DATABASE) as source, (work / DATABASE).open("wb") as copy:
                shutil.copyfileobj(source, copy)
            files: dict[str, str] = listing["files"]
            manifests = {name: archive.read(name) for name in files if name.startswith(MANIFESTS)}
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, UnreadableError) as error:
        raise UserError("this backup was not made by Knapsack, or by a newer version of it") from error
    with (work / DATABASE).open("rb") as opened:
        found = {DATABASE: hashlib.file_digest(opened, "sha256").hexdigest()}
    found |= {name: hashlib.sha256(data).hexdigest() for name, data in manifests.items()}
    if found != files:
        raise UserError("the backup does not hold what its list says; take another one")
    return listing["made"], {Path(name).stem: data for name, data in manifests.items()}


def _check_sizes(archive: zipfile.ZipFile, work: Path) -> None:
    """Raise UserError for what is larger than any school, before anything is unpacked."""
    entries = archive.infolist()
    others = [entry.file_size for entry in entries if entry.filename != DATABASE]
    if len(entries) > MOST_ENTRIES or max(others, default=0) > MOST_OF_LIST or sum(others) > MOST_OF_LISTS:
        raise UserError("the backup holds more than any school has; take another one")
    check_room(work, sum(entry.file_size for entry in entries))


def _listing(data: bytes) -> dict[str, Any]:
    listing = parse_json(data.decode())
    if not isinstance(listing, dict) or listing.get("format") != FORMAT:
        raise UnreadableError("The format is another.")
    if not isinstance(listing["files"], dict):
        raise UnreadableError("There is no list of files.")
    return listing | {"made": datetime.fromisoformat(str(listing["made"]))}


def _kept(database: Path, place: Path) -> Path | None:
    """Keep the old database, which nobody may be using, under another name; a damaged one as it is."""
    if not database.exists():
        return None
    try:
        fold(database)
    except StoreError as error:
        if error.kind != "damaged":
            raise
        _keep_log(database, place)
    try:
        os.link(database, place)
    except OSError:  # a file system without second names for a file
        shutil.copyfile(database, place)
        _sync(place)
    return place


def _keep_log(database: Path, place: Path) -> None:
    """Move the log of a damaged database along: beside another database it would be taken for that one's."""
    for ending in ("-wal", "-shm"):
        log = database.with_name(database.name + ending)
        if log.exists():
            log.replace(place.with_name(place.name + ending))


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
