"""A class list as a table program saves it: a name in each line, a PIN beside it if wanted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from runtime.companion.people.names import clean_name, name_key
from runtime.companion.people.secrets import check_secret

SEPARATORS = (";", "\t", ",")
HEADINGS = {"name", "student", "pupil", "pin", "имя", "ученик", "фамилия", "фио", "пин"}
MOST_STUDENTS = 200

Fault = Literal["", "name", "secret", "twice", "taken", "columns"]
"""What is wrong with a line. `twice` is in the list, `taken` in the school."""


@dataclass(frozen=True)
class Line:
    """One student of the list; `number` is the line in the file, counted from 1."""

    number: int
    name: str
    secret: str
    fault: Fault

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return name_key(self.name)


def read_class_list(text: str) -> list[Line]:
    r"""Return the students of a list; a first line with headings is passed over.

    >>> [line.name for line in read_class_list("Name;PIN\nAnna K.;4711\n")]
    ['Anna K.']
    """
    lines = [_line(number, cells) for number, cells in _rows(text)]
    counts = Counter(line.key for line in lines)
    return [
        Line(line.number, line.name, line.secret, "twice")
        if counts[line.key] > 1 and not line.fault
        else line
        for line in lines
    ]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds something, with its line in the file."""
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    heading = True
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not (heading and cells[0].casefold() in HEADINGS):
            yield reader.line_num, cells
        heading = False


def _line(number: int, cells: list[str]) -> Line:
    name, secret, *more = [*cells, ""][: max(2, len(cells))]
    if any(more):
        return Line(number, name, secret, "columns")
    try:
        name = clean_name(name)
    except ValueError:
        return Line(number, name, secret, "name")
    return Line(number, name, secret, "" if _is_good(secret) else "secret")


def _is_good(secret: str) -> bool:
    try:
        check_secret("student", secret or "0000")
    except ValueError:
        return False
    return True
