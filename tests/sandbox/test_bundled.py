"""The bundled course gets the same verdicts, test by test, in every backend."""

from __future__ import annotations

from runtime.bundle import MADE
from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.official import judge_submission
from runtime.sandbox.wasm import Wasm
from tests.sandbox.bundled import Bundled, bundled_programs

BACKENDS: list[Backend] = [Bubblewrap(), Wasm(MADE / "kernel")]


@bundled_programs
def test_same_verdicts(program: Bundled) -> None:
    found = {}
    for backend in BACKENDS:
        report = judge_submission(backend, program.task, Submission(program.code))
        found[backend.name] = [result["verdict"] for result in report["tests"]]
        assert report["verdict"] == program.verdict or (program.verdict is None and report["verdict"] != "OK")
    assert len(set(map(tuple, found.values()))) == 1, found
