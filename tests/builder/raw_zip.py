"""Zip files written byte by byte, so that they can say what no honest program would write."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from builder.archive import CENTRAL, CENTRAL_MARK, END, END_MARK, LOCAL, LOCAL_MARK

PLAIN = (stat.S_IFREG | 0o644) << 16


@dataclass(frozen=True)
class Raw:
    """One entry. `local` are fields of the local header that differ from the directory's."""

    name: str | bytes
    data: bytes = b"x"
    method: int = zipfile.ZIP_STORED
    flags: int = 0x800
    mode: int = PLAIN
    size: int | None = None
    crc: int | None = None
    local: dict[str, int | bytes] = field(default_factory=dict)
    before: bytes = b""
    after: bytes = b""
    disk: int = 0

    def fields(self) -> dict[str, int | bytes]:
        name = self.name if isinstance(self.name, bytes) else self.name.encode()
        size = len(self.data) if self.size is None else self.size
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        return {"flags": self.flags, "method": self.method, "crc": crc, "size": size, "name": name}

    def packed(self) -> bytes:
        if self.method != zipfile.ZIP_DEFLATED:
            return self.data
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush()

    def head(self) -> bytes:
        f = {"packed": len(self.packed()), **self.fields(), **self.local}
        name = f["name"]
        assert isinstance(name, bytes)
        sizes = (f["crc"], f["packed"], f["size"])
        return LOCAL.pack(LOCAL_MARK, 20, f["flags"], f["method"], 0, 33, *sizes, len(name), 0) + name

    def listed(self, offset: int) -> bytes:
        f = self.fields()
        name = f["name"]
        assert isinstance(name, bytes)
        sizes = (f["crc"], len(self.packed()), f["size"])
        fixed = (CENTRAL_MARK, 788, 20, f["flags"], f["method"], 0, 33, *sizes, len(name), 0, 0, self.disk, 0)
        return CENTRAL.pack(*fixed, self.mode, offset) + name


def raw_zip(
    entries: Sequence[Raw],
    *,
    before: bytes = b"",
    after: bytes = b"",
    count: int | None = None,
    gap: bytes = b"",
) -> bytes:
    """Return a zip of the entries; `count` is what its end says of their number."""
    out, listed = bytearray(before), bytearray()
    for entry in entries:
        out += entry.before
        listed += entry.listed(len(out) - len(before))
        out += entry.head() + entry.packed() + entry.after
    out += gap
    start, number = len(out) - len(before), len(entries) if count is None else count
    end = END.pack(END_MARK, 0, 0, number & 0xFFFF, number & 0xFFFF, len(listed), start, 0)
    return bytes(out + listed + end + after)


def overlapping(entries: Sequence[Raw]) -> bytes:
    """Return a zip with one more entry, whose bytes are those of the last: a bomb without nesting."""
    whole, last = raw_zip(entries), entries[-1]
    offset = sum(len(entry.head() + entry.packed()) for entry in entries[:-1])
    end = END.unpack(whole[-END.size :])
    extra = last.listed(offset)
    fields = (*end[:3], end[3] + 1, end[4] + 1, end[5] + len(extra), *end[6:])
    return whole[: -END.size] + extra + END.pack(*fields)


def kernel(entries: Sequence[Raw]) -> bytes:
    """Return a zip in which an entry's data is the next entry, header and all (David Fifield's bomb)."""
    *first, last = entries
    inner = Raw("inner.txt", b"0" * 1000)
    outer = replace(last, data=inner.head() + inner.data)
    start = sum(len(entry.head() + entry.packed()) for entry in first) + len(outer.head())
    whole = raw_zip([*first, outer])
    end = END.unpack(whole[-END.size :])
    extra = inner.listed(start)
    fields = (*end[:3], end[3] + 1, end[4] + 1, end[5] + len(extra), *end[6:])
    return whole[: -END.size] + extra + END.pack(*fields)


Hostile = Callable[[list[Raw]], bytes]


def adding(*raws: Raw) -> Hostile:
    """Put entries among the honest ones."""
    return lambda honest: raw_zip([*honest, *raws])


def sized(mode: int) -> Raw:
    return Raw("pipe", b"", mode=(mode | 0o644) << 16)


def _behind_directory(whole: bytes) -> bytes:
    return whole[: -END.size] + b"x" + whole[-END.size :]


ZEROS = b"0" * 5_000_000
INNER = raw_zip([Raw("a.txt", ZEROS, zipfile.ZIP_DEFLATED)])

