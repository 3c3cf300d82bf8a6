"""Loads one task with everything that the official judge needs, private tests included."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.course import DEFAULT_LANGUAGE, Course, Task, assemble
from builder.explain import check_schema
from builder.load import Package, TaskSource, load_folder, load_lone_task
from builder.problems import Problem, Problems, UserError
from builder.prose import Prose
from builder.texts import task_texts
from builder.validate.task import check_tasks

if TYPE_CHECKING:
    from builder.wheels.official import Equipment


def load_task(path: Path) -> dict[str, Any]:
    """Return the judge's task: `id`, `tests`, `checker`, `checker_source` and `limits`, defaults filled in.

    `path` is a task file or a task folder, inside a course package or on its own. Raises UserError, one line,
    for a missing task and for one that `knapsack check` rejects.
    """
    path = _task_path(path)
    root = _course_folder(path)
    if root is None:
        package = load_lone_task(path, Problems(path.parent.name))
    else:
        package = load_folder(root.name, root, Problems(root.name))
    source = _source_in(package, path.relative_to(package.root).as_posix())
    return _checked(package, source, alone=root is None).judged


def load_equipment(path: Path, task: Mapping[str, Any], folder: Path | None) -> Equipment | None:
    """Return the Python packages that the programs of a task may import, None when its course names none.

    `path` and `task` are those of `load_task`; `folder` has the packages of courses that do not bring theirs.
    Raises UserError, one line, when they cannot be had.
    """
    root = _course_folder(_task_path(path))
    stated = _manifest(root) if root else {}
    if root is None or not stated.get("packages"):
        return None
    from builder.wheels.needed import needed_wheels  # noqa: PLC0415  (few courses have packages)
    from builder.wheels.official import Equipment  # noqa: PLC0415

    package = load_folder(root.name, root, Problems(root.name))
    if not check_schema("manifest", stated, "manifest.json", package.problems):
        raise UserError(
            _refusal(_own(package, "manifest.json")) or f"{root} has no manifest that can be used"
        )
    wheels = needed_wheels(assemble(package, stated, [], []), folder)
    if refusal := _refusal(_own(package, "manifest.json")):
        raise UserError(refusal)
    return Equipment(task, wheels)


def course_of(path: Path) -> str | None:
    """Return the id of the course that a task stands in, None for a task on its own."""
    root = _course_folder(_task_path(path))
    stated = _manifest(root) if root else {}
    return str(stated["id"]) if "id" in stated else None


def _manifest(root: Path) -> dict[str, Any]:
    """Return the manifest of a course as it stands there, nothing when it cannot be read."""
    try:
        manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _task_path(path: Path) -> Path:
    """Return the task's file, or its folder when it has one, whichever of the two was given."""
    if not path.exists():
        raise UserError(f"{path} does not exist; give a task file, or a task folder with a task.json")
    path = path.resolve()
    if path.name == "task.json":
        path = path.parent
    if path.is_dir() and not (path / "task.json").is_file():
        raise UserError(
            f"there is no task.json in {path}; give a task file, or a task folder with a task.json"
        )
    if path.is_file() and path.suffix != ".json":
        raise UserError(f"{path} is no task; give a task file, or a task folder with a task.json")
    return path


def _course_folder(path: Path) -> Path | None:
    root = path.parent.parent
    return root if path.parent.name == "tasks" and (root / "manifest.json").is_file() else None


def _source_in(package: Package, place: str) -> TaskSource:
    wanted = {place, f"{place}/task.json"}
    for source in package.tasks:
        if source.file in wanted:
            return source
    raise UserError(_refusal(_own(package, place)) or f"{package.name}/{place} cannot be used as a task")


def _checked(package: Package, source: TaskSource, *, alone: bool) -> Task:
    """Report every problem that `knapsack check` finds in this task, and refuse it if there is an error."""
    place = source.file.removesuffix("/task.json")
    task = None
    if source.data is not None and check_schema("task", source.data, source.file, package.problems):
        course = _course(package, source)
        check_tasks(course, [source, *_namesakes(package, source)])
        task = course.tasks[source.data["id"]]
        if not alone:
            _check_texts(course, task)
    found = [each for each in _own(package, place) if not (alone and _needs_course(each))]
    if refusal := _refusal(found):
        raise UserError(refusal)
    assert task is not None  # noqa: S101 - without one there was an error
    return task


def _course(package: Package, source: TaskSource) -> Course:
    """Return as much of the course as this task needs."""
    manifest = {"id": "alone", "version": "0.0.0", "title": "-", "language": DEFAULT_LANGUAGE}
    stated = package.manifest.data if package.manifest else None
    if stated is not None and check_schema("manifest", stated, "manifest.json", Problems(package.name)):
        manifest = stated
    return assemble(package, manifest, [source, *_namesakes(package, source)], [])


def _namesakes(package: Package, source: TaskSource) -> list[TaskSource]:
    """Return the other tasks of the course with the same id, which no two may share."""
    own = str(source.data["id"]).casefold()
    others = [each for each in package.tasks if each is not source and isinstance(each.data, dict)]
    same = [each for each in others if str(each.data.get("id", "")).casefold() == own]
    return [each for each in same if check_schema("task", each.data, each.file, Problems(package.name))]


def _check_texts(course: Course, task: Task) -> None:
    prose = Prose(course)
    for language in course.languages:
        task_texts(course, prose, task, language)


def _needs_course(problem: Problem) -> bool:
    """Whether a problem only says that the course is not there."""
    return problem.pointer == "/lesson" or problem.pointer.startswith("/concepts/")


def _own(package: Package, place: str) -> list[Problem]:
    own = f"{package.problems.package}/{place}"
    found = [each for each in package.problems if each.file == own or each.file.startswith(f"{own}/")]
    return [each for each in found if each.severity == "error"]


def _refusal(errors: list[Problem]) -> str | None:
    """Say the first error in one line, and how many more there are."""
    if not errors:
        return None
    more = f" (and {len(errors) - 1} more; knapsack check lists them all)" if len(errors) > 1 else ""
    place = f"{errors[0].file}{'#' if errors[0].pointer else ''}{errors[0].pointer}"
    return f"{place}: {errors[0].message}{more}"
