"""SHA256SUMS: what we wrote to a stick, in the form that `sha256sum -c` and its like check."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from builder.output import MARK
from builder.paths import path_fault

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
MAX_SUMS = 20_000_000


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sums_text(digests: Mapping[str, str]) -> bytes:
    """Return the file that lists the digests by path.

    >>> sums_text({"b": "2" * 64, "a": "1" * 64}).splitlines()[0].decode()[-5:]
    '11  a'
    """
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def read_sums(path: Path) -> dict[str, str]:
    """Return the digests that a list names; nothing when it is missing, broken, or leads elsewhere."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_SUMS).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found = [LINE.fullmatch(line) for line in text.splitlines()]
    digests = {match[2]: match[1] for match in found if match}
    whole = len(digests) == len(found)
    return digests if whole and not any(path_fault(each) for each in digests) else {}


def own_sums(folder: Path) -> dict[str, str]:
    """Return the digests of what we wrote to a folder before; nothing when that is not a stick of ours."""
    page = folder / "index.html"
    if not page.is_file() or MARK not in page.read_text(encoding="utf-8", errors="replace")[:1000]:
        return {}
    digests = read_sums(folder / SUMS)
    return digests if "index.html" in digests and "assets/knapsack/shell.js" in digests else {}
