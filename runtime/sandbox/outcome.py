"""Reads what came out of a sandbox, where a hostile program may have written it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from runtime.judge.drawing import MOST_BYTES
from runtime.judge.execute import killed
from runtime.judge.judging import fault_result
from runtime.judge.shapes import Outcome, Program, ProgramError, Result, RunRequest, Test
from runtime.judge.verdict import Verdict

RUN_VERDICTS = {Verdict.OK, Verdict.RE, Verdict.CE, Verdict.TL, Verdict.ML, Verdict.OL}
TURTLES = 1 << 14
"""Bytes for where turtles stand, which no limit of the program counts."""


class BrokenOutcomeError(Exception):
    """What came is not what the judge core returns."""


def read_outcome(data: bytes, program: Program) -> Outcome:
    """Return an outcome whose every field has its type, with no more output than the program may have.

    Raises BrokenOutcomeError. A program that forges one has said in another way what it could have printed:
    it knows no expected output.
    """
    raw = _object(data)
    limit = program["limits"]["output_kb"] * 1024
    stdout, stderr, error = _text(raw, "stdout"), _text(raw, "stderr"), _error(raw.get("error"))
    if raw.get("verdict") not in RUN_VERDICTS or _size(stdout) > limit:
        raise BrokenOutcomeError
    value = raw.get("value")
    time_ms = raw.get("time_ms")
    if not (value is None or isinstance(value, str)) or not isinstance(time_ms, int | float):
        raise BrokenOutcomeError
    outcome: Outcome = {
        "stdin": program["stdin"],
        "stdout": stdout,
        "stderr": stderr,
        "verdict": str(raw["verdict"]),
        "time_ms": max(0.0, float(time_ms)),
        "memory_kb": 0,
        "value": value,
        "error": error,
    }
    if "drawing" in raw:
        outcome["drawing"] = _drawing(raw)
    return outcome


def broken_outcome(program: Program, time_ms: float, what: str) -> Outcome:
    """Return the outcome of a program that broke what runs it."""
    outcome = killed(program, "RE", round(time_ms, 3))
    text = f"The program did not come to its end: {what}."
    outcome["error"] = {"type": "SystemExit", "message": text, "line": None, "text": text + "\n"}
    outcome["stderr"] = text + "\n"
    return outcome


def read_step(data: bytes | None, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
    """Return what the judge core decided in a sandbox; IE when nothing came, or nothing sensible."""
    try:
        if data:
            return _step(data, test)
    except BrokenOutcomeError:
        pass
    return fault_result(test, "the checker took too long or broke down", outcomes)


def _step(data: bytes, test: Test) -> Result | RunRequest:
    raw = _object(data)
    if set(raw) == {"run"}:
        return {"run": _text(raw, "run")}
    wanted = Result.__annotations__.keys()
    if raw.keys() | {"drawing"} != wanted or raw["verdict"] not in set(Verdict):
        raise BrokenOutcomeError
    if "drawing" in raw:
        _drawing(raw)
    score = raw["score"]
    if not isinstance(score, int | float) or not 0 <= score <= 1:
        raise BrokenOutcomeError
    return cast("Result", {**raw, "name": str(test.get("name", "")), "points": test.get("points", 1)})


def _drawing(raw: dict[str, Any]) -> str:
    drawing = _text(raw, "drawing")
    if _size(drawing) > MOST_BYTES + TURTLES:
        raise BrokenOutcomeError
    return drawing


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _object(data: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenOutcomeError from error
    if not isinstance(raw, dict):
        raise BrokenOutcomeError
    return raw


def _text(raw: dict[str, Any], name: str) -> str:
    text = raw.get(name)
    if not isinstance(text, str):
        raise BrokenOutcomeError
    return text


def _error(raw: object) -> ProgramError | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise BrokenOutcomeError
    line = raw.get("line")
    return {
        "type": _text(raw, "type"),
        "message": _text(raw, "message"),
        "line": line if isinstance(line, int) else None,
        "text": _text(raw, "text"),
    }
