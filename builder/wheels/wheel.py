"""One wheel from a stranger: nothing in it is believed before structure, names and sizes are checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packaging.metadata import RawMetadata, parse_email
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from builder.archive import ANYTHING, Archive, opened_archive, readable
from builder.paths import case_clash
from builder.reading import UnreadableError, digest
from builder.wheels.target import ENDINGS, MARKERS, PYTHON, preference

MAX_BYTES = 60_000_000
MAX_METADATA = 2_000_000
MAX_LICENCE = 1_000_000
MODULE = re.compile(r"[^.]+\.(py|pyc|so|[\w-]+\.so)")
LICENCE = re.compile(r"(licen[cs]es/.+|(licen[cs]e|copying|notice|authors)[^/]*)", re.IGNORECASE)
LIBRARIES = ("purelib", "platlib")
UNREADABLE = (ValueError, KeyError, RecursionError)
"""What packaging raises for what is not as it should be: numbers of 5000 digits and unknown markers, too."""


@dataclass(frozen=True)
class Wheel:
    """A checked wheel.

    `pure` says that it runs in every Python; `imports` are the modules that `import` finds in it; `licence`
    is the one that it states, `licences` are the paths of texts in it.
    """

    path: Path
    name: NormalizedName
    version: Version
    digest: str
    pure: bool
    requires: tuple[Requirement, ...]
    requires_python: SpecifierSet
    imports: tuple[str, ...]
    licence: str
    licences: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """What a wheel's file name says; `rank` is how closely it fits the browser, None when it does not."""

    name: NormalizedName
    version: Version
    rank: int | None


def named(path: Path) -> Named:
    """Return what the name of a wheel's file says. Raises UnreadableError for the name of no wheel.

    >>> named(Path("six-1.17.0-py2.py3-none-any.whl")).name
    'six'
    >>> named(Path("six-1.17.0-cp311-cp311-win_amd64.whl")).rank
    """
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
    except UNREADABLE as error:
        raise UnreadableError(f"{path.name} is not named as wheels are; get it again.") from error
    ranks = [preference()[tag] for tag in tags if tag in preference()]
    return Named(name, version, min(ranks, default=None))


def read_wheel(path: Path) -> Wheel:
    """Check the wheel at `path` and return what it says of itself.

    Raises UnreadableError for anything that is no harmless wheel for the browser, named as its metadata says.
    """
    by_name = named(path)
    if by_name.rank is None:
        raise UnreadableError(
            f"{path.name} is for another platform or Python; take one that ends in {ENDINGS}."
        )
    with opened_wheel(path) as archive:
        places = library(archive)
        folder = _metadata_folder(archive, by_name)
        stated = _metadata(archive, folder, by_name)
        own = [name.removeprefix(f"{folder}/") for name in archive.files if name.startswith(f"{folder}/")]
    return Wheel(
        path=path,
        name=by_name.name,
        version=by_name.version,
        digest=digest(path),
        pure=path.name.endswith("-none-any.whl"),
        requires=_requires(stated),
        requires_python=_requires_python(stated),
        imports=tuple(sorted(_imports(places))),
        licence=_licence(stated),
        licences=tuple(f"{folder}/{name}" for name in sorted(own) if LICENCE.fullmatch(name)),
    )


def wheel_fault(path: Path) -> str | None:
    """Say why no course may bring the wheel at `path`, or None. It may be for another platform."""
    try:
        if named(path).rank is not None:
            read_wheel(path)
    except UnreadableError as error:
        return str(error)
    return None


@contextmanager
def opened_wheel(path: Path) -> Iterator[Archive]:
    """Open a wheel, its structure, names and sizes checked. Raises UnreadableError, also while it is read."""
    with readable():
        file = path.open("rb")
    with file:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"{path.name} has more than {MAX_BYTES // 10**6} MB.")
        with opened_archive(file, archives=ANYTHING) as archive:
            yield archive


