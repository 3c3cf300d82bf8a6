"""A zip file from a stranger: its structure, names and sizes are checked before anything in it is used."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from builder.paths import case_clash, path_fault
from builder.reading import UnreadableError

MAX_ENTRIES = 10_000
MAX_DIRECTORY = 10_000_000
MAX_FILES = 5_000
MAX_BYTES = 200_000_000
MAX_PACKED = 250_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 1_000_000
CHUNK = 1 << 16

END = struct.Struct("<4s4H2LH")
CENTRAL = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
DESCRIPTOR = struct.Struct("<3L")
END_MARK, CENTRAL_MARK, LOCAL_MARK, DESCRIPTOR_MARK = b"PK\5\6", b"PK\1\2", b"PK\3\4", b"PK\7\x08"
MAX_COMMENT = 0xFFFF
ZIP64 = 0xFFFFFFFF
ENCRYPTED, DESCRIBED_LATER, STATED_TWICE = 0x2041, 0x0008, 0x0809
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
PLAIN_KINDS = {0, stat.S_IFREG, stat.S_IFDIR}
NOTHING, ANYTHING = re.compile(r"(?!)"), re.compile(r".+", re.DOTALL)
WHEELS = re.compile(r"([^/]+/)?wheels/[^/]+\.whl")
"""The Python packages that a course brings."""
ARCHIVES = (".zip", ".jar", ".whl", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar")
FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """An open zip file that is safe to unpack. `files` are its files by name.

    Only those with a name like `archives` may be archives themselves.
    """

    def __init__(
        self, file: BinaryIO, skipped: Callable[[zipfile.ZipInfo], bool], archives: re.Pattern[str]
    ) -> None:
        size = _check_structure(file)
        self._archives = archives
        self._opened = zipfile.ZipFile(file)
        members = [member for member in self._opened.infolist() if not skipped(member)]
        _check_sizes(members, size)
        _check_names(members)
        _check_nesting(members, archives)
        self.files = {member.filename: member for member in members}

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file. Raises UnreadableError when they are not what the archive says."""
        member = self.files[name]
        left = member.file_size
        may_be_archive = self._archives.fullmatch(name)
        with readable(), self._opened.open(member) as source:
            while chunk := source.read(CHUNK):
                if left == member.file_size and chunk.startswith(LOCAL_MARK) and not may_be_archive:
                    raise UnreadableError(f"‘{name}’ in the zip file is itself a zip file; take it out.")
                left -= len(chunk)
                if left < 0:  # the directory of the archive lied about the size
                    raise UnreadableError(f"‘{name}’ in the zip file is larger than it says.")
                yield chunk
        if left:
            raise UnreadableError(f"‘{name}’ in the zip file is smaller than it says.")

    def read(self, name: str, limit: int = MAX_BYTES) -> bytes:
        """Return the bytes of a file of at most `limit` bytes."""
        if self.files[name].file_size > limit:
            raise UnreadableError(f"‘{name}’ in the zip file is larger than {limit} bytes.")
        return b"".join(self.chunks(name))


@contextmanager
def opened_archive(
    file: BinaryIO,
    skipped: Callable[[zipfile.ZipInfo], bool] = zipfile.ZipInfo.is_dir,
    archives: re.Pattern[str] = NOTHING,
) -> Iterator[Archive]:
    """Check the zip in `file` and open it. `skipped` says which members are never unpacked.

    `archives` are the names of those that may be archives themselves.

    Raises UnreadableError for a broken archive, an unsafe name, a link, or contents that are too large.
    """
    with readable():
        archive = Archive(file, skipped, archives)
    yield archive


@contextmanager
def readable() -> Iterator[None]:
    """Turn what the zip reader raises into UnreadableError."""
    try:
        yield
    except (*FAULTS, EOFError, OSError) as error:
        raise UnreadableError(f"The zip file cannot be unpacked: {error}.") from error


def _check_structure(file: BinaryIO) -> int:
    """Check that the archive is its entries, side by side, then its directory, and nothing else.

    Readers of zips differ in what they make of gaps, overlaps and contradictions: what one of them has
    checked another might unpack differently. Returns the size of the archive.
    """
    size = file.seek(0, 2)
    if size > MAX_PACKED:
        raise UnreadableError(
            f"The zip file has {size / 1e6:.0f} MB; at most {MAX_PACKED // 10**6} MB is allowed."
        )
    start, entries = _directory(file, size)
    reached = 0
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset != reached:
            what = "overlap" if entry.offset < reached else "have something between them"
            raise UnreadableError(f"The zip file is not safe: entries in it {what}.")
        reached = _entry_end(file, entry)
    if reached != start:
        raise UnreadableError("The zip file is not safe: its entries do not end where its directory begins.")
    file.seek(0)
    return size


class _Entry:
    """What the directory of the archive says of one entry."""

    def __init__(self, fields: tuple[Any, ...], name: bytes) -> None:
        self.flags: int = fields[3]
        self.method: int = fields[4]
        self.offset: int = fields[16]
        self.crc_and_sizes = fields[7:10]
        self.packed: int = fields[8]
        self.size: int = fields[9]
        self.name = name
        self.shown = name.decode("utf-8", "replace")
        if not name:
            raise UnreadableError("The zip file is not safe: an entry in it has no name.")
        if self.flags & ENCRYPTED:
            raise UnreadableError(f"‘{self.shown}’ in the zip file is encrypted; pack it without a password.")
        if self.method not in METHODS:
            raise UnreadableError(f"‘{self.shown}’ is packed in a way that is not common; zip it again.")
        if ZIP64 in (self.packed, self.size, self.offset) or fields[13]:
            raise UnreadableError("The zip file is in several parts or made for huge files; zip it again.")
        if self.method == zipfile.ZIP_STORED and self.packed != self.size:
            raise UnreadableError(f"‘{self.shown}’ in the zip file has two different sizes.")


