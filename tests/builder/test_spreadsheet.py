from __future__ import annotations

import csv
import io

import pytest

from builder.spreadsheet import csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_no_text_is_a_formula(start: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_text([[f"{start}SUM(1)", -1, 0.5]]), newline=""))
    assert row == [f"'{start}SUM(1)", "-1", "0.5"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_no_other_separator_makes_a_cell_that_is_a_formula(separator: str) -> None:
    text = csv_text([[f"a{separator}=1", f"b{separator}=2", f'c"{separator}=3', "4"]])
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
    assert cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_separators_and_lines_stay_in_their_cell() -> None:
    cells = ['a,"b"', "two\nlines", "Аня"]
    (row,) = csv.reader(io.StringIO(csv_text([cells]), newline=""))
    assert row == cells
