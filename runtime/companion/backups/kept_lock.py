"""The lock of backups that nobody has to be there for.

The passphrase itself is kept nowhere. What is kept is the key that Argon2id has made of it, beside the
database that it protects elsewhere: whoever can read this file can read the database as well.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import asdict
from pathlib import Path

from builder.problems import UserError
from runtime.companion.backups.sealing import Cost, Lock

NAME = "backup.key"


def keep_lock(folder: Path, by: Lock) -> None:
    """Keep a lock, readable by its owner only. Raises UserError when it cannot be written."""
    fields = {
        **asdict(by.cost),
        "salt": base64.b64encode(by.salt).decode(),
        "key": base64.b64encode(by.key).decode(),
    }
    part = folder / f".{NAME}.part"
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(fields).encode())
            file.flush()
            os.fsync(descriptor)
        part.replace(folder / NAME)
    except OSError as error:
        raise UserError(f"{folder / NAME} cannot be written: {error.strerror}") from error


def kept_lock(folder: Path) -> Lock | None:
    """Return the lock that was kept, None when there is none. Raises UserError for one that is of no use."""
    try:
        fields = json.loads((folder / NAME).read_bytes())
        salt, key = base64.b64decode(fields["salt"]), base64.b64decode(fields["key"])
        return Lock(key, salt, Cost(fields["ops"], fields["mem"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / NAME} cannot be read; choose the passphrase of backups again") from error


def forget_lock(folder: Path) -> None:
    """Forget the lock: no further backups are made by themselves."""
    (folder / NAME).unlink(missing_ok=True)
