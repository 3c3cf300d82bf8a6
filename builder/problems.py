"""Problems found in course packages, and the one exception for users' mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


class UserError(Exception):
    """A mistake of whoever called us, told in one line that says what to do."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: its file, the JSON pointer inside that file ("" for all of it), and what is wrong."""

    file: str
    pointer: str
    message: str
    severity: Severity = "error"

    def as_json(self) -> dict[str, str]:
        """Return the problem as `knapsack check --json` prints it.

        >>> Problem("a/manifest.json", "/id", "It is missing.").as_json()["pointer"]
        '/id'
        """
        return asdict(self)

    def __str__(self) -> str:
        place = f"{self.file}{'#' if self.pointer else ''}{self.pointer}"
        return f"{place}: {self.severity}: {self.message}"


@dataclass
class Problems:
    """All problems of one package, each listed once, in the order found."""

    package: str
    found: dict[Problem, None] = field(default_factory=dict)

    def error(self, file: str, message: str, pointer: str = "") -> None:
        """Add a problem that stops the build."""
        self.report("error", file, message, pointer)

    def warning(self, file: str, message: str, pointer: str = "") -> None:
        """Add a problem that people should know of but that stops nothing."""
        self.report("warning", file, message, pointer)

    def report(self, severity: Severity, file: str, message: str, pointer: str = "") -> None:
        """Add a problem."""
        path = f"{self.package}/{file}" if file else self.package
        self.found[Problem(path, pointer, message, severity)] = None

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems that were found before, with their whole paths."""
        self.found |= dict.fromkeys(problems)

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)


def pointer(*parts: str | int) -> str:
    """Join the parts of a JSON pointer (RFC 6901).

    >>> pointer("tests", 0, "a/b")
    '/tests/0/a~1b'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
