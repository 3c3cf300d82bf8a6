"""The courses in a folder as they last had no fault: site and judge go by the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from builder.build import BrokenCoursesError, Builder, Built
from builder.course import Course, Task
from builder.problems import Problem, UserError
from builder.wheels.official import Equipment
from builder.wheels.wheel import Wheel
from runtime.companion.store import content
from runtime.companion.store.content import OnShelf, TaskOnShelf
from runtime.companion.store.database import Database
from runtime.sandbox.backend import Submission


@dataclass(frozen=True)
class Assignment:
    """A task as the judge needs it, private tests included, with the packages that programs may import."""

    task: Mapping[str, Any]
    equipment: Equipment | None

    def submission(self, code: str) -> Submission:
        """Return a program with its packages. Raises SubmissionError when they do not run here."""
        submission = Submission(code)
        return self.equipment.with_packages(submission) if self.equipment else submission


@dataclass(frozen=True)
class Scan:
    """What a look into the folder found; with an error among the problems everything stays as it was."""

    problems: list[Problem]
    changed: bool
    scanned: int
    """When, in milliseconds since 1970."""

    @property
    def failed(self) -> bool:
        """Whether the courses cannot be used as they are now."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass
class _Kept:
    """What the last good look has found."""

    courses: dict[str, Course] = field(default_factory=dict)
    wheels: list[Wheel] = field(default_factory=list)


class Shelf:
    """Builds the courses in `courses` into the site `site`, and writes down in `database` what there is."""

    def __init__(self, courses: Path, site: Path, database: Database, wheels: Path | None = None) -> None:
        """`wheels` is a folder with the packages of courses that do not bring theirs."""
        self._builder = Builder(courses, site, wheels=wheels)
        self._database = database
        self._looking = threading.Lock()
        self._kept = _Kept()
        self.latest: Scan | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._builder.__exit__(kind, error, trace)

    def scan(self, now: int) -> Scan:
        """Look at the folder again; a course that is sound now is on the site when this returns.

        `now` is in milliseconds since 1970. What is wrong with courses is in the answer and raises nothing.
        """
        with self._looking:
            self.latest = self._scan(now)
            return self.latest

    def _scan(self, now: int) -> Scan:
        try:
            built = self._builder.build()
        except BrokenCoursesError as broken:
            return Scan(broken.problems, changed=False, scanned=now)
        except UserError as error:
            return Scan([Problem("", "", f"{error}.")], changed=False, scanned=now)
        self._keep(built, now)
        return Scan(built.problems, changed=bool(built.changed or built.gone), scanned=now)

    def find(self, course: str, task: str) -> Assignment | None:
        """Return a task of a course for the judge, None when there is no such task now."""
        kept = self._kept
        found = kept.courses[course].tasks.get(task) if course in kept.courses else None
        if found is None:
            return None
        packages = kept.courses[course].data.get("packages")
        return Assignment(found.judged, Equipment(found.judged, kept.wheels) if packages else None)

    def features(self) -> dict[str, str | None]:
        """Return for each course the feature that a licence has to have for it, None when it needs none."""
        return {id_: course.data.get("requires_feature") for id_, course in self._kept.courses.items()}

    def manifests(self) -> dict[str, bytes]:
        """Return the manifests of the courses by their ids, as backups keep them."""
        courses = self._kept.courses.values()
        return {course.id: json.dumps(course.data, ensure_ascii=False).encode() for course in courses}

    def _keep(self, built: Built, now: int) -> None:
        shelf = [_on_shelf(course) for course in built.courses]
        self._database.write(content.replace, shelf, now)
        self._kept = _Kept({course.id: course for course in built.courses}, built.wheels)


def _on_shelf(course: Course) -> OnShelf:
    lessons = {task: page.id for page in course.pages for task in page.tasks}
    tasks = [_task_on_shelf(course.tasks[task], lesson) for task, lesson in lessons.items()]
    return OnShelf(course.id, course.data["version"], course.data["title"], course.languages, tasks)


def _task_on_shelf(task: Task, lesson: str) -> TaskOnShelf:
    private = sum(bool(test["private"]) for test in task.tests)
    points = task.data.get("points", 1)
    return TaskOnShelf(task.id, lesson, task.data["title"], points, len(task.tests), private)
