"""What an import has to say about each item: what is malformed, and what could not be carried over."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Remark:
    """One thing to know: `line` counts from 1, 0 is the whole file; `item` is the question or task."""

    file: str
    line: int
    item: str
    message: str

    def as_json(self) -> dict[str, str | int]:
        """Return the remark as `knapsack import --json` prints it."""
        return asdict(self)

    def told(self, kind: str) -> str:
        """Return the remark in one line, in the form that editors jump to.

        >>> Remark("bank.gift", 12, "Capital", "no right answer").told("error")
        'bank.gift:12: error: Capital: no right answer'
        """
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, kind, self.item, self.message) if part)


@dataclass
class Log:
    """Collects the remarks on one source. With any error nothing is written."""

    errors: list[Remark] = field(default_factory=list)
    left: list[Remark] = field(default_factory=list)

    def refuse(self, file: str, line: int, message: str, item: str = "") -> None:
        """Add something malformed, which has to be mended first."""
        self.errors.append(Remark(file, line, item, message))

    def leave(self, file: str, line: int, message: str, item: str = "") -> None:
        """Add something that is right where it comes from but has no place here."""
        remark = Remark(file, line, item, message)
        if remark not in self.left:
            self.left.append(remark)


@dataclass(frozen=True)
class Place:
    """Where an item stands, so that what reads it can say so."""

    log: Log
    file: str
    line: int
    item: str = ""

    def error(self, message: str, line: int | None = None) -> None:
        """Report something malformed in this item."""
        self.log.refuse(self.file, self.line if line is None else line, message, self.item)

    def leave(self, message: str, line: int | None = None) -> None:
        """Report a part of this item that is not carried over."""
        self.log.leave(self.file, self.line if line is None else line, message, self.item)
