"""The JSON shapes that go in and out of the judge core. See `docs/architecture.md`."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, final

DEFAULT_LIMITS: Mapping[str, int] = {"time_ms": 2000, "memory_mb": 128, "output_kb": 64}

Task = Mapping[str, Any]
"""A compiled task; tests that students must not see carry `private: true`."""

Test = Mapping[str, Any]
"""One test: `input` or `call`, `expected`, and optionally `name`, `points`, `private`, `tolerance`."""


class Program(TypedDict):
    """What a backend is asked to run. `limits` has `time_ms`, `memory_mb`, `output_kb`."""

    code: str
    stdin: str
    call: str | None
    limits: Mapping[str, int]


class ProgramError(TypedDict):
    """An exception as a student reads it. `line` is 1-based, None when it is not in the student's code."""

    type: str
    message: str
    line: int | None
    text: str


class Outcome(TypedDict):
    """What happened when a program ran. `stdin` is the program's, so that a replay notices a difference.

    `drawing` is there when turtles drew something or stand there to be seen.
    """

    stdin: NotRequired[str]
    stdout: str
    stderr: str
    verdict: str
    time_ms: float
    memory_kb: int
    value: str | None
    error: ProgramError | None
    drawing: NotRequired[str]


@final
class Result(TypedDict):
    """The decision about one test. `points` is its weight, `score` (0 to 1) the share that was earned."""

    name: str
    private: bool
    verdict: str
    points: float
    score: float
    time_ms: float
    memory_kb: int
    stdout: str
    stderr: str
    message: str
    value: str | None
    error: ProgramError | None
    drawing: NotRequired[str]


@final
class RunRequest(TypedDict):
    """`judge_test` needs one more run of the student's program, with this standard input."""

    run: str


class Report(TypedDict):
    """The decision about a submission, as `knapsack judge --json` prints it."""

    task: str
    verdict: str
    score: float
    backend: str
    python: str
    time_ms: float
    tests: list[Result]
