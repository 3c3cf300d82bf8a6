"""Chooses wheels that fit together and that all together need nothing else.

Markers are evaluated for the Python in the browser, which no client of a registry does. Where a package
cannot get what it needs, its next older version is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name

from builder.problems import UserError
from builder.reading import UnreadableError
from builder.wheels.sources import Source
from builder.wheels.target import MARKERS
from builder.wheels.wheel import Wheel

MAX_STEPS = 1000
MAX_ATTEMPTS = 20
ANY = SpecifierSet()
Excluded = dict[NormalizedName, SpecifierSet]


class UnsolvedError(Exception):
    """The packages cannot be had together; `root` is the wanted one that fails, the text says what to do."""

    def __init__(self, root: str, message: str, culprit: Wheel | None = None) -> None:
        super().__init__(message)
        self.root = root
        self.culprit = culprit


@dataclass(frozen=True)
class Demand:
    """That a package be there: `by` is the wheel that needs it, `root` the wanted one that this is due to."""

    root: str
    name: NormalizedName
    wanted: SpecifierSet
    extras: frozenset[str] = frozenset()
    by: Wheel | None = None

    def says_the_same(self, other: Demand) -> bool:
        """Whether another demand is for the same, whatever it is there because of."""
        return replace(self, root=other.root) == other

    def __str__(self) -> str:
        by = f"{self.by.name} {self.by.version}" if self.by else "the course"
        return f"{by} needs {self.name}{self.wanted}"


def solve(names: Sequence[str], source: Source) -> list[Wheel]:
    """Return wheels for the packages `names` and all that they need, by name.

    Raises UnsolvedError when there are none, or none that fit together.
    """
    excluded: Excluded = {}
    first: UnsolvedError | None = None
    for _ in range(MAX_ATTEMPTS):
        try:
            chosen = _attempt(names, source, excluded)
        except UnsolvedError as error:
            first = first or error
            if error.culprit is None:
                break
            name = error.culprit.name
            excluded[name] = excluded.get(name, ANY) & SpecifierSet(f"!={error.culprit.version}")
        else:
            return [chosen[name] for name in sorted(chosen)]
    assert first is not None  # noqa: S101 - only a failure leads here
    raise first


def _attempt(names: Sequence[str], source: Source, excluded: Excluded) -> dict[NormalizedName, Wheel]:
    chosen: dict[NormalizedName, Wheel] = {}
    for _ in range(MAX_STEPS):
        demands = _demands(names, chosen)
        unmet = next((name for name in demands if not _met(demands[name], chosen.get(name))), None)
        if unmet is None:
            return {name: chosen[name] for name in demands}
        chosen[unmet] = _found(unmet, demands[unmet], source, excluded)
    raise UnsolvedError(names[0], "what these packages need goes round in a circle; leave one of them out")


def _demands(names: Iterable[str], chosen: dict[NormalizedName, Wheel]) -> dict[NormalizedName, list[Demand]]:
    """Return all that is needed as far as is known, nearest first."""
    found: dict[NormalizedName, list[Demand]] = {}
    pending = [Demand(name, canonicalize_name(name), ANY) for name in names]
    for demand in pending:  # which grows meanwhile
        same = found.setdefault(demand.name, [])
        if not any(demand.says_the_same(each) for each in same):
            same.append(demand)
            if wheel := chosen.get(demand.name):
                pending += [_demand(each, wheel, demand.root) for each in needs(wheel, demand.extras)]
    return found


def _demand(requirement: Requirement, by: Wheel, root: str) -> Demand:
    if requirement.url:
        raise UnsolvedError(root, f"{by.name} takes {requirement.name} from an address; leave it out")
    name = canonicalize_name(requirement.name)
    return Demand(root, name, requirement.specifier, frozenset(requirement.extras), by)


def needs(wheel: Wheel, extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """Yield what a wheel needs in the browser, with these extras."""
    for requirement in wheel.requires:
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**MARKERS, "extra": each}) for each in ("", *extras)):
            yield requirement


def _met(demands: Sequence[Demand], wheel: Wheel | None) -> bool:
    return wheel is not None and all(
        each.wanted.contains(wheel.version, prereleases=True) for each in demands
    )


def _found(name: NormalizedName, demands: Sequence[Demand], source: Source, excluded: Excluded) -> Wheel:
    wanted = excluded.get(name, ANY)
    for demand in demands:
        wanted &= demand.wanted
    last = demands[-1]
    try:
        wheel = source.find(name, wanted)
    except (UnreadableError, UserError) as error:
        raise UnsolvedError(last.root, str(error).rstrip(".")) from error
    if wheel is None:
        raise UnsolvedError(last.root, _why(name, demands, source), last.by)
    return wheel


def _why(name: NormalizedName, demands: Sequence[Demand], source: Source) -> str:
    """Say why there is no wheel, and what to do."""
    stated = [each for each in demands if each.wanted]
    if len(stated) > 1 and all(source.find(name, each.wanted) for each in stated):
        return f"{' and '.join(map(str, stated))}, which cannot be met together; leave one of them out"
    why = f"{demands[-1]}, but " if demands[-1].by else ""
    return f"{why}{source.advice(name)}"
