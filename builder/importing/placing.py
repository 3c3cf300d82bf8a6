"""Puts what was read into a course: checked first, written beside, then moved into place all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from builder.build import check
from builder.course import languages_of
from builder.explain import check_schema
from builder.importing.haul import FolderTask, Haul
from builder.importing.naming import slug
from builder.load import load_folder
from builder.problems import Problems, UserError
from builder.validate.files import MAX_PACKAGE_BYTES


@dataclass(frozen=True)
class Target:
    """The course that takes things in: its manifest, and the file of every id (in lower case)."""

    folder: Path
    manifest: dict[str, Any]
    new: bool
    taken: dict[str, str]
    size: int = 0


def target_of(folder: Path, languages: list[str]) -> Target:
    """Return the course at `folder`, or a new one in the language of what comes in.

    Raises UserError when the folder is there but is no course.
    """
    if not (folder / "manifest.json").is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError(f"{folder} is no course, it has no manifest.json; give a course or a new name")
        return Target(folder, _new_manifest(folder.resolve().name, languages), new=True, taken={})
    package = load_folder(folder.resolve().name, folder.resolve(), problems := Problems(folder.name))
    stated = package.manifest.data if package.manifest else None
    if stated is None or not check_schema("manifest", stated, "manifest.json", problems):
        raise UserError(f"{folder}/manifest.json has errors; mend what knapsack check {folder} says first")
    documents = [*package.tasks, *package.quizzes]
    taken = {_key(each.file, each.data["id"]): each.file for each in documents if _has_id(each.data)}
    size = sum(path.stat().st_size for path in package.files.values())
    return Target(folder, stated, new=False, taken=taken, size=size)


def _new_manifest(name: str, languages: list[str]) -> dict[str, Any]:
    manifest = {"id": slug(name, "course"), "version": "1.0.0", "title": name, "language": languages[0]}
    return manifest | ({"languages": languages} if len(languages) > 1 else {})


def _has_id(data: Any) -> bool:  # noqa: ANN401  (any JSON)
    return isinstance(data, dict) and isinstance(data.get("id"), str)


def _key(file: str, id_: str) -> str:
    return f"{file.split('/', maxsplit=1)[0]}/{id_}".casefold()


def place(haul: Haul, target: Target, *, replace: bool) -> list[str]:
    """Write everything into the course and return the paths, or nothing when `haul.log` has errors then."""
    _check_free(haul, target, replace=replace)
    if haul.log.errors or not any(_items(haul)):
        return []
    try:
        target.folder.resolve().parent.mkdir(parents=True, exist_ok=True)
        with _staged(haul, target) as (stage, paths):
            _check_stage(haul, target, stage)
            if haul.log.errors:
                return []
            _move(stage, target, paths, _replaced(haul, target))
    except OSError as error:
        raise UserError(f"{target.folder} cannot be written: {error.strerror or error}") from error
    return paths


def _check_free(haul: Haul, target: Target, *, replace: bool) -> None:
    for key, path in _items(haul):
        there = target.taken.get(key.casefold())
        path_there = (target.folder / path).exists() and path not in target.taken.values()
        if (there and not replace) or (path_there and not there):
            message = f"it is there already, as {there or path}; --replace puts the new one in its place"
            haul.log.refuse(str(target.folder), 0, message, key)


def _items(haul: Haul) -> Iterator[tuple[str, str]]:
    """Yield the key and the path of each task and quiz."""
    for task in haul.tasks:
        yield f"tasks/{task.id}", f"tasks/{task.id}" if task.files else f"tasks/{task.id}.json"
    for quiz in haul.quizzes:
        yield f"quizzes/{quiz['id']}", f"quizzes/{quiz['id']}.json"


def _replaced(haul: Haul, target: Target) -> list[str]:
    """Return the paths that the new items replace: a task's file, or its whole folder."""
    files = [target.taken.get(key.casefold()) for key, _ in _items(haul)]
    return [file.removesuffix("/task.json") for file in files if file]


@contextmanager
def _staged(haul: Haul, target: Target) -> Iterator[tuple[Path, list[str]]]:
    """Write everything as a small course beside the real one."""
    real = target.folder.resolve()
    stage = Path(mkdtemp(prefix=f".{real.name}-import-", dir=real.parent))
    try:
        (stage / "new").mkdir()
        paths = [path for _, path in _items(haul)]
        for task in haul.tasks:
            _write_task(stage / "new/tasks", task)
        for quiz in haul.quizzes:
            _write(stage / f"new/quizzes/{quiz['id']}.json", _json(quiz))
        for path, data in haul.assets.items():
            _write(stage / "new" / path, data)
        paths += [path for path in haul.assets if not (target.folder / path).exists()]
        yield stage, paths
    finally:
        rmtree(stage, ignore_errors=True)


def _write_task(folder: Path, task: FolderTask) -> None:
    if not task.files:
        _write(folder / f"{task.id}.json", _json(task.data))
        return
    _write(folder / task.id / "task.json", _json(task.data))
    for path, text in task.files.items():
        _write(folder / task.id / path, text.encode())


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def _check_stage(haul: Haul, target: Target, stage: Path) -> None:
    """Refuse what the course could not be built with: what is written must pass `knapsack check`."""
    manifest = {"id": target.manifest["id"], "version": "1.0.0", "title": "-"}
    languages = languages_of(target.manifest)
    _write(stage / "new/manifest.json", _json({**manifest, "language": languages[0], "languages": languages}))
    for problem in check([stage / "new"]):
        if problem.severity == "error":
            haul.log.refuse(problem.file.removeprefix("new/"), 0, problem.message, problem.pointer)
    if (
        target.size + sum(path.stat().st_size for path in stage.rglob("*") if path.is_file())
        > MAX_PACKAGE_BYTES
    ):
        limit = f"the course would have more than {MAX_PACKAGE_BYTES // 10**6} MB; import less"
        haul.log.refuse(str(target.folder), 0, limit)


def _move(stage: Path, target: Target, paths: list[str], replaced: list[str]) -> None:
    """Move everything into place; when anything fails, all is put back."""
    course = target.folder.resolve()
    if target.new:
        (stage / "new/manifest.json").unlink()
        _write(stage / "new/manifest.json", _json(target.manifest))
        if course.exists():
            course.rmdir()
        (stage / "new").rename(course)
        return
    with ExitStack() as undo:
        for number, path in enumerate(replaced):
            (stage / "old").mkdir(exist_ok=True)
            _rename(course / path, stage / f"old/{number}", undo)
        for path in paths:
            (course / path).parent.mkdir(parents=True, exist_ok=True)
            _rename(stage / "new" / path, course / path, undo)
        undo.pop_all()


def _rename(old: Path, new: Path, undo: ExitStack) -> None:
    old.rename(new)
    undo.callback(new.rename, old)
