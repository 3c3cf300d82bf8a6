"""A task's own `checker.py`, replayed until it has all the runs that it asks for."""

import contextlib
import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from .fault import JudgeFault
from .shapes import Outcome, RunRequest, Test

MAX_RUNS = 1000
_FILE = "checker.py"


@dataclass(frozen=True)
class Case:
    """The test that a checker looks at."""

    name: str
    input: str
    expected: str


@dataclass(frozen=True)
class Ran:
    """What `run_solution` returns: one run of the student's program."""

    stdout: str
    stderr: str
    verdict: str
    time_ms: float
    drawing: str


@dataclass(frozen=True)
class Decision:
    """What the checker says: a score from 0 to 1, and a message for the student."""

    score: float
    message: str


class _RunWanted(BaseException):
    """Ends a replay at the first run that has not happened yet; `except Exception` does not catch it."""


class _Replay:
    """Plays recorded outcomes back; `wanted` is the standard input of the first run that is not there yet."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._outcomes = outcomes
        self._used = 0
        self.wanted: str | None = None
        self.fault = ""

    def run_solution(self, stdin: str = "") -> Ran:
        if not isinstance(stdin, str):
            raise TypeError(f"run_solution takes text, not {type(stdin).__name__}")
        if self.fault or self.wanted is not None:
            raise _RunWanted
        if self._used == len(self._outcomes):
            self._ask(stdin)
        outcome = self._outcomes[self._used]
        if outcome.get("stdin", stdin) != stdin:
            self._end("checker.py is not deterministic: it asked for different runs the second time")
        self._used += 1
        return Ran(
            outcome["stdout"],
            outcome["stderr"],
            outcome["verdict"],
            outcome["time_ms"],
            outcome.get("drawing", ""),
        )

    def _ask(self, stdin: str) -> NoReturn:
        if self._used == MAX_RUNS:
            self._end(f"checker.py asked for more than {MAX_RUNS} runs")
        self.wanted = stdin
        raise _RunWanted

    def _end(self, fault: str) -> NoReturn:
        self.fault = fault
        raise _RunWanted


def run_checker(source: str, test: Test | None, outcomes: Sequence[Outcome]) -> Decision | RunRequest:
    """Replay a checker over the outcomes so far: its decision, or the run it needs next.

    `test` is None for a task without tests. This runs the author's code in this interpreter: see
    `runs_author_code`. Raises JudgeFault when the checker is missing, does not compile, raises, is not
    deterministic, or returns anything but True, False or `(score, message)`.

    >>> run_checker("def check(run_solution, case): return run_solution('7').stdout == '8'", None, [])
    {'run': '7'}
    """
    replay = _Replay(outcomes)
    try:
        with _quiet():
            answer = _load(source)(replay.run_solution, _case(test))
    except BaseException as error:  # noqa: BLE001 - the edge of the author's program
        answer = _fault_of(error)
    if replay.fault:
        raise JudgeFault(replay.fault)
    if replay.wanted is not None:
        return {"run": replay.wanted}
    return _decision(answer)


def _load(source: str) -> Callable[[object, object], object]:
    names: dict[str, object] = {"__name__": "checker"}
    exec(compile(source, _FILE, "exec", dont_inherit=True), names)  # noqa: S102 - in the sandbox of the judge
    check = names.get("check")
    if not callable(check):
        raise JudgeFault("checker.py does not define check(run_solution, case)")
    return check


def _case(test: Test | None) -> Case | None:
    if test is None:
        return None
    return Case(str(test.get("name", "")), str(test.get("input", "")), str(test.get("expected", "")))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the checker's own printing away, and give it the same random numbers each time."""
    state = random.getstate()
    random.seed(0)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        random.setstate(state)


def _fault_of(error: BaseException) -> object:
    """Return the fault as an answer: it counts only if the checker was not waiting for a run."""
    if isinstance(error, JudgeFault):
        return error
    if isinstance(error, KeyboardInterrupt):
        return JudgeFault("checker.py took too long")
    if isinstance(error, SyntaxError) and error.filename == _FILE:
        return JudgeFault(f"checker.py does not compile: {error.msg} (line {error.lineno})")
    return JudgeFault(f"checker.py raised {type(error).__name__}: {error}")


def _decision(answer: object) -> Decision:
    match answer:
        case JudgeFault():
            raise answer
        case bool():
            return Decision(float(answer), "")
        case (int() | float() as score, str() as message) if not isinstance(score, bool) and isinstance(
            answer, tuple
        ):
            if not math.isnan(score) and 0 <= score <= 1:
                return Decision(float(score), message)
    shown = repr(answer)[:80]
    raise JudgeFault(f"check() must return True, False or (score from 0 to 1, message), not {shown}")
