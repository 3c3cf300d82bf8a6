"""Every program of the bundled course, with the verdict that its author promises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builder.load import opened_package
from builder.official_task import load_task
from builder.run import trials
from builder.validate import validate

COURSE = Path(__file__).parents[2] / "courses" / "python-basics"


@dataclass(frozen=True)
class Bundled:
    """One program; `verdict` is None where the author promises any but OK."""

    task: dict[str, Any]
    place: str
    code: str
    verdict: str | None


def bundled() -> list[Bundled]:
    """Return the solutions and wrong programs of all tasks, in the course's order."""
    with opened_package(COURSE) as package:
        course, _ = validate(package)
        found = []
        for task in course.tasks.values():
            file = COURSE / task.source.file.removeprefix(f"{COURSE.name}/")
            judged = load_task(file)
            found += [
                Bundled(judged, f"{trial.file}{trial.pointer}", trial.code, trial.verdict)
                for trial in trials(task)
            ]
    return found


bundled_programs = pytest.mark.parametrize("program", bundled(), ids=lambda program: program.place)
