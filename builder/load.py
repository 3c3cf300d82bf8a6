"""Phase 1, load: reads a course package into memory, without judging what it says."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.memory import Memory
from builder.paths import case_clash, length_fault, name_fault, walk
from builder.problems import Problems, UserError
from builder.reading import UnreadableError, parse_json, read_text
from builder.swap import recover
from builder.unpack import unpack

VERDICT_LINE = re.compile(r"#\s*verdict:\s*(\S+)", re.IGNORECASE)
MARKDOWN_FOLDERS = ("theory", "concepts")


@dataclass(frozen=True)
class WrongProgram:
    """A program that must fail, and the verdict it must get; None stands for any but OK."""

    file: str
    pointer: str
    code: str
    verdict: str | None


@dataclass
class Document:
    """One JSON file as it was read; documents with equal `text` and `file` are the same."""

    file: str
    data: Any
    text: str = ""

    @property
    def key(self) -> Hashable:
        """Everything the document was read from."""
        return (self.file, self.text)


@dataclass
class TaskSource(Document):
    """A task's JSON file with what lies beside it in a folder task."""

    checker_source: str | None = None
    checker_file: str = ""
    solution: str | None = None
    solution_file: str = ""
    wrong: list[WrongProgram] = field(default_factory=list)
    file_tests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> Hashable:
        """Everything the task was read from."""
        wrong = [(each.file, each.code) for each in self.wrong]
        tests = [tuple(test.items()) for test in self.file_tests]
        return (self.file, self.text, self.checker_source, self.solution, *wrong, *tests)


@dataclass
class Package:
    """A course package in memory. Paths are relative to its root, with `/`."""

    name: str
    root: Path
    problems: Problems
    files: dict[str, Path] = field(default_factory=dict)
    manifest: Document | None = None
    tasks: list[TaskSource] = field(default_factory=list)
    quizzes: list[Document] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    def in_folder(self, folder: str, suffix: str = "") -> list[str]:
        """Return the paths below `folder` that end in `suffix`, in name order."""
        return sorted(path for path in self.files if path.startswith(folder + "/") and path.endswith(suffix))


def find_packages(path: Path) -> list[Path]:
    """Return the packages at `path`: itself, or the folders and zips in it.

    Raises UserError when there is none.
    """
    if not path.exists():
        raise UserError(f"{path} does not exist; give a course, or a folder of courses")
    if path.is_file():
        if path.suffix.lower() == ".zip":
            return [path]
        raise UserError(f"{path} is no course: give a course folder or the same folder zipped")
    if (path / "manifest.json").exists():
        return [path]
    recover(path)
    inside = [each for each in sorted(path.iterdir()) if not each.name.startswith((".", "_"))]
    if not any((each / "manifest.json").exists() or each.suffix.lower() == ".zip" for each in inside):
        if any((path / name).exists() for name in ("theory", "tasks", "quizzes")):
            return [path]  # a course whose manifest is missing: let the check say so
        raise UserError(
            f"there is no course in {path}: a course is a folder with a manifest.json, or that folder zipped"
        )
    return [each for each in inside if each.is_dir() or each.suffix.lower() == ".zip"]


@contextmanager
def opened_package(path: Path) -> Iterator[Package]:
    """Load the package at `path`, a folder or a zip, for as long as the context lasts."""
    name = path.resolve().name
    problems = Problems(name)
    if path.is_dir():
        yield load_folder(name, path.resolve(), problems)
        return
    with unpacked(path) as root:
        if isinstance(root, Path):
            yield load_folder(name, root, problems)
        else:
            problems.error("", root)
            yield Package(name, path, problems)


@contextmanager
def unpacked(path: Path) -> Iterator[Path | str]:
    """Give the folder that holds the course of a zip while the context lasts, or say what is wrong."""
    with TemporaryDirectory(prefix="knapsack-") as folder:
        target = Path(folder) / "course"
        target.mkdir()
        try:
            root: Path | str = unpack(path, target)
        except UnreadableError as error:
            root = str(error)
        yield root


