"""Keeps the wheels that the registry gave: the same packages are the same wheels from then on, without it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.utils import canonicalize_name

from builder.cache import cache_folder
from builder.problems import UserError
from builder.reading import UnreadableError, read_json
from builder.wheels.resolve import UnsolvedError, solve
from builder.wheels.sources import Folder, Read, Registry
from builder.wheels.target import PLATFORM
from builder.wheels.wheel import Wheel
from builder.whole import write_whole


def from_registry(names: Sequence[str], read: Read) -> list[Wheel]:
    """Return wheels for the packages `names`: those of last time, else from what is kept, else new ones.

    Raises UnsolvedError when they cannot be had.
    """
    folder = cache_folder() / "packages"
    record = folder / f"{_key(names)}.json"
    known = _recorded(record, read)
    if known is not None:
        return known
    try:
        try:
            wheels = solve(names, Folder(folder.glob("*.whl"), "the cache", read))
        except UnsolvedError:
            wheels = _new(names, folder, read)
        _write(record, wheels)
    except OSError as error:
        raise UserError(f"{folder}, where packages are kept, cannot be written: {error.strerror}") from error
    return wheels


def _key(names: Sequence[str]) -> str:
    wanted = [PLATFORM, *sorted({canonicalize_name(name) for name in names})]
    return hashlib.sha256("\n".join(wanted).encode()).hexdigest()


def _recorded(record: Path, read: Read) -> list[Wheel] | None:
    """Return the wheels of last time if all are there as they were."""
    try:
        stated = read_json(record)
        if not isinstance(stated, dict):
            return None
        wheels = [read(record.parent / Path(name).name) for name in stated]
    except (OSError, UnreadableError):
        return None
    return wheels if [wheel.digest for wheel in wheels] == list(stated.values()) else None


def _new(names: Sequence[str], folder: Path, read: Read) -> list[Wheel]:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=folder) as work:
        found = solve(names, Registry(Path(work)))
        for wheel in found:
            wheel.path.replace(folder / wheel.path.name)
    return [read(folder / wheel.path.name) for wheel in found]


def _write(record: Path, wheels: Sequence[Wheel]) -> None:
    text = json.dumps({wheel.path.name: wheel.digest for wheel in wheels}, indent=1)
    write_whole(record, text.encode())