def library(archive: Archive) -> dict[str, str]:
    """Return what belongs beside other packages: for each place there the name in the wheel (PEP 427)."""
    found: dict[str, str] = {}
    for name in archive.files:
        top, _, rest = name.partition("/")
        if not top.endswith(".data") or not rest:
            place = name
        elif rest.partition("/")[0] in LIBRARIES:
            place = rest.partition("/")[2]
        else:
            continue  # scripts and headers, which no import finds
        if place in found:
            raise UnreadableError(f"The wheel is not safe: it has ‘{place}’ twice.")
        found[place] = name
    if clash := case_clash(list(found)):
        raise UnreadableError(f"The wheel is not safe: {clash}.")
    return found


def _metadata_folder(archive: Archive, promised: Named) -> str:
    tops = {path.partition("/")[0] for path in archive.files if "/" in path}
    own = [top for top in tops if top.endswith((".dist-info", ".data"))]
    for top in own:
        stated, _, number = top.rpartition(".")[0].rpartition("-")
        if (canonicalize_name(stated), _version(number)) != (promised.name, promised.version):
            raise UnreadableError(f"The wheel has a folder ‘{top}’, which its name does not promise.")
    folders = [top for top in own if top.endswith(".dist-info")]
    if len(folders) != 1:
        raise UnreadableError("The wheel has not one folder .dist-info, as every wheel has; get it again.")
    return folders[0]


def _metadata(archive: Archive, folder: str, promised: Named) -> RawMetadata:
    for file in ("METADATA", "WHEEL", "RECORD"):
        if f"{folder}/{file}" not in archive.files:
            raise UnreadableError(f"The wheel has no file {folder}/{file}; get it again.")
    stated, _ = parse_email(archive.read(f"{folder}/METADATA", MAX_METADATA))
    name, version = stated.get("name", ""), stated.get("version", "")
    if (canonicalize_name(name), _version(version)) != (promised.name, promised.version):
        said = f"{name} {version}".strip()
        raise UnreadableError(f"The wheel says that it is ‘{said[:80]}’, which is not what its name says.")
    return stated


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except UNREADABLE:
        return None


def _requires(stated: RawMetadata) -> tuple[Requirement, ...]:
    text = ""
    found = []
    try:
        for text in stated.get("requires_dist", []):
            found.append(Requirement(text))
            _try(found[-1])
    except UNREADABLE as error:
        raise UnreadableError(f"The wheel's Requires-Dist cannot be read: {text[:80]!r}.") from error
    return tuple(found)


def _try(requirement: Requirement) -> None:
    """Raise one of UNREADABLE for a requirement that could be parsed but says nothing sensible."""
    requirement.specifier.contains(PYTHON)
    if requirement.marker:
        requirement.marker.evaluate({**MARKERS, "extra": ""})


def _requires_python(stated: RawMetadata) -> SpecifierSet:
    try:
        found = SpecifierSet(stated.get("requires_python", ""))
        found.contains(PYTHON)
    except UNREADABLE as error:
        raise UnreadableError(f"The wheel's Requires-Python cannot be read: {str(error)[:80]!r}.") from error
    return found


def _licence(stated: RawMetadata) -> str:
    """Return the licence in one line, by its SPDX name where the wheel has one."""
    lines = (stated.get("license_expression") or stated.get("license") or "").strip().splitlines()
    of_classifiers = [
        text.rpartition(" :: ")[2] for text in stated.get("classifiers", []) if "License" in text
    ]
    return lines[0].strip()[:80] if lines else ", ".join(of_classifiers)[:80]


def _imports(places: Mapping[str, str]) -> set[str]:
    """Return the top-level modules and packages; a folder is one when any module is in it."""
    found = set()
    for place in places:
        top, _, rest = place.partition("/")
        if MODULE.fullmatch(place.rpartition("/")[2]):
            found.add(top if rest else top.partition(".")[0])
    return {name for name in found if name.isidentifier()}
