"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is computed by spreadsheets, whoever wrote it."""


def csv_text(rows: Iterable[Sequence[str | float]]) -> str:
    r"""Return rows as CSV (RFC 4180). No text in it is a formula to a spreadsheet.

    >>> csv_text([["name", "score"], ["=Ada", -1]])
    "name,score\r\n'=Ada,-1\r\n"
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: str | float) -> str:
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
