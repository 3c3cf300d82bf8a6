"""Backups of all that a school has, made and put back by its admin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from builder.problems import UserError
from runtime.companion.backups.backup import all_backups
from runtime.companion.backups.kept_lock import forget_lock, keep_lock, kept_lock
from runtime.companion.backups.making import KEPT, BusyError, back_up
from runtime.companion.backups.restore import MOST_BYTES, restore_live
from runtime.companion.backups.sealing import SHORTEST_PASSPHRASE, lock
from runtime.companion.errors import ApiError, not_found
from runtime.companion.people.signing_in import SIGNED_OUT
from runtime.companion.route import Access, Call, Download, Json, Reply, Route
from runtime.companion.schemas import COUNT, FLAG, array, record, text
from runtime.companion.store.faults import StoreError

BACKUP_NAME = {"type": "string", "pattern": r"^knapsack-[0-9]{8}-[0-9]{6}\.backup$"}
BACKUP = record(name=text(100), size=COUNT, made=COUNT)
BACKUPS = record(backups=array(BACKUP), folder=text(4096), daily=FLAG, most=COUNT)
WORDS = record(passphrase=text(1000, SHORTEST_PASSPHRASE))


def export(call: Call) -> Json:
    """Make a backup in the data folder; the oldest go when there are many."""
    with _told("no_backup"):
        path = back_up(call.companion, lock(call.body["passphrase"]))
    return {"backup": _backup(path), "folder": str(call.companion.backups.resolve())}


def listing(call: Call) -> Json:
    """List the backups in the data folder, the latest first."""
    folder = call.companion.backups
    backups = [_backup(path) for path in all_backups(folder)]
    return {"backups": backups, "folder": str(folder.resolve()), "daily": _is_daily(call), "most": KEPT}


def begin_daily(call: Call) -> Json:
    """Make a backup now and every day, all with one passphrase."""
    by = lock(call.body["passphrase"])
    with _told("no_backup"):
        back_up(call.companion, by)
        keep_lock(call.companion.folder, by)
    return listing(call)


def end_daily(call: Call) -> Json:
    """Make no more backups by itself; those that are there stay."""
    forget_lock(call.companion.folder)
    return listing(call)


def download(call: Call) -> Download:
    """Hand a backup out; nobody can read it without its passphrase."""
    for path in all_backups(call.companion.backups):
        if path.name == call.path["name"]:
            return Download(path, path.name)
    raise not_found("backup")


def put_back(call: Call) -> Reply:
    """Let what is in a backup take the place of everything; all are signed out."""
    with _told("no_restore"):
        done = restore_live(call.companion, call.upload, call.body["passphrase"])
    made = int(done.made.timestamp())
    return Reply({"made": made, "kept": done.kept.name if done.kept else ""}, SIGNED_OUT)


def _is_daily(call: Call) -> bool:
    try:
        return kept_lock(call.companion.folder) is not None
    except UserError:
        return False  # the admin chooses the passphrase anew, and sees the warning until then


@contextmanager
def _told(code: str) -> Iterator[None]:
    """Say in the answer what the admin can mend."""
    try:
        yield
    except StoreError:
        raise
    except UserError as error:
        message = f"{error}."
        name = "backup_busy" if isinstance(error, BusyError) else code
        raise ApiError(HTTPStatus.CONFLICT, name, message[:1].upper() + message[1:]) from error


def _backup(path: Path) -> Json:
    found = path.stat()
    return {"name": path.name, "size": found.st_size, "made": max(0, int(found.st_mtime))}


ROUTES = (
    Route(
        "POST", "/backup/export", Access.ADMIN, export, "Make a backup that only the passphrase opens",
        record(backup=BACKUP, folder=text(4096)), WORDS, HTTPStatus.CREATED, slow=True,
    ),
    Route("GET", "/backup", Access.ADMIN, listing, "All backups", BACKUPS),
    Route(
        "POST", "/backup/daily", Access.ADMIN, begin_daily,
        "Make a backup now and every day, with this passphrase", BACKUPS, WORDS, slow=True,
    ),
    Route("DELETE", "/backup/daily", Access.ADMIN, end_daily, "Make no more daily backups", BACKUPS),
    Route(
        "POST", "/backup/import", Access.ADMIN, put_back,
        "Put a backup in the place of everything; what was there is kept beside it",
        record(made=COUNT, kept=text(200)), record(passphrase=text(1000)),
        slow=True, upload=True, limit=MOST_BYTES,
    ),
    Route(
        "GET", "/backup/files/{name}", Access.ADMIN, download, "A backup, to be kept elsewhere",
        gaps={"name": BACKUP_NAME}, download=True,
    ),
)  # fmt: skip
