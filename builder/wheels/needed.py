"""The wheels that courses need, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.course import Course
from builder.load import Package
from builder.memory import Memory
from builder.problems import UserError, pointer
from builder.wheels.cache import from_registry
from builder.wheels.resolve import UnsolvedError, solve
from builder.wheels.sources import Folder, Read
from builder.wheels.wheel import Wheel, read_wheel

FILE = "manifest.json"
OWN = "wheels"


def needed_wheels(course: Course, folder: Path | None) -> list[Wheel]:
    """Return wheels for all that a course's programs may import; nothing when there are problems with them.

    They come from the course's own folder `wheels`, else from `folder`, else from the registry.
    """
    package = course.package
    names: list[str] = course.data.get("packages", [])
    try:
        return _solved(names, package, folder) if names else []
    except UnsolvedError as error:
        package.problems.error(FILE, _said(error), pointer("packages", names.index(error.root)))
    except UserError as error:
        package.problems.error(FILE, f"The packages cannot be had: {error}.", "/packages")
    return []


def _solved(names: Sequence[str], package: Package, folder: Path | None) -> list[Wheel]:
    read = _reader(package.memory)
    if own := own_wheels(package):
        return solve(names, Folder(own, "the course's folder wheels", read))
    if folder is None:
        return from_registry(names, read)
    return solve(names, Folder(folder.glob("*.whl"), str(folder), read))


def own_wheels(package: Package) -> list[Path]:
    """Return the wheels that a course brings itself."""
    return [package.files[path] for path in package.in_folder(OWN, ".whl") if path.count("/") == 1]


def _reader(memory: Memory) -> Read:
    return lambda path: memory.file(path, read_wheel)


def shared_wheels(courses: Sequence[tuple[Course, Sequence[Wheel]]]) -> list[Wheel]:
    """Return the one set of wheels for all courses of a site, out of what each of them needs.

    A course whose packages do not go together with those of the courses before it gets a problem.
    """
    names: list[str] = []
    shared: list[Wheel] = []
    pool: dict[str, Wheel] = {}
    for course, wheels in courses:
        if not wheels:
            continue
        own = course.data["packages"]
        for wheel in wheels:
            same = pool.setdefault(wheel.path.name, wheel)
            pool[wheel.path.name] = min(same, wheel, key=lambda each: each.digest)
        by_path = {wheel.path: wheel for wheel in pool.values()}
        try:
            shared = solve([*names, *own], Folder(by_path, "these courses", by_path.__getitem__))
            names += own
        except UnsolvedError as error:
            at = pointer("packages", own.index(error.root)) if error.root in own else "/packages"
            message = f"The packages of this course and of others do not go together: {error}."
            course.package.problems.error(FILE, message, at)
    return shared


def _said(error: UnsolvedError) -> str:
    return f"‘{error.root}’ cannot be had: {error}."
