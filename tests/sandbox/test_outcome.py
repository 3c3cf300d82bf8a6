"""A drawing comes out of a sandbox like all else: checked."""

import json
from typing import Any

import pytest

from runtime.judge.drawing import MOST_BYTES
from runtime.judge.execute import killed
from runtime.judge.judging import fault_result
from runtime.judge.shapes import Program
from runtime.sandbox.outcome import BrokenOutcomeError, read_outcome, read_step

PROGRAM: Program = {
    "code": "",
    "stdin": "",
    "call": None,
    "limits": {"time_ms": 1, "memory_mb": 1, "output_kb": 1},
}
SAID: dict[str, Any] = {**killed(PROGRAM, "OK", 1)}


def read(**more: object) -> object:
    return read_outcome(json.dumps({**SAID, **more}).encode(), PROGRAM).get("drawing")


def test_a_drawing_is_taken_over() -> None:
    assert read(drawing="dot 0 0 5 red\n") == "dot 0 0 5 red\n"
    assert read() is None


@pytest.mark.parametrize("drawing", [None, 5, ["dot"], {}, "ы" * MOST_BYTES])
def test_a_forged_drawing_breaks_the_outcome(drawing: object) -> None:
    with pytest.raises(BrokenOutcomeError):
        read(drawing=drawing)


@pytest.mark.parametrize(
    ("more", "verdict"), [({}, "WA"), ({"drawing": "x"}, "WA"), ({"drawing": 5}, "IE"), ({"x": 1}, "IE")]
)
def test_a_decision_may_bring_a_drawing(more: dict[str, object], verdict: str) -> None:
    said = {**fault_result({"name": "01"}, ""), "verdict": "WA", **more}
    step = read_step(json.dumps(said).encode(), {"name": "01"}, [])
    assert "run" not in step
    assert step["verdict"] == verdict
    assert step.get("drawing") == (more.get("drawing") if verdict == "WA" else None)
