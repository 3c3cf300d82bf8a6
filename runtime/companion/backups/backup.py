"""Makes backups: a copy of the database as it was at one moment, and the manifests of the courses."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from builder import __version__
from builder.problems import UserError
from runtime.companion.backups.sealing import Lock, seal
from runtime.companion.companion import BACKUP_PATTERN, DATABASE
from runtime.companion.store.copies import copy_to
from runtime.companion.store.database import Database

FORMAT = 1
NAME = BACKUP_PATTERN.replace("*", "%Y%m%d-%H%M%S")
LIST, MANIFESTS = "contents.json", "content/"


def backup_name(made: datetime) -> str:
    """Return the name of the backup made at a time; names are in the order of time.

    >>> backup_name(datetime(2026, 9, 1, 8, 30, tzinfo=UTC))
    'knapsack-20260901-083000.backup'
    """
    return f"{made.astimezone(UTC):{NAME}}"


def make_backup(
    database: Database,
    manifests: Mapping[str, bytes],
    by: Lock,
    folder: Path,
    made: datetime,
) -> Path:
    """Write a backup into `folder` and return its path; the database can be used meanwhile.

    `manifests` are those of the courses by their ids. Raises UserError when it cannot be written, and
    StoreError for a damaged database: a backup of that would only push sound ones out.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / backup_name(_after(folder, made))
        with TemporaryDirectory(prefix=".backup-", dir=folder) as work:
            copy = Path(work) / DATABASE
            database.read(copy_to, copy)
            archive = _archive(Path(work), copy, manifests, made)
            part = Path(work) / target.name
            with archive.open("rb") as source, part.open("wb") as sealed:
                seal(source, sealed, by)
                sealed.flush()
                os.fsync(sealed.fileno())
            part.replace(target)
    except OSError as error:
        raise UserError(f"the backup cannot be written to {folder}: {error.strerror}") from error
    return target


def all_backups(folder: Path) -> list[Path]:
    """Return the backups in a folder, the latest first."""
    return sorted(folder.glob(BACKUP_PATTERN), reverse=True)


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the latest backups in a folder, `keep` of them, and return what was deleted."""
    old = all_backups(folder)[keep:][::-1]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _after(folder: Path, made: datetime) -> datetime:
    """Return a time for the name: after a clock was set back, too, the latest backup comes last."""
    for path in all_backups(folder):
        with suppress(ValueError):
            latest = datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
            return max(made, latest + timedelta(seconds=1))
    return made


def _archive(work: Path, copy: Path, manifests: Mapping[str, bytes], made: datetime) -> Path:
    files = {f"{MANIFESTS}{course}.json": hashlib.sha256(data) for course, data in manifests.items()}
    with copy.open("rb") as opened:
        files[DATABASE] = hashlib.file_digest(opened, "sha256")
    listing = {
        "format": FORMAT,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "knapsack": __version__,
        "files": {name: digest.hexdigest() for name, digest in sorted(files.items())},
    }
    path = work / "contents.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LIST, json.dumps(listing, indent=1))
        archive.write(copy, DATABASE)
        for course, data in manifests.items():
            archive.writestr(f"{MANIFESTS}{course}.json", data)
    return path
