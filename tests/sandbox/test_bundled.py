"""The bundled course gets the same verdicts, test by test, in every backend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from runtime.bundle import MADE
from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.browser import Browser
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.docker import Docker
from runtime.sandbox.official import judge_submission
from runtime.sandbox.wasm import Wasm
from tests.sandbox.bundled import Bundled, bundled_programs
from tests.sandbox.chromium import require_chromium
from tests.sandbox.engine import Engine
from tests.sandbox.warm import Warm

KERNEL = MADE / "kernel"
SOON = {"time_ms": 1000}
"""The limit for the programs that run into it, once a test and backend."""


@pytest.fixture(scope="module")
def backends(engine: Engine) -> Iterator[list[Warm]]:
    """Return all that make official verdicts, and the one to compare them with."""
    require_chromium()
    with ExitStack() as stack:
        all_of_them: list[Backend] = [Docker(), Bubblewrap(), Wasm(KERNEL), Browser(KERNEL)]
        yield [stack.enter_context(closing(Warm(backend))) for backend in all_of_them]
    assert engine.containers() == []


@bundled_programs
def test_same_verdicts(backends: list[Warm], program: Bundled) -> None:
    task, found = program.task, {}
    if program.verdict == "TL":
        task = {**task, "limits": {**task["limits"], **SOON}}
    for backend in backends:
        report = judge_submission(backend, task, Submission(program.code))
        found[backend.name] = [result["verdict"] for result in report["tests"]]
        assert report["verdict"] == program.verdict or (program.verdict is None and report["verdict"] != "OK")
    assert len(set(map(tuple, found.values()))) == 1, found
