"""Recognises what a source is by what is in it, and reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.importing.gift import read_gift
from builder.importing.haul import Haul
from builder.importing.moodle import read_moodle
from builder.importing.problem_package import is_package, read_package
from builder.importing.statement import statement_languages
from builder.importing.test_folder import has_tests, read_test_folder
from builder.paths import is_ignored, walk
from builder.problems import UserError
from builder.reading import UnreadableError
from builder.unpack import unpack

KINDS = ("problem", "moodle", "gift", "tests")
ARCHIVES = (".zip", ".kpp")
BEGINNING = 200_000
BRACES = re.compile(r"(?<!\\)\{([^{}]*)\}")
GIFT_ANSWERS = re.compile(r"\s*(?:[=~#]|(?:T|TRUE|F|FALSE)?\s*(?:#|\Z))")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
MARKUP = re.compile(r"<[^<>]*>|&lt;[^&]*&gt;|&\w+;")
LETTER = re.compile(r"[^\W\d_]")
WHAT = "give a problem package, a Moodle XML or GIFT file, or a folder of .in and .out files"


class Source:
    """A source that was recognised: `languages` are those that a new course would take from it."""

    def __init__(self, path: Path, name: str, kind: str) -> None:
        self.path, self.name, self.kind = path, name, kind

    @property
    def languages(self) -> list[str]:
        """The languages that the source is in, as far as it shows them; at least one."""
        if self.kind == "problem":
            found = [
                each for package in packages_in(self.path) for each in statement_languages(_paths(package))
            ]
            return list(dict.fromkeys(found)) or ["en"]
        if self.kind == "tests":
            text = "".join(_beginning(file) for file in sorted(self.path.glob("*.md"))[:3])
        else:
            text = _beginning(self.path)
        return [_guessed(MARKUP.sub(" ", text))]

    def read(self, languages: list[str]) -> Haul:
        """Read it all; `languages` are those of the course, its own first."""
        haul = Haul()
        if self.kind == "moodle":
            read_moodle(self.path, haul, languages[0])
        elif self.kind == "gift":
            read_gift(self.path, haul, languages[0])
        elif self.kind == "tests":
            read_test_folder(self.path, self.name, haul)
        else:
            for package in packages_in(self.path):
                read_package(package, self.name if package == self.path else package.name, haul, languages)
        return haul


@contextmanager
def opened_source(path: Path, kind: str | None) -> Iterator[Source]:
    """Recognise the source at `path`, unpacked while the context lasts; `kind` is one of KINDS or None.

    Raises UserError for what is none of them.
    """
    if not path.exists():
        raise UserError(f"{path} does not exist; {WHAT}")
    if not path.is_file() and not path.is_dir():
        raise UserError(f"{path} is neither a file nor a folder; {WHAT}")
    try:
        with _opened(path, kind) as source:
            yield source
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}") from error


@contextmanager
def _opened(path: Path, kind: str | None) -> Iterator[Source]:
    if path.is_file() and (path.suffix.lower() in ARCHIVES or _starts(path, b"PK\x03\x04")):
        with TemporaryDirectory(prefix="knapsack-") as folder:
            target = Path(folder) / "source"
            target.mkdir()
            try:
                root = unpack(path, target)
            except UnreadableError as error:
                raise UserError(f"{path}: {error}") from error
            yield _recognised(root, path, path.stem, kind)
        return
    name = path.resolve().name if path.is_dir() else path.stem
    yield _recognised(path, path, name, kind)


def _recognised(root: Path, given: Path, name: str, kind: str | None) -> Source:
    found = kind or (_kind_of_folder(root) if root.is_dir() else _kind_of_file(root))
    if found is None:
        raise UserError(f"{given} is nothing that can be imported; {WHAT}, or say with --as what it is")
    if (found in {"problem", "tests"}) != root.is_dir():
        what = "a folder or zip" if found in {"problem", "tests"} else "one file"
        raise UserError(f"{given} cannot be read as ‘{found}’, which is {what}")
    if found == "problem" and not packages_in(root):
        raise UserError(f"there is no problem package in {given}: it has a problem.yaml")
    return Source(root, name, found)


def _kind_of_folder(root: Path) -> str | None:
    if packages_in(root):
        return "problem"
    return "tests" if has_tests(root) else None


def _kind_of_file(path: Path) -> str | None:
    beginning = _beginning(path).lstrip("\ufeff \t\r\n")
    if beginning.startswith("<"):
        return "moodle" if re.search(r"<quiz\b", beginning) or path.suffix.lower() == ".xml" else None
    return "gift" if path.suffix.lower() == ".gift" or _is_gift(beginning) else None


def _is_gift(text: str) -> bool:
    """Whether a text has GIFT's marks: answers in braces, or a name in double colons at its start.

    >>> _is_gift("True? {T}"), _is_gift("A set {1, 2}")
    (True, False)
    """
    return text.startswith(("::", "$CATEGORY:")) or any(map(GIFT_ANSWERS.match, BRACES.findall(text)))


def packages_in(root: Path) -> list[Path]:
    """Return the folder itself when it is a package, else the packages in it: a contest's."""
    if is_package(root):
        return [root]
    inside = [each for each in sorted(root.iterdir()) if each.is_dir() and not each.is_symlink()]
    return [each for each in inside if not is_ignored(each.name) and is_package(each)]


def _paths(root: Path) -> list[str]:
    return [path for path, _ in walk(root)]


def _starts(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _beginning(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(BEGINNING).decode("utf-8", errors="replace")


def _guessed(text: str) -> str:
    """Return the language of a text, as far as its letters tell: names and code may be in Latin ones.

    >>> _guessed("Столица Франции?"), _guessed("Capital?")
    ('ru', 'en')
    """
    return "ru" if len(CYRILLIC.findall(text)) * 3 > len(LETTER.findall(text)) else "en"
