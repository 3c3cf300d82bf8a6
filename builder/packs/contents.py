"""The content list of a pack: what is in it, byte for byte. Whoever signs the list signs the pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from jsonschema import Draft7Validator

from builder.problems import UserError
from builder.reading import UnreadableError, parse_json
from builder.resources import schema

FOLDER = ".knapsack/"
LIST, SIGNATURE, SEALED = f"{FOLDER}contents.json", f"{FOLDER}signature", f"{FOLDER}sealed"
FORMAT = 1
MAX_LIST = 2_000_000


@dataclass(frozen=True)
class Listed:
    """A file of the pack."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Recipient:
    """A school, and the key of the sealed part in a box that only this school opens."""

    school: str
    key: str


@dataclass(frozen=True)
class Contents:
    """The content list; the fields are those of `schemas/pack.schema.json`."""

    kind: Literal["course", "update"]
    course: str
    version: str
    publisher: str
    files: list[Listed]
    min_app_version: str | None = None
    sealed: list[Recipient] = field(default_factory=list)
    base: str | None = None

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file by its path."""
        return {listed.path: listed.sha256 for listed in self.files}

    def as_bytes(self) -> bytes:
        """Return the list as it is signed and packed: the same list makes the same bytes."""
        given = {name: value for name, value in asdict(self).items() if value not in (None, [])}
        text = json.dumps(
            {"format": FORMAT, **given, "files": given.get("files", [])}, indent=1, sort_keys=True
        )
        return f"{text}\n".encode("ascii")


def listed(files: Mapping[str, bytes]) -> list[Listed]:
    """Return the lines of the list for files, content by path.

    >>> listed({"a.txt": b"1"})[0].size
    1
    """
    return [Listed(path, len(files[path]), sha256(files[path])) for path in sorted(files, key=str.encode)]


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def parse_contents(data: bytes) -> Contents:
    """Return the list that the bytes stand for. Raises UserError when it is none, or of a newer format."""
    try:
        value = parse_json(data.decode("utf-8"))
    except (UnreadableError, UnicodeDecodeError) as fault:
        raise UserError(f"the content list cannot be read: {fault}") from fault
    if isinstance(value, dict) and isinstance(value.get("format"), int) and value["format"] > FORMAT:
        raise UserError("it is for a newer Knapsack; install that first")
    for error in Draft7Validator(schema("pack")).iter_errors(value):
        raise UserError(f"its content list is broken at /{'/'.join(map(str, error.absolute_path))}")
    return _contents(value)


def _contents(value: dict[str, Any]) -> Contents:
    known = {name: part for name, part in value.items() if name not in {"format", "files", "sealed"}}
    files = [Listed(**each) for each in value["files"]]
    return Contents(**known, files=files, sealed=[Recipient(**each) for each in value.get("sealed", [])])
