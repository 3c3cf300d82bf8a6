"""The same verdict everywhere: `parity.toml`, and all programs of the bundled courses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.official import judge_submission

HERE = Path(__file__).parent
LIMITS = {"time_ms": 2000, "memory_mb": 128, "output_kb": 64}
PROGRAMS: list[dict[str, Any]] = tomllib.loads((HERE / "parity.toml").read_text(encoding="utf-8"))["program"]

parity_programs = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program["name"])


def agrees(backend: Backend, program: dict[str, Any]) -> None:
    """Fail unless the backend gives the table's verdict."""
    repeated = program.get("expected_repeated")
    expected = repeated[0] * repeated[1] if repeated else program["expected"]
    tests = [{"name": "01", "input": program.get("input", ""), "expected": expected}]
    report = judge_submission(
        backend, {"id": "t", "tests": tests, "limits": LIMITS}, Submission(program["code"])
    )
    wanted = program.get("differs", {}).get(backend.name, program)
    result = report["tests"][0]
    assert report["verdict"] == wanted["verdict"], (
        f"{result['stdout'][:200]!r} {result['stderr'][-300:]!r} {result['message']}"
    )
    assert wanted.get("says", "") in result["stderr"]