HOSTILE: dict[str, Hostile] = {
    "dot dot": adding(Raw("../x")),
    "dot dot inside": adding(Raw("a/../../x")),
    "dot dot with backslashes": adding(Raw("..\\x")),
    "absolute": adding(Raw("/x")),
    "network share": adding(Raw("//server/share/x")),
    "network share with backslashes": adding(Raw("\\\\server\\share\\x")),
    "drive letter": adding(Raw("C:/x")),
    "drive letter without a slash": adding(Raw("C:x")),
    "backslash": adding(Raw("a\\x")),
    "NUL": adding(Raw("a\x00b")),
    "line break": adding(Raw("a\nb")),
    "no name": adding(Raw("")),
    "a stream of NTFS": adding(Raw("a.txt:b")),
    "reserved on Windows": adding(Raw("tasks/aux.json")),
    "a dot at the end": adding(Raw("a.")),
    "a space at the end": adding(Raw("a ")),
    "name that is not UTF-8": adding(Raw(b"\xff\xfe")),
    "too long a name": adding(Raw("a" * 121)),
    "too long a path": adding(Raw("/".join(["a" * 50] * 5))),
    "too many folders": adding(Raw("a/" * 20 + "x")),
    "symbolic link": adding(Raw("passwords.txt", b"/etc/passwd", mode=(stat.S_IFLNK | 0o777) << 16)),
    "symbolic link to a folder": adding(
        Raw("tmp", b"..", mode=(stat.S_IFLNK | 0o777) << 16), Raw("tmp/x", b"x")
    ),
    "pipe": adding(sized(stat.S_IFIFO)),
    "socket": adding(sized(stat.S_IFSOCK)),
    "device": adding(sized(stat.S_IFCHR)),
    "disk": adding(sized(stat.S_IFBLK)),
    "duplicate": adding(Raw("a.txt", b"1"), Raw("a.txt", b"2")),
    "case clash": adding(Raw("a.txt"), Raw("A.txt")),
    "case clash of folders": adding(Raw("a/x"), Raw("A/y")),
    "clash of composed and decomposed": adding(Raw("\u0439.txt"), Raw("\u0438\u0306.txt")),
    "file and folder of one name": adding(Raw("a"), Raw("a/b")),
    "bomb by ratio": adding(Raw("zeros.txt", ZEROS, zipfile.ZIP_DEFLATED)),
    "bomb by count": lambda honest: raw_zip([*honest, *(Raw(f"{n}", b"") for n in range(5_001))]),
    "65 000 entries": lambda honest: raw_zip([*honest, *(Raw(f"{n}", b"") for n in range(65_000))]),
    "65 535 entries": lambda honest: raw_zip(honest, count=0xFFFF),
    "bomb by nesting": adding(Raw("inner.zip", INNER)),
    "bomb by nesting under another name": adding(Raw("assets/inner.txt", INNER)),
    "a packed archive inside": adding(Raw("inner.tar.gz", b"\x1f\x8b")),
    "bomb by size": adding(Raw("a.txt", b"x", size=300_000_000, method=zipfile.ZIP_DEFLATED)),
    "overlap": overlapping,
    "overlap inside an entry": kernel,
    "local name differs": adding(Raw("a.txt", local={"name": b"b.txt"})),
    "local method differs": adding(Raw("a.txt", local={"method": 8})),
    "local size differs": adding(Raw("a.txt", local={"size": 9})),
    "local packed size differs": adding(Raw("a.txt", local={"packed": 0})),
    "local checksum differs": adding(Raw("a.txt", local={"crc": 9})),
    "local flags differ": adding(Raw("a.txt", local={"flags": 0x808})),
    "bad checksum": adding(Raw("a.txt", crc=1)),
    "larger than it says": adding(Raw("a.txt", b"12345", zipfile.ZIP_DEFLATED, size=3)),
    "smaller than it says": adding(Raw("a.txt", b"12345", zipfile.ZIP_DEFLATED, size=9)),
    "two sizes of a stored file": adding(Raw("a.txt", b"12345", size=3)),
    "encrypted": adding(Raw("a.txt", flags=0x801)),
    "strongly encrypted": adding(Raw("a.txt", flags=0x841)),
    "encrypted directory": adding(Raw("a.txt", flags=0x2800)),
    "unknown method": adding(Raw("a.txt", method=99)),
    "several disks": adding(Raw("a.txt", disk=1)),
    "data before": lambda honest: raw_zip(honest, before=b"#!/bin/sh\n"),
    "data before, offsets mended": lambda honest: raw_zip([replace(honest[0], before=b"#!"), *honest[1:]]),
    "data after": lambda honest: raw_zip(honest, after=b"x"),
    "another zip after": lambda honest: raw_zip(honest, after=raw_zip([Raw("a.txt")])),
    "data between entries": lambda honest: raw_zip([replace(honest[0], after=b"x"), *honest[1:]]),
    "data before the directory": lambda honest: raw_zip(honest, gap=b"x"),
    "data behind the directory": lambda honest: _behind_directory(raw_zip(honest)),
    "fewer entries than it says": lambda honest: raw_zip(honest, count=len(honest) + 1),
    "more entries than it says": lambda honest: raw_zip(honest, count=len(honest) - 1),
    "truncated in its end": lambda honest: raw_zip(honest)[:-1],
    "truncated in its directory": lambda honest: raw_zip(honest)[:-30],
    "truncated in a file": lambda honest: raw_zip(honest)[:40],
    "empty file": lambda honest: b"",
    "not a zip": lambda honest: b"not a zip",
}
