"""The one form of a zip file that Knapsack writes: the same files make the same bytes, everywhere.

Files are stored, not packed, for what a compressor makes differs with its version; names are in order of
their bytes; times, permissions and everything else are fixed. A reader can then refuse any other form.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from builder.archive import CENTRAL, CENTRAL_MARK, END, END_MARK, LOCAL, LOCAL_MARK, Archive
from builder.reading import UnreadableError

VERSION = 20
"""What an unpacker must know: folders, and nothing newer."""
UNIX = 3 << 8
UTF8 = 0x0800
DATE = 1 << 5 | 1
"""1 January 1980, the first day that a zip knows; the time is midnight."""
MODE = (stat.S_IFREG | 0o644) << 16


@dataclass(frozen=True)
class Entry:
    """A file as the zip lists it: its name, its size in bytes, its CRC-32."""

    name: bytes
    size: int
    crc: int

    @property
    def common(self) -> tuple[int, ...]:
        """The fields that stand both before the file and in the directory."""
        return (VERSION, UTF8, zipfile.ZIP_STORED, 0, DATE, self.crc, self.size, self.size, len(self.name), 0)

    def head(self) -> bytes:
        """Return what stands before the file."""
        return LOCAL.pack(LOCAL_MARK, *self.common) + self.name

    def listed(self, offset: int) -> bytes:
        """Return the file's line in the directory."""
        return CENTRAL.pack(CENTRAL_MARK, UNIX | VERSION, *self.common, 0, 0, 0, MODE, offset) + self.name


def write_zip(out: BinaryIO, files: Mapping[str, bytes]) -> None:
    """Write `files`, content by name.

    >>> from io import BytesIO
    >>> write_zip(made := BytesIO(), {"b.txt": b"2", "a.txt": b"1"})
    >>> zipfile.ZipFile(made).namelist()
    ['a.txt', 'b.txt']
    """
    entries = []
    for name in _sorted(files):
        data = files[name]
        entries.append(Entry(name.encode(), len(data), zlib.crc32(data)))
        out.write(entries[-1].head())
        out.write(data)
    out.write(_directory(entries))


def check_form(file: BinaryIO, archive: Archive) -> None:
    """Raise UnreadableError unless everything around the files is what `write_zip` writes."""
    infos = [archive.files[name] for name in _sorted(archive.files)]
    entries = [Entry(info.filename.encode(), info.file_size, info.CRC) for info in infos]
    file.seek(0)
    same = True
    for entry in entries:
        head = entry.head()
        same = same and file.read(len(head)) == head
        file.seek(entry.size, 1)
    if not same or file.read() != _directory(entries):
        raise UnreadableError(
            "The file is not in the form that Knapsack writes: it was changed or packed anew."
        )


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=str.encode)


def _directory(entries: list[Entry]) -> bytes:
    lines, offset = [], 0
    for entry in entries:
        lines.append(entry.listed(offset))
        offset += len(entry.head()) + entry.size
    listed, count = b"".join(lines), len(entries)
    return listed + END.pack(END_MARK, 0, 0, count, count, len(listed), offset, 0)
