"""Names a judgement by its content: the same name means that judging again would say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import runtime.judge
import runtime.sandbox
from runtime.sandbox.backend import Submission

TEXTS = {"explain"}
"""Fields of a test that no verdict depends on."""


def digest(task: Mapping[str, Any], submission: Submission, judged_by: str) -> str:
    """Return the SHA-256 of all that a verdict depends on: task, program, files, who judges and our own code.

    >>> one, other = Submission("print(1)"), Submission("print(2)")
    >>> digest({"id": "a"}, one, "docker") == digest({"id": "a"}, other, "docker")
    False
    """
    judged = {**task, "tests": [_judged(test) for test in task.get("tests", [])]}
    files = {name: hashlib.sha256(content).hexdigest() for name, content in submission.files.items()}
    whole = {"task": judged, "code": submission.code, "files": files, "judged_by": judged_by, "core": core()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _judged(test: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in test.items() if name not in TEXTS}


@cache
def core() -> str:
    """Return a digest of the code that judges: no result of another version is taken for this one's."""
    total = hashlib.sha256()
    for package in (runtime.judge, runtime.sandbox):
        for path in sorted(Path(package.__path__[0]).rglob("*.py")):
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
