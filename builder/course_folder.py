"""The packages in a folder of courses, kept open between builds: a zip is unpacked once for each version."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from builder.load import Package, find_packages, load_folder, unpacked
from builder.memory import Memory
from builder.problems import Problems
from builder.reading import digest


class CourseFolder:
    """Loads all packages in the folder `courses`. To be closed: it keeps unpacked zips on the disk."""

    def __init__(self, courses: Path, memory: Memory) -> None:
        self._courses = courses
        self._memory = memory
        self._zips: dict[Path, tuple[object, ExitStack, Path | str]] = {}

    def close(self) -> None:
        """Remove what was unpacked."""
        for path in list(self._zips):
            self._close(path)

    def packages(self) -> list[Package]:
        """Return the packages as they are now. Raises UserError when there is none."""
        paths = find_packages(self._courses)
        for path in set(self._zips) - set(paths):
            self._close(path)
        return [self._package(path) for path in paths]

    def _package(self, path: Path) -> Package:
        problems = Problems(path.resolve().name)
        root = path.resolve() if path.is_dir() else self._unpacked(path)
        if isinstance(root, Path):
            return load_folder(problems.package, root, problems, self._memory)
        problems.error("", root)
        return Package(problems.package, path, problems)

    def _unpacked(self, path: Path) -> Path | str:
        """Return the folder of an unpacked zip, or what is wrong with the zip."""
        version = self._memory.file(path, digest)
        if path not in self._zips or self._zips[path][0] != version:
            self._close(path)
            stack = ExitStack()
            self._zips[path] = version, stack, stack.enter_context(unpacked(path))
        return self._zips[path][2]

    def _close(self, path: Path) -> None:
        if path in self._zips:
            self._zips.pop(path)[1].close()
