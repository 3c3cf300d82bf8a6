"""How a large file comes in: a line of JSON, then the file, which goes to the disk and not into memory."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from anyio import to_thread
from starlette.requests import Request

from runtime.companion.door import check_length, malformed, too_large
from runtime.companion.store.faults import StoreError

UPLOAD_TYPE = "application/octet-stream"
LONGEST_HEAD = 10_000
NAME = "upload"


@dataclass(frozen=True)
class Upload:
    """What came in: the line of JSON, and the file, which is gone when the request is answered."""

    head: bytes
    file: Path


@asynccontextmanager
async def received(request: Request, limit: int, folder: Path) -> AsyncIterator[Upload]:
    """Take a body of at most `limit` bytes into `folder`. Raises ApiError, or StoreError for a full disk."""
    check_length(request, limit)
    with _place(folder) as place:
        path = Path(place) / NAME
        with path.open("xb") as file:
            head = await _take(request, limit, file)
        yield Upload(head, path)


def _place(folder: Path) -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix=".upload-", dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise _fault(error) from error


async def _take(request: Request, limit: int, file: IO[bytes]) -> bytes:
    """Write what follows the first line into `file` and return that line."""
    head, total = b"", 0
    complete = False
    async for part in request.stream():
        total += len(part)
        if total > limit:
            raise too_large(limit)
        rest = part
        if not complete:
            line, end, rest = (head + part).partition(b"\n")
            head, complete = line, bool(end)
            if len(head) > LONGEST_HEAD:
                raise malformed("The body does not begin with a line of JSON.")
        if rest:
            await to_thread.run_sync(_write, file, rest)
    if not complete:
        raise malformed("The body does not begin with a line of JSON.")
    return head


def _write(file: IO[bytes], part: bytes) -> None:
    try:
        file.write(part)
        file.flush()  # a disk that is full says so here, and not when the file is closed
    except OSError as error:
        raise _fault(error) from error


def _fault(error: OSError) -> StoreError:
    return StoreError("full" if error.errno == errno.ENOSPC else "unwritable")
