from __future__ import annotations

import copy
from typing import Any

import pytest

from builder.grade.digest import digest
from runtime.sandbox.backend import Submission
from tests.builder.grade.school import JUDGED

PROGRAM = Submission("print(1)", {"data.txt": b"1"})


def changed(**change: Any) -> dict[str, Any]:
    return {**copy.deepcopy(JUDGED), **change}


def test_the_same_has_the_same_digest() -> None:
    again = Submission("print(1)", {"data.txt": b"1"})
    assert digest(JUDGED, PROGRAM, "docker") == digest(copy.deepcopy(JUDGED), again, "docker")


@pytest.mark.parametrize(
    ("task", "submission", "backend"),
    [
        (JUDGED, PROGRAM, "bubblewrap"),
        (JUDGED, Submission("print(2)", PROGRAM.files), "docker"),
        (JUDGED, Submission("print(1)"), "docker"),
        (JUDGED, Submission("print(1)", {"data.txt": b"2"}), "docker"),
        (changed(limits={"time_ms": 1}), PROGRAM, "docker"),
        (changed(checker={"type": "exact"}), PROGRAM, "docker"),
        (changed(tests=JUDGED["tests"][:1]), PROGRAM, "docker"),
    ],
)
def test_all_that_a_verdict_depends_on_counts(
    task: dict[str, Any], submission: Submission, backend: str
) -> None:
    assert digest(task, submission, backend) != digest(JUDGED, PROGRAM, "docker")


def test_an_explanation_does_not_count() -> None:
    tests = [{**test, "explain": "Add them."} for test in JUDGED["tests"]]
    assert digest(changed(tests=tests), PROGRAM, "docker") == digest(JUDGED, PROGRAM, "docker")