def _directory(file: BinaryIO, size: int) -> tuple[int, list[_Entry]]:
    """Return where the directory begins, and its entries."""
    file.seek(max(0, size - END.size - MAX_COMMENT))
    tail = file.read()
    last = tail[-END.size :]
    bare = last.startswith(END_MARK) and last.endswith(b"\0\0")
    place = len(tail) - END.size if bare else tail.rfind(END_MARK)  # the one that zipfile takes
    if place < 0 or len(tail) - place < END.size:
        raise UnreadableError("The zip file cannot be unpacked: it is no zip file, or its end is missing.")
    _, disk, first_disk, here, count, length, start, comment = END.unpack_from(tail, place)
    if place + END.size + comment != len(tail):
        raise UnreadableError("The zip file is not safe: there is something behind its end.")
    if count > MAX_ENTRIES:
        raise UnreadableError(f"The zip file has {count} entries; at most {MAX_ENTRIES} are allowed.")
    if length > MAX_DIRECTORY:
        raise UnreadableError(f"The zip file's directory has more than {MAX_DIRECTORY // 10**6} MB.")
    if disk or first_disk or here != count:
        raise UnreadableError("The zip file is in several parts or made for huge files; zip it again.")
    if start + length != size - len(tail) + place:
        raise UnreadableError("The zip file is not safe: something stands before it or inside its directory.")
    file.seek(start)
    entries = list(_entries(file.read(length), count))
    return start, entries


def _entries(directory: bytes, count: int) -> Iterator[_Entry]:
    place = 0
    for _ in range(count):
        fields = CENTRAL.unpack_from(directory, place)
        if fields[0] != CENTRAL_MARK:
            raise UnreadableError("The zip file cannot be unpacked: its directory is broken.")
        place += CENTRAL.size
        yield _Entry(fields, directory[place : place + fields[10]])
        place += sum(fields[10:13])
    if place != len(directory):
        raise UnreadableError("The zip file is not safe: its directory is not as long as it says.")


def _entry_end(file: BinaryIO, entry: _Entry) -> int:
    """Return where an entry ends. Raises UnreadableError when it contradicts the directory."""
    file.seek(entry.offset)
    fields = LOCAL.unpack(file.read(LOCAL.size))
    name = file.read(fields[9])
    later = bool(entry.flags & DESCRIBED_LATER)
    agreed = {entry.crc_and_sizes, (0, 0, 0)} if later else {entry.crc_and_sizes}
    if (
        fields[0] != LOCAL_MARK
        or name != entry.name
        or fields[3] != entry.method
        or (fields[2] ^ entry.flags) & (STATED_TWICE | ENCRYPTED)
        or fields[6:9] not in agreed
    ):
        raise UnreadableError(f"The zip file is not safe: it says two different things of ‘{entry.shown}’.")
    end: int = entry.offset + LOCAL.size + fields[9] + fields[10] + entry.packed
    return end + (_descriptor_length(file, end, entry) if later else 0)


def _descriptor_length(file: BinaryIO, place: int, entry: _Entry) -> int:
    """Return the length of what some programs write behind an entry: its checksum and sizes once more."""
    stated = DESCRIPTOR.pack(*entry.crc_and_sizes)
    file.seek(place)
    found = file.read(len(DESCRIPTOR_MARK) + len(stated))
    if found == DESCRIPTOR_MARK + stated:
        return len(found)
    if found.startswith(stated):
        return len(stated)
    raise UnreadableError(f"The zip file is not safe: it says two different things of ‘{entry.shown}’.")


def _check_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    if len(members) > MAX_FILES:
        raise UnreadableError(f"The zip file has more than {MAX_FILES} files.")
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        raise UnreadableError(
            f"The zip file would take {total / 1e6:.0f} MB; at most {MAX_BYTES // 10**6} MB is allowed."
        )
    if total > RATIO_MATTERS_FROM and total > packed * MAX_RATIO:
        raise UnreadableError(
            f"The zip file would grow more than {MAX_RATIO}-fold, which no real course does."
        )


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        # ZipInfo cuts names at NUL, and on Windows turns backslashes around: look at what was really stored.
        if fault := path_fault(member.orig_filename) or path_fault(member.filename):
            raise UnreadableError(f"The zip file is not safe: {fault}.")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind == stat.S_IFLNK:
            raise UnreadableError(f"The zip file has a link, ‘{member.filename}’; put the file itself there.")
        if kind not in PLAIN_KINDS:
            raise UnreadableError(f"‘{member.filename}’ in the zip file is no ordinary file; take it out.")
    if clash := case_clash([member.filename for member in members]):
        raise UnreadableError(f"The zip file is not safe: {clash}.")


def _check_nesting(members: list[zipfile.ZipInfo], archives: re.Pattern[str]) -> None:
    for member in members:
        name = member.filename
        if name.lower().endswith(ARCHIVES) and not archives.fullmatch(name):
            raise UnreadableError(f"‘{name}’ in the zip file is itself an archive; take it out.")
