"""The frames that pass between the host and a supervisor: one letter, four bytes of length, the payload.

To the supervisor: `H` (JSON: what the next job may take) at once followed by `J` (JSON: the job itself, which
the supervisor never reads, only the process that it forks). Back: `R` (JSON, once: it is ready), then
for each job any number of `O` (parts of what the process brought back) and one `E` (JSON: how it ended).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from typing import Final

HEADER: Final = struct.Struct("!cI")
LARGEST: Final = 1 << 26


class FrameError(Exception):
    """What came is no frame."""


def pack(kind: bytes, payload: bytes) -> bytes:
    r"""Return a frame.

    >>> pack(b"R", b"{}")
    b'R\x00\x00\x00\x02{}'
    """
    return HEADER.pack(kind, len(payload)) + payload


def unpack_header(header: bytes) -> tuple[bytes, int]:
    """Return a frame's kind and the length of its payload. Raises FrameError for a length beyond all use."""
    kind, length = HEADER.unpack(header)
    if length > LARGEST:
        raise FrameError(f"a frame of {length} bytes")
    return kind, length


def read_frame(descriptor: int, kind: bytes) -> bytes | None:
    """Read a frame of this kind, blocking; None when the other side is gone. Raises FrameError."""
    header = read_exactly(descriptor, HEADER.size)
    if header is None:
        return None
    found, length = unpack_header(header)
    if found != kind:
        raise FrameError(f"a frame {found!r} instead of {kind!r}")
    return read_exactly(descriptor, length)


def read_exactly(descriptor: int, count: int, ready: Callable[[], bool] = lambda: True) -> bytes | None:
    """Read so many bytes and no more, each time when `ready`; None when that is false or they end before."""
    parts = []
    while count:
        part = os.read(descriptor, min(count, 1 << 16)) if ready() else b""
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write everything, blocking."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
