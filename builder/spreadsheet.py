"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A cell that begins so is computed by spreadsheets, whoever wrote it. In many countries they end cells at
# semicolons, so that a text may begin another cell in its midst.
FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


def csv_text(rows: Iterable[Sequence[str | float]]) -> str:
    r"""Return rows as CSV (RFC 4180). No text in it is a formula to a spreadsheet.

    >>> csv_text([["name", "score"], ["=Ada", -1]])
    "name,score\r\n'=Ada,-1\r\n"
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: str | float) -> str:
    return FORMULA.sub("'", value) if isinstance(value, str) else str(value)
