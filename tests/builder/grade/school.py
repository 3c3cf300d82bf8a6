"""A small class: programs, hand-in files and a task, as tests of grading need them."""

from __future__ import annotations

from typing import Any

from tests.builder.packages import Files

SOLVES = "print(sum(map(int, input().split())))\n"
TASK: dict[str, Any] = {
    "id": "sum",
    "title": "Sum",
    "description": "Add.",
    "tests": [{"input": "1 2", "expected": "3"}, {"input": "2 2", "expected": "4", "private": True}],
}
JUDGED: dict[str, Any] = {
    "id": "sum",
    "tests": [
        {"name": "01", "points": 1, "input": "1 2", "expected": "3", "private": False},
        {"name": "02", "points": 1, "input": "2 2", "expected": "4", "private": True},
    ],
    "checker": {"type": "strip"},
    "checker_source": None,
    "limits": {"time_ms": 2000, "memory_mb": 128, "output_kb": 64},
}
CLASS: Files = {
    "anna.py": SOLVES,
    "boris.py": "print(3)\n",
    "clara/main.py": "import helper\n",
    "clara/helper.py": SOLVES,
}


def event(number: int, kind: str, learner: str = "one", *, time: str = "", **data: Any) -> dict[str, Any]:
    """An event of a hand-in file; those with higher numbers come later."""
    return {
        "id": f"01940000-0000-7000-8000-{number:012x}",
        "type": kind,
        "device": "browser",
        "time": time or f"2026-11-21T09:{number:02}:00.000Z",
        "learner": learner,
        "data": data,
    }


def named(number: int, name: str, learner: str = "one") -> dict[str, Any]:
    return event(number, "learner.created", learner, name=name, colour="red")


def draft(number: int, code: str, learner: str = "one", course: str = "small", **more: Any) -> dict[str, Any]:
    return event(number, "draft.saved", learner, course=course, task="sum", code=code, **more)


def submitted(
    number: int, code: str, learner: str = "one", course: str = "small", **more: Any
) -> dict[str, Any]:
    verdict: dict[str, Any] = {"lesson": "first", "verdict": "OK", "score": 1, "tests": []}
    return event(
        number, "submission.created", learner, course=course, task="sum", code=code, **verdict, **more
    )


def saved(*events: Any) -> dict[str, Any]:
    return {"format": "knapsack-progress", "version": 1, "events": list(events)}
