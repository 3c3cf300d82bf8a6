"""Decide one test from what happened when the student's program ran. See docs/architecture.md."""

from collections.abc import Sequence

from .call import DEFAULT_TOLERANCE, call_matches
from .checkers import CHECKERS
from .checkers.drawing import difference
from .custom import Decision, run_checker
from .fault import JudgeFault
from .shapes import DEFAULT_LIMITS, Outcome, Program, Result, RunRequest, Task, Test
from .verdict import Verdict

_AUTHOR_CODE = {"custom", "python_expr", "regex"}


def effective_tests(task: Task) -> list[Test]:
    """Return the tests to judge: the task's, or one named `check` where `checker.py` works without tests.

    >>> effective_tests({"checker": {"type": "custom"}, "tests": []})
    [{'name': 'check', 'points': 1}]
    """
    tests = list(task.get("tests") or ())
    if not tests and _checker_type(task) == "custom":
        return [{"name": "check", "points": 1}]
    return tests


def runs_author_code(task: Task) -> bool:
    """Say whether `judge_test` runs code or patterns of the task's author, which may loop or worse.

    Then it belongs into a sandbox with a time limit, never into the host and never where the student's code
    ran; when it does not come back in time the test is IE: see `fault_result`.
    """
    return _checker_type(task) in _AUTHOR_CODE


def program_for(task: Task, test: Test, code: str, stdin: str | None = None) -> Program:
    """Return the program to execute for a test; `stdin` comes from the request, by default from the test.

    >>> program_for({}, {"input": "2 3"}, "print(5)")["stdin"]
    '2 3'
    """
    given = str(test.get("input", "")) if stdin is None else stdin
    limits = {**DEFAULT_LIMITS, **(task.get("limits") or {})}
    return {"code": code, "stdin": given, "call": test.get("call"), "limits": limits}


def judge_test(task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
    """Decide a test, or ask for one more run of the program.

    Start with no outcomes; for `{"run": stdin}` execute `program_for(task, test, code, stdin)`, append its
    outcome and call again. Mistakes of the task's author give a result with verdict IE and a message for the
    author.

    >>> judge_test({}, {"name": "01", "input": "2", "expected": "4"}, [])
    {'run': '2'}
    """
    if any(outcome["verdict"] == Verdict.CE for outcome in outcomes):
        return _result(test, outcomes, Verdict.CE)
    try:
        if _checker_type(task) == "custom":
            return _judge_custom(task, test, outcomes)
        if not outcomes:
            return {"run": str(test.get("input", ""))}
        return _judge_plain(task, test, outcomes)
    except JudgeFault as fault:
        return fault_result(test, str(fault), outcomes)


def fault_result(test: Test, message: str, outcomes: Sequence[Outcome] = ()) -> Result:
    """Return verdict IE for a test; the message tells the author or the operator what is wrong.

    >>> fault_result({"name": "01"}, "the checker took too long")["verdict"]
    'IE'
    """
    return _result(test, outcomes, Verdict.IE, message=message)


def _checker_type(task: Task) -> str:
    return str((task.get("checker") or {}).get("type", "strip"))


def _judge_plain(task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result:
    accepted, message = _accepts(task, test, outcomes[0])
    verdict = Verdict(outcomes[0]["verdict"])
    if verdict is Verdict.OK and not accepted:
        verdict = Verdict.WA
    return _result(test, outcomes, verdict, score=float(verdict is Verdict.OK), message=message)


def _accepts(task: Task, test: Test, outcome: Outcome) -> tuple[bool, str]:
    """Return whether the answer is right, and what there is to say about it."""
    if "expected" not in test:
        raise JudgeFault("the test has no expected")
    expected = str(test["expected"])
    if test.get("call") is not None:
        return call_matches(outcome["value"], expected, _tolerance(test)), ""
    if outcome["verdict"] != Verdict.OK:
        return False, ""
    if _checker_type(task) == "drawing":
        differs = difference(outcome.get("drawing", ""), expected, task["checker"])
        return not differs, differs
    checker = CHECKERS.get(_checker_type(task))
    if checker is None:
        raise JudgeFault(f"there is no checker {_checker_type(task)!r}")
    given = str(test.get("input", ""))
    return checker(outcome["stdout"], expected, task.get("checker") or {}, given), ""


def _tolerance(test: Test) -> float:
    tolerance = test.get("tolerance", DEFAULT_TOLERANCE)
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not tolerance >= 0:
        raise JudgeFault("tolerance must be a number, 0 or more")
    return tolerance


def _judge_custom(task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
    source = task.get("checker_source")
    if not source:
        raise JudgeFault("checker.py is missing")
    step = run_checker(str(source), test if task.get("tests") else None, outcomes)
    if not isinstance(step, Decision):
        return step
    return _result(test, outcomes, _custom_verdict(step, outcomes), score=step.score, message=step.message)


def _custom_verdict(decision: Decision, outcomes: Sequence[Outcome]) -> Verdict:
    """Let a program that crashed say so: its first failed run speaks louder than the checker's no."""
    if decision.score == 1:
        return Verdict.OK
    failed = [Verdict(outcome["verdict"]) for outcome in outcomes if outcome["verdict"] != Verdict.OK]
    return failed[0] if failed else Verdict.WA


def _result(
    test: Test, outcomes: Sequence[Outcome], verdict: Verdict, *, score: float = 0.0, message: str = ""
) -> Result:
    """Build a result that shows the first failed run, else the last one; times of all runs add up."""
    failed = [outcome for outcome in outcomes if outcome["verdict"] != Verdict.OK]
    shown = failed[0] if failed else outcomes[-1] if outcomes else None
    result: Result = {
        "name": str(test.get("name", "")),
        "private": bool(test.get("private", False)),
        "verdict": verdict.value,
        "points": test.get("points", 1),
        "score": score,
        "time_ms": round(sum(outcome["time_ms"] for outcome in outcomes), 3),
        "memory_kb": max((outcome["memory_kb"] for outcome in outcomes), default=0),
        "stdout": shown["stdout"] if shown else "",
        "stderr": shown["stderr"] if shown else "",
        "message": message,
        "value": shown["value"] if shown else None,
        "error": shown["error"] if shown else None,
    }
    if shown and "drawing" in shown:
        result["drawing"] = shown["drawing"]
    return result