def load_folder(name: str, root: Path, problems: Problems, memory: Memory | None = None) -> Package:
    """Read every file of the package in the folder `root`; what cannot be read goes to `problems`.

    With the `memory` of an earlier build only files that have changed since are read.
    """
    package = Package(name, root, problems, memory=memory or Memory())
    _list_files(package, root)
    if "manifest.json" in package.files:
        package.manifest = Document("manifest.json", *_json(package, "manifest.json"))
    else:
        problems.error(
            "manifest.json", "The file is missing. A course needs one, with id, version and title."
        )
    for path in package.in_folder("quizzes", ".json"):
        package.quizzes.append(Document(path, *_json(package, path)))
    for path in package.in_folder("tasks", ".json"):
        if path.count("/") == 1:
            package.tasks.append(TaskSource(path, *_json(package, path)))
        elif path.count("/") == 2 and path.endswith("/task.json"):  # noqa: PLR2004  (tasks/NAME/task.json)
            package.tasks.append(_folder_task(package, path))
    for folder in MARKDOWN_FOLDERS:
        for path in package.in_folder(folder, ".md"):
            package.texts[path] = _text(package, path) or ""
    return package


def letters(package: Package) -> int:
    """Return how many letters the texts, tasks and quizzes of a package have in all."""
    documents = [*package.tasks, *package.quizzes]
    return sum(map(len, package.texts.values())) + sum(len(each.text) for each in documents)


def load_lone_task(path: Path, problems: Problems) -> Package:
    """Load a task outside of any course: a task file, or a folder with a task.json."""
    package = Package(problems.package, path.parent, problems)
    if path.is_dir():
        _list_files(package, path, f"{path.name}/")
        if f"{path.name}/task.json" in package.files:
            package.tasks.append(_folder_task(package, f"{path.name}/task.json"))
    else:
        package.files[path.name] = path
        package.tasks.append(TaskSource(path.name, *_json(package, path.name)))
    return package


def _list_files(package: Package, folder: Path, prefix: str = "") -> None:
    for inside, entry in walk(folder):
        path = prefix + inside
        if fault := name_fault(entry.name) or length_fault(path):
            package.problems.error(path, f"The file cannot be used: {fault}.")
        elif entry.is_symlink():
            package.problems.error(path, "This is a link. Put the file itself there: links break on a stick.")
        elif entry.is_file(follow_symlinks=False):
            package.files[path] = Path(entry.path)
    paths = tuple(package.files)
    if clash := package.memory.get(("clash", paths), lambda: case_clash(list(paths))):
        package.problems.error("", f"Rename one file: {clash}.")


def _text(package: Package, path: str) -> str | None:
    try:
        return package.memory.file(package.files[path], read_text)
    except UnreadableError as error:
        package.problems.error(path, str(error))
        return None


def _json(package: Package, path: str) -> tuple[Any, str]:
    """Return the value of a JSON file, or None, and its text."""
    text = _text(package, path)
    if text is None:
        return None, ""
    try:
        return package.memory.get(("json", text), lambda: parse_json(text)), text
    except UnreadableError as error:
        package.problems.error(path, str(error))
        return None, text


def _folder_task(package: Package, path: str) -> TaskSource:
    folder = path.removesuffix("/task.json")
    source = TaskSource(path, *_json(package, path))
    source.checker_file, source.solution_file = f"{folder}/checker.py", f"{folder}/solution.py"
    if source.checker_file in package.files:
        source.checker_source = _text(package, source.checker_file)
    if source.solution_file in package.files:
        source.solution = _text(package, source.solution_file)
    for file in package.in_folder(f"{folder}/wrong", ".py"):
        source.wrong.append(_wrong_program(file, _text(package, file) or ""))
    for kind in ("public", "private"):
        source.file_tests += _file_tests(package, f"{folder}/tests/{kind}", private=kind == "private")
    return source


def _wrong_program(file: str, code: str) -> WrongProgram:
    stated = VERDICT_LINE.match(code)
    return WrongProgram(file, "", code, stated.group(1).upper() if stated else None)


def _file_tests(package: Package, folder: str, *, private: bool) -> Iterator[dict[str, Any]]:
    stems = dict.fromkeys(
        path.rsplit(".", 1)[0] for path in package.in_folder(folder) if path.endswith((".in", ".out"))
    )
    for stem in stems:
        test = {"name": stem.rsplit("/", 1)[1], "private": private, "file": f"{stem}.in"}
        for suffix, key in ((".in", "input"), (".out", "expected")):
            if stem + suffix in package.files:
                test[key] = _text(package, stem + suffix) or ""
        yield test
