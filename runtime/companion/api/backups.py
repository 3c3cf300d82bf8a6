"""Backups of all that a school has, made by its admin."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from builder.problems import UserError
from runtime.companion.backups.backup import drop_old, make_backup
from runtime.companion.backups.sealing import SHORTEST_PASSPHRASE
from runtime.companion.companion import BACKUP_PATTERN
from runtime.companion.errors import ApiError
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, array, record, text
from runtime.companion.store.faults import StoreError

KEPT = 30
BACKUP = record(name=text(100), size=COUNT)


def export(call: Call) -> Json:
    """Make a backup in the data folder; the oldest go when there are many."""
    companion = call.companion
    manifests = companion.workshop.shelf.manifests() if companion.workshop else {}
    made = datetime.fromtimestamp(companion.clock(), UTC)
    try:
        path = make_backup(companion.database, manifests, call.body["passphrase"], companion.backups, made)
    except StoreError:
        raise
    except UserError as error:
        message = f"{error}."
        raise ApiError(HTTPStatus.CONFLICT, "no_backup", message[:1].upper() + message[1:]) from error
    drop_old(companion.backups, KEPT)
    return {"backup": _backup(path), "folder": str(companion.backups)}


def listing(call: Call) -> Json:
    """List the backups in the data folder, the latest first."""
    found = sorted(call.companion.backups.glob(BACKUP_PATTERN), reverse=True)
    return {"backups": [_backup(path) for path in found], "folder": str(call.companion.backups)}


def _backup(path: Path) -> Json:
    return {"name": path.name, "size": path.stat().st_size}


ROUTES = (
    Route(
        "POST", "/backup/export", Access.ADMIN, export, "Make a backup that only the passphrase opens",
        record(backup=BACKUP, folder=text(4096)), record(passphrase=text(1000, SHORTEST_PASSPHRASE)),
        HTTPStatus.CREATED, slow=True,
    ),
    Route(
        "GET", "/backup", Access.ADMIN, listing, "All backups",
        record(backups=array(BACKUP), folder=text(4096)),
    ),
)  # fmt: skip
