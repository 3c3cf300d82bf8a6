"""The figures of a results file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure; `most` is the largest that keeps the promise, None where there is none."""

    what: str
    value: float
    unit: str
    most: float | None

    def markdown(self) -> str:
        """Return it as a row of the table."""
        figure = f"{self.value:.2f}" if self.value < 10 else f"{self.value:.0f}"  # noqa: PLR2004 - a digit
        if self.most is None:
            return f"| {self.what} | {figure} {self.unit} |  |  |"
        judgement = "kept" if self.value <= self.most else "**missed**"
        return f"| {self.what} | {figure} {self.unit} | ≤ {self.most:g} {self.unit} | {judgement} |"


def table(rows: Iterable[Row]) -> list[str]:
    """Return the lines of a Markdown table of the rows."""
    return ["| What | Measured | Promised | |", "|---|---|---|---|", *(row.markdown() for row in rows)]
