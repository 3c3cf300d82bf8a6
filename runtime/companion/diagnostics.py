"""A bundle for whoever has to help: logs, facts of the computer, and the database without what is private."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder import __version__
from builder.problems import UserError
from runtime.companion import logs
from runtime.companion.backups.backup import all_backups
from runtime.companion.companion import BACKUPS, DATABASE
from runtime.companion.store.nameless import nameless_copy

FACTS = "facts.json"
PACKAGES = ("starlette", "uvicorn", "pynacl", "sqlite-utils", "watchfiles")


def make_bundle(folder: Path, target: Path, now: datetime) -> None:
    """Write a bundle about the school in `folder` into the new zip file `target`. Raises UserError."""
    if not folder.is_dir():
        raise UserError(f"there is no data of a school in {folder}; name its folder with --data")
    try:
        with (
            TemporaryDirectory() as work,
            target.open("xb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle,
        ):
            facts = _facts(folder, now) | _database(folder, Path(work) / DATABASE)
            if (Path(work) / DATABASE).exists():
                bundle.write(Path(work) / DATABASE, DATABASE)
            bundle.writestr(FACTS, json.dumps(facts, indent=1))
            for path in _logs(folder):
                bundle.writestr(path.name, "".join(_lines(path)))
    except FileExistsError as error:
        raise UserError(f"{target} is there already; choose another name with --out") from error
    except OSError as error:
        raise UserError(f"{target} cannot be written: {error.strerror}") from error


def _facts(folder: Path, now: datetime) -> dict[str, Any]:
    """Return what matters of the computer; no name of it, of its user, or of a folder."""
    disk = shutil.disk_usage(folder)
    backups = all_backups(folder / BACKUPS)
    return {
        "made": now.astimezone(UTC).isoformat(timespec="seconds"),
        "knapsack": __version__,
        "python": sys.version,
        "sqlite": sqlite3.sqlite_version,
        "system": [platform.system(), platform.release(), platform.machine()],
        "cores": os.cpu_count(),
        "zone": now.astimezone().strftime("%z"),
        "disk": {"free": disk.free, "total": disk.total},
        "files": {path.name: path.stat().st_size for path in sorted(folder.glob(f"{DATABASE}*"))},
        "backups": {path.name: path.stat().st_size for path in backups},
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _database(folder: Path, copy: Path) -> dict[str, Any]:
    """Make the copy, and say how many rows there are, or why there is no copy."""
    if not (folder / DATABASE).exists():
        return {"rows": None, "fault": "there is no database"}
    try:
        return {"rows": nameless_copy(folder / DATABASE, copy), "fault": None}
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)
        return {"rows": None, "fault": getattr(error, "sqlite_errorname", type(error).__name__)}


def _logs(folder: Path) -> Iterator[Path]:
    for name in (logs.APP, logs.VALIDATION):
        yield from (path for path in sorted(folder.glob(f"{name}*")) if path.is_file())


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a log that are of our form. What courses hold, messages about them may quote."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            fields = json.loads(line)
        except ValueError:
            continue
        if isinstance(fields, dict):
            yield json.dumps({name: value for name, value in fields.items() if name != "message"}) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
