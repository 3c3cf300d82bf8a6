"""Drawings, judged officially."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.official_task import load_equipment, load_task
from runtime.judge.drawing import MOST_BYTES
from runtime.judge.shapes import Report
from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.official import judge_submission
from tests.builder.packages import good, set_at, write
from tests.builder.wheels.making import REAL
from tests.sandbox.backends import only

pytestmark = only("bubblewrap", "wasm")
T = "tasks/sum.json"
ANGLE = "line 0 0 50 0\nline 50 0 50 50 red"
RIGHT = "from turtle import *\nforward(50); color('red'); left(90); forward(50)"


def judged(backend: Backend, folder: Path, code: str, **task: Any) -> Report:
    files = {**good(), **task.pop("files", {})}
    set_at(files, "manifest.json", "/packages", ["basthon-turtle"])
    name = "tasks/own/task.json" if "tasks/own/task.json" in files else T
    for field, value in task.items():
        set_at(files, name, f"/{field}", value)
    path = write(folder / "small", files) / name
    loaded = load_task(path)
    equipment = load_equipment(path, loaded, REAL)
    assert equipment
    return judge_submission(backend, loaded, equipment.with_packages(Submission(code)))


@pytest.mark.parametrize(
    ("code", "verdict", "message"),
    [
        (RIGHT, "OK", ""),
        (RIGHT.replace("red", "blue"), "WA", "Lines have another colour or width."),
        ("from turtle import *\nforward(50)", "WA", "Lines are missing."),
        ("print('line 0 0 50 0')", "WA", "Lines are missing."),
        ("from turtle import *\nwhile True: forward(99); left(7)", "OL", ""),
    ],
)
def test_a_drawing(backend: Backend, tmp_path: Path, code: str, verdict: str, message: str) -> None:
    limits = {"time_ms": 20_000}
    test = {"expected": ANGLE, "private": True}
    report = judged(backend, tmp_path, code, checker="drawing", tests=[test], limits=limits)
    [result] = report["tests"]
    assert (result["verdict"], result["message"]) == (verdict, message)
    assert len(result.get("drawing", "")) <= MOST_BYTES


def test_a_checker_of_its_own_sees_the_drawing(backend: Backend, tmp_path: Path) -> None:
    checker = (
        "def check(run_solution, case):\n    return run_solution('9').drawing.startswith('dot 0 0 9 red')"
    )
    own = {
        "tasks/own/task.json": {"id": "own", "title": "Own", "description": "Draw a dot."},
        "tasks/own/checker.py": checker,
    }
    code = "from turtle import *\ndot(int(input()), 'red')"
    assert judged(backend, tmp_path, code, files=own)["verdict"] == "OK"
    assert judged(backend, tmp_path, code.replace("red", "blue"), files=own)["verdict"] == "WA"
