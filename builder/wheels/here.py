"""The packages of a course where its programs run in this computer's Python, and not in the browser."""

from __future__ import annotations

import platform
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from builder.cache import cache_folder
from builder.course import Course
from builder.problems import UserError
from builder.run import Trial
from builder.unpack import extract
from builder.wheels.lock import depends
from builder.wheels.needed import FILE
from builder.wheels.wheel import Wheel, library, opened_wheel

WORD = re.compile(r"[^\W\d]\w*")


def used(texts: Iterable[str], wheels: Sequence[Wheel]) -> list[Wheel]:
    """Return those of `wheels` that programs need: they name a module of theirs, as the browser sees it."""
    words = {word for text in texts for word in WORD.findall(text)}
    by_name = {str(wheel.name): wheel for wheel in wheels}
    pending: list[str] = [wheel.name for wheel in wheels if words & set(wheel.imports)]
    for name in pending:  # which grows meanwhile
        pending += [each for each in depends(by_name[name], wheels) if each not in pending]
    return [wheel for wheel in wheels if wheel.name in pending]


def python_of(tests: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the Python that tests add to a program: what they call, and modules among their files."""
    calls, modules = [], []
    for test in tests:
        calls.append(test.get("call", ""))
        modules += [text for name, text in (test.get("files") or {}).items() if name.endswith(".py")]
    return [*calls, *modules]


def with_packages(course: Course, trials: Iterable[Trial], wheels: Sequence[Wheel]) -> Iterator[Trial]:
    """Yield the programs that run here, with the folders of their packages; report how many do not."""
    left_out: Counter[Wheel] = Counter()
    for trial in trials:
        own = used([trial.code, *python_of(trial.task.tests)], wheels)
        missing = [wheel for wheel in own if not _runs_here(wheel)]
        left_out.update(missing[:1])
        if not missing:
            yield replace(trial, packages=tuple(unpacked(wheel) for wheel in own if wheel.pure))
    for wheel, count in left_out.items():
        course.package.problems.warning(FILE, _not_run(wheel, count), "/packages")


def unpacked(wheel: Wheel) -> Path:
    """Return the folder of the cache in which a wheel is unpacked, as programs import from it.

    Raises UnreadableError for a wheel that is not harmless and UserError when the cache cannot be written.
    """
    target = cache_folder() / "unpacked" / wheel.digest
    if target.is_dir():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(mkdtemp(prefix=".new-", dir=target.parent))
        try:
            with opened_wheel(wheel.path) as archive:
                for place, name in library(archive).items():
                    extract(archive, name, new / place)
            _rename(new, target)
        finally:
            rmtree(new, ignore_errors=True)
    except OSError as error:
        raise UserError(f"{target.parent} cannot be written: {error.strerror}") from error
    return target


def _rename(new: Path, target: Path) -> None:
    try:
        new.rename(target)
    except OSError:
        if not target.is_dir():  # else another check was first
            raise


def _runs_here(wheel: Wheel) -> bool:
    if wheel.pure:
        return platform.python_version() in wheel.requires_python
    try:
        return version(wheel.name) == str(wheel.version)
    except PackageNotFoundError:
        return False


def _not_run(wheel: Wheel, count: int) -> str:
    programs = "1 program was" if count == 1 else f"{count} programs were"
    need = f"a Python {wheel.requires_python}" if wheel.pure else "to be installed into this Python as well"
    return (
        f"{programs} not run: {wheel.name} {wheel.version} is made for the browser and needs {need}."
        " In Task Studio such programs run."
    )
