"""Writes a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from builder.problems import UserError


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file `path`. Raises UserError, the old file as it was, when it fails."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
