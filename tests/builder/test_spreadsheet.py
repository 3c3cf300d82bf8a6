from __future__ import annotations

import csv
import io

import pytest

from builder.spreadsheet import csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(start: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_text([[f"{start}SUM(1)", -1, 0.5]]), newline=""))
    assert row == [f"'{start}SUM(1)", "-1", "0.5"]


def test_separators_and_lines_stay_in_their_cell() -> None:
    cells = ['a,"b"', "two\nlines", "Аня"]
    (row,) = csv.reader(io.StringIO(csv_text([cells]), newline=""))
    assert row == cells
