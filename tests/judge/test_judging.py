from typing import Any

import pytest

from runtime.judge import execute, judge, judge_test, killed, program_for, runs_author_code
from runtime.judge.judging import effective_tests
from runtime.judge.shapes import Result

SUM = {
    "id": "sum",
    "checker": {"type": "strip"},
    "tests": [{"name": "01", "input": "2 3\n", "expected": "5\n", "points": 1}],
}
HALF = """
def check(run_solution, case):
    right = sum(run_solution(f"{n} {n}").stdout.strip() == str(2 * n) for n in (0, 1))
    return (right / 2, f"{right} of 2 right")
"""


def one(task: dict[str, Any], code: str) -> Result:
    results = judge(task, code, execute)
    assert len(results) == 1
    return results[0]


@pytest.mark.parametrize(
    ("code", "verdict", "score"),
    [
        ("a, b = input().split()\nprint(int(a) + int(b))", "OK", 1),
        ("a, b = input().split()\nprint(a + b)", "WA", 0),
        ("print(5)\n1 / 0", "RE", 0),
        ("print(5", "CE", 0),
        ("raise MemoryError", "ML", 0),
        ("raise KeyboardInterrupt", "TL", 0),
        ("print(5)\nprint('x' * 10**6)", "OL", 0),
    ],
)
def test_verdict(code: str, verdict: str, score: float) -> None:
    result = one(SUM, code)
    assert (result["verdict"], result["score"]) == (verdict, score)
    assert result["name"] == "01"


def test_call() -> None:
    task = {"tests": [{"name": "01", "call": "add(2, 3)", "expected": "5"}]}
    assert one(task, "def add(a, b): return a + b")["verdict"] == "OK"
    wrong = one(task, "def add(a, b): return a * b")
    assert (wrong["verdict"], wrong["value"]) == ("WA", "6")
    assert one(task, "def add(a, b): print(a + b)")["verdict"] == "WA"
    assert one(task, "")["verdict"] == "RE"


@pytest.mark.parametrize(
    ("task", "message"),
    [
        ({"checker": {"type": "regex"}, "tests": [{"expected": "("}]}, "regular expression"),
        ({"checker": {"type": "magic"}, "tests": [{"expected": ""}]}, "no checker 'magic'"),
        ({"checker": {"type": "custom"}, "tests": [{"input": ""}]}, "checker.py is missing"),
        ({"checker": {"type": "python_expr", "expr": "1"}, "tests": [{"expected": ""}]}, "not True or False"),
        ({"tests": [{"call": "1", "expected": "one"}]}, "not a Python literal"),
        ({"tests": [{"call": "1", "expected": "1", "tolerance": "x"}]}, "tolerance"),
        ({"tests": [{"input": ""}]}, "no expected"),
    ],
)
def test_authors_mistakes_are_never_the_students(task: dict[str, Any], message: str) -> None:
    result = one(task, "print(1)")
    assert result["verdict"] == "IE"
    assert message in result["message"]


def test_custom_checker_gives_a_share_of_the_points() -> None:
    task = {"checker": {"type": "custom"}, "checker_source": HALF, "tests": []}
    result = one(task, "a, b = input().split()\nprint(a if a == '0' else a + b)")
    assert (result["verdict"], result["score"], result["message"]) == ("WA", 0.5, "1 of 2 right")
    assert result["name"] == "check"
    assert one(task, "print(sum(map(int, input().split())))")["verdict"] == "OK"


def test_crash_under_a_custom_checker_is_a_crash() -> None:
    task = {"checker": {"type": "custom"}, "checker_source": HALF}
    result = one(task, "a, b = input().split()\nprint(1 // int(a) * 2)")
    assert (result["verdict"], result["score"]) == ("RE", 0.5)
    assert result["error"] is not None
    assert result["error"]["type"] == "ZeroDivisionError"
    assert one(task, "print(")["verdict"] == "CE"


def test_custom_checker_may_forgive_a_crash() -> None:
    source = "def check(run_solution, case): return run_solution('x').verdict == 'RE'"
    assert one({"checker": {"type": "custom"}, "checker_source": source}, "int(input())")["verdict"] == "OK"


def test_times_add_up_and_the_failed_run_is_shown() -> None:
    program = program_for({}, {}, "")
    task = {"checker": {"type": "custom"}, "checker_source": HALF}
    first = {**execute({**program, "stdin": "0 0"}), "time_ms": 5.0}
    result = judge_test(task, {"name": "check"}, [first, killed({**program, "stdin": "1 1"}, "TL", 2000)])  # type: ignore[list-item]
    assert "run" not in result
    assert (result["time_ms"], result["verdict"]) == (2005, "TL")


def test_effective_tests() -> None:
    assert effective_tests({"tests": [{"input": "1"}], "checker": {"type": "custom"}}) == [{"input": "1"}]
    assert [test["name"] for test in effective_tests({"checker": {"type": "custom"}})] == ["check"]
    assert effective_tests({"checker": {"type": "strip"}}) == []


def test_program_for() -> None:
    task = {"limits": {"time_ms": 500}}
    assert program_for(task, {"call": "f()"}, "x") == {
        "code": "x",
        "stdin": "",
        "call": "f()",
        "limits": {"time_ms": 500, "memory_mb": 128, "output_kb": 64},
    }
    assert program_for(task, {"input": "1"}, "x", "2")["stdin"] == "2"


@pytest.mark.parametrize(
    ("checker", "risky"),
    [("strip", False), ("float", False), ("custom", True), ("python_expr", True), ("regex", True)],
)
def test_author_code_is_announced(checker: str, risky: bool) -> None:
    assert runs_author_code({"checker": {"type": checker}}) is risky
