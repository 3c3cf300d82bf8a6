"""What every backend is held to.

`hostile/` holds programs that attack the judge, the host or each other, one a file. Each is judged by one
test whose expected output it cannot know, and prints LEAK when it reaches what it must not reach.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.judge.shapes import Report
from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.official import judge_submission

LIMITS = {"time_ms": 500, "memory_mb": 64, "output_kb": 64}
SECRET = "no program can guess this line"  # noqa: S105 - an expected output
LEAK = "LEAK"
HOSTILE = sorted((Path(__file__).parent / "hostile").glob("*.py"))

hostile_programs = pytest.mark.parametrize("program", HOSTILE, ids=lambda path: path.stem)


def judge(backend: Backend, code: str, **task: object) -> Report:
    """Judge a program by one test that it cannot pass, unless `task` says otherwise."""
    tests = [{"name": "01", "input": "1\n", "expected": SECRET, "private": True}]
    return judge_submission(backend, {"id": "t", "tests": tests, "limits": LIMITS, **task}, Submission(code))


def withstands(backend: Backend, program: Path) -> None:
    """Fail unless the program is refused and finds nothing."""
    report = judge(backend, program.read_text(encoding="utf-8"))
    result = report["tests"][0]
    assert report["verdict"] not in {"OK", "IE"}, f"it got {report['verdict']}: {result['message']}"
    assert LEAK not in result["stdout"], "it reached what it must not reach"
