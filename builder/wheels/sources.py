"""Where wheels come from: folders, and the registry by way of its ordinary client."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName
from packaging.version import Version

from builder.problems import UserError
from builder.reading import UnreadableError
from builder.wheels.target import ABI, ENDINGS, PLATFORM, PYTHON, SHORT
from builder.wheels.wheel import Named, Wheel, named, read_wheel

Read = Callable[[Path], Wheel]
SECONDS = 600
UNREACHED = re.compile(r"Retrying \(|ConnectionError|NewConnectionError|timed out|ProxyError|SSLError")
ELSEWHERE = "put its wheel into the course's folder wheels, or into one that you name with --wheels"


class Source(Protocol):
    """Finds wheels by name."""

    def find(self, name: NormalizedName, wanted: SpecifierSet) -> Wheel | None:
        """Return the newest wheel that fits, or None.

        Raises UnreadableError for a wheel that is not harmless and UserError when nothing can be found out.
        """

    def advice(self, name: NormalizedName) -> str:
        """Say, for a package without any wheel that fits, what to do."""


class Folder:
    """The wheels at `paths`, read when they are asked for; `place` is what people call the folder."""

    def __init__(self, paths: Iterable[Path], place: str, read: Read = read_wheel) -> None:
        self._paths = sorted(paths)
        self._place = place
        self._read = read

    def find(self, name: NormalizedName, wanted: SpecifierSet) -> Wheel | None:
        """See `Source.find`."""
        found: dict[Version, list[tuple[int, Path]]] = {}
        for path, its in self._named(name):
            if its.rank is not None:
                found.setdefault(its.version, []).append((its.rank, path))
        fitting = wanted.filter(sorted(found, reverse=True))
        wheels = (self._read(min(found[version])[1]) for version in fitting)
        return next((wheel for wheel in wheels if PYTHON in wheel.requires_python), None)

    def advice(self, name: NormalizedName) -> str:
        """See `Source.advice`."""
        unfit = next((path for path, its in self._named(name) if its.rank is None), None)
        if unfit:
            what = f"{unfit.name} in {self._place} is for another platform or Python"
            return f"{what}; take one that ends in {ENDINGS}"
        return f"there is no wheel of it in {self._place} that fits; put one there"

    def _named(self, name: NormalizedName) -> Iterator[tuple[Path, Named]]:
        for path in self._paths:
            with suppress(UnreadableError):  # a file that nobody asks for may have any name
                if (its := named(path)).name == name:
                    yield path, its


class Registry:
    """The package registry that pip is set up for on this computer; what it gives is put into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], Wheel | None] = {}

    def find(self, name: NormalizedName, wanted: SpecifierSet) -> Wheel | None:
        """See `Source.find`."""
        key = (name, str(wanted))
        if key not in self._known:
            self._known[key] = self._downloaded(f"{name}{wanted}")
        return self._known[key]

    def advice(self, name: NormalizedName) -> str:
        """See `Source.advice`."""
        return (
            f"the registry has no wheel of it that runs in the browser; is the name right? If so, {ELSEWHERE}"
        )

    def _downloaded(self, requirement: str) -> Wheel | None:
        if importlib.util.find_spec("pip") is None:
            raise UserError(f"pip, which brings packages, is not installed; install it, or {ELSEWHERE}")
        target = Path(mkdtemp(dir=self._folder))
        command = [*PIP, f"--dest={target}", "--", requirement]
        try:
            done = subprocess.run(  # noqa: S603  (our own interpreter; the name keeps to the manifest's pattern)
                command, timeout=SECONDS, check=False, capture_output=True, text=True, errors="replace"
            )
        except subprocess.TimeoutExpired as error:
            raise UserError(f"the registry does not answer; try again, or {ELSEWHERE}") from error
        wheels = list(target.glob("*.whl"))
        if done.returncode == 0 and len(wheels) == 1:
            return read_wheel(wheels[0])
        _check_answer(done.stderr)
        return None


# Without `-P` a folder called pip beside the courses would run; the rest tells pip to choose for the browser.
PIP = [
    *(sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--retries=1", "--no-deps", "--only-binary=:all:", f"--platform={PLATFORM}", "--implementation=cp"),
    *(f"--python-version={'.'.join(map(str, SHORT))}", f"--abi={ABI}", "--abi=abi3", "--abi=none"),
]


def _check_answer(said: str) -> None:
    """Raise UserError unless the registry has answered that it has nothing."""
    if UNREACHED.search(said):
        raise UserError(f"the registry cannot be reached; connect to the network, or {ELSEWHERE}")
    if "No matching distribution found" in said:
        return
    last = next((line for line in reversed(said.splitlines()) if line.startswith("ERROR:")), "ERROR: nothing")
    raise UserError(f"pip brought no wheel: {last.removeprefix('ERROR:').strip()[:200]}")
