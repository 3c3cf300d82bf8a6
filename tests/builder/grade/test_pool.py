from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from builder.grade.pool import LocalPool
from runtime.judge.execute import execute
from runtime.judge.judging import judge_test
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import BackendError, Files, Sandbox, Submission
from runtime.sandbox.bubblewrap import Bubblewrap
from tests.builder.grade.school import JUDGED, SOLVES


class Odd:
    """A backend in this very process that does, for a program that names it, something odd."""

    name = "odd"
    python = "3.12.4"

    def __init__(self, stop: Event, trouble: str | None = None) -> None:
        self._stop = stop
        self._trouble = trouble

    def trouble(self) -> str | None:
        return self._trouble

    def fingerprint(self) -> str:
        return self.python

    @contextmanager
    def open(self) -> Iterator[Sandbox]:
        yield self

    def run(self, program: Program, files: Files) -> Outcome:
        if "backend fails" in program["code"]:
            raise BackendError("the container is gone")
        if "judge fails" in program["code"]:
            raise ZeroDivisionError("of our own")
        if "stop" in program["code"]:
            self._stop.set()
        return execute(program)

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        return judge_test(task, test, outcomes)


def judged(codes: Sequence[str], trouble: str | None = None) -> tuple[dict[str, Any], LocalPool]:
    """What became of each program, one after another."""
    stop = Event()
    pool = LocalPool(Odd(stop, trouble), 1, stop)
    done = pool.judge(JUDGED, {code: Submission(code) for code in codes})
    return {each.digest: each.report["verdict"] if each.report else each.fault for each in done}, pool


def test_a_real_sandbox() -> None:
    pool = LocalPool(Bubblewrap(), 2, Event())
    done = list(
        pool.judge(JUDGED, {"a": Submission(SOLVES), "b": Submission("print(3)"), "c": Submission("(")})
    )
    assert {each.digest: each.report and each.report["verdict"] for each in done} == {
        "a": "OK",
        "b": "WA",
        "c": "CE",
    }


def test_a_backend_that_fails_once_does_not_stop_the_rest() -> None:
    found, pool = judged(["# backend fails", SOLVES])
    assert found == {"# backend fails": "the container is gone", SOLVES: "OK"}
    assert pool.trouble is None


def test_a_backend_that_is_dead_stops_all() -> None:
    found, pool = judged([SOLVES, "# backend fails", "print(1)"], "Docker does not answer")
    assert found == {SOLVES: "OK"}
    assert pool.trouble == "Docker does not answer"


def test_our_own_mistake_does_not_stop_the_rest_and_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = judged(["# judge fails", SOLVES])
    assert found == {"# judge fails": "the judge failed: ZeroDivisionError('of our own')", SOLVES: "OK"}
    assert "Traceback" in capsys.readouterr().err


def test_a_stop_ends_a_submission_between_two_tests_and_keeps_what_is_done() -> None:
    found, pool = judged([SOLVES, "# stop", "print(1)"])
    assert found == {SOLVES: "OK"}
    assert pool.trouble is None
