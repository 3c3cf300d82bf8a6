from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.sandbox.backend import Submission
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.official import judge_submission
from tests.sandbox.battery import LIMITS, hostile_programs, judge, withstands
from tests.sandbox.parity import agrees, parity_programs

BACKEND = Bubblewrap()


def sandboxes() -> list[str]:
    """Return the command lines of all sandboxed processes on this computer."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if "inside.supervisor" in line:
                found.append(line)
    return found


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    assert sandboxes() == [], "a sandbox outlived its submission"


@hostile_programs
def test_hostile_program(program: Path) -> None:
    withstands(BACKEND, program)


def test_ten_tests_in_one_sandbox() -> None:
    tests = [{"name": str(n), "input": f"{n} 2", "expected": str(n + 2)} for n in range(10)]
    report = judge(BACKEND, "a, b = map(int, input().split())\nprint(a + b)", tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK"] * 10
    assert report["backend"] == "bubblewrap"
    assert report["score"] == 1


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("print(input())", "OK"),
        ("print(2)", "WA"),
        ("print(1 / 0)", "RE"),
        ("raise SystemExit(3)", "RE"),
        ("print(", "CE"),
        ("while True: pass", "TL"),
        ("x = [0] * 10 ** 9", "ML"),
        ("while True: print('x')", "OL"),
    ],
)
def test_verdict(code: str, verdict: str) -> None:
    tests = [{"name": "01", "input": "1", "expected": "1"}]
    assert judge(BACKEND, code, tests=tests)["verdict"] == verdict


def test_a_time_limit_is_kept_within_a_tenth_of_a_second() -> None:
    result = judge(
        BACKEND, "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    )["tests"][0]
    assert result["verdict"] == "TL"
    assert result["time_ms"] <= LIMITS["time_ms"] + 100


def test_a_sleeper_has_three_times_the_limit() -> None:
    tests = [{"name": "01", "input": "", "expected": "x"}]
    slow = "import time\ntime.sleep(0.7)\nprint('x')"
    assert judge(BACKEND, slow, tests=tests)["verdict"] == "OK", "waiting takes no time of the processor"


def test_a_program_leaves_nothing_to_the_next_test() -> None:
    code = (
        "import builtins, os\n"
        "print(os.path.exists('left') or os.path.exists('/tmp/left') or os.path.exists('/dev/shm/left')"
        " or hasattr(builtins, 'left'))\n"
        "open('left', 'w').close(); open('/tmp/left', 'w').close(); open('/dev/shm/left', 'w').close()\n"
        "os.makedirs('a/b/c'); os.symlink('/', 'a/link')\n"
        "builtins.left = True"
    )
    tests = [{"name": str(n), "input": "", "expected": "False"} for n in range(3)]
    report = judge(BACKEND, code, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK"] * 3


def test_the_next_test_is_judged_after_a_supervisor_was_killed() -> None:
    code = "import os, signal\nn = input()\nif n == '0':\n    os.kill(os.getppid(), signal.SIGKILL)\nprint(n)"
    tests = [{"name": str(n), "input": f"{n}", "expected": f"{n}"} for n in range(2)]
    report = judge(BACKEND, code, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["RE", "OK"]


def test_a_call_is_judged_by_its_value() -> None:
    tests = [{"name": "01", "call": "add(0.1, 0.2)", "expected": "0.3"}]
    assert judge(BACKEND, "def add(a, b):\n    return a + b", tests=tests)["verdict"] == "OK"


def test_files_of_the_test_and_of_the_submission_are_there() -> None:
    tests = [
        {"name": "01", "input": "", "expected": "3", "files": {"data/numbers.txt": "1 2"}},
        {"name": "02", "input": "", "expected": "0"},
    ]
    code = (
        "import os\nfrom helper import total\n"
        "print(total(open('data/numbers.txt').read()) if os.path.exists('data/numbers.txt') else 0)"
    )
    submission = Submission(
        code, {"helper.py": b"def total(text):\n    return sum(map(int, text.split()))\n"}
    )
    report = judge_submission(BACKEND, {"id": "t", "tests": tests, "limits": LIMITS}, submission)
    assert [result["verdict"] for result in report["tests"]] == ["OK", "OK"]


CHECKER = """
def check(run_solution, case):
    return float(run_solution(case.input).stdout == case.input * 2), "twice, please"
"""


def test_a_custom_checker_runs_apart_from_the_program() -> None:
    tests = [{"name": "01", "input": "ab", "expected": ""}]
    task = {"checker": {"type": "custom"}, "checker_source": CHECKER, "tests": tests}
    assert judge(BACKEND, "print(input() * 2, end='')", **task)["verdict"] == "OK"
    refused = judge(BACKEND, "print(input())", **task)
    assert refused["verdict"] == "WA"
    assert refused["tests"][0]["message"] == "twice, please"


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import os; os._exit(0)",
        "def check(run_solution, case): return 7",
        "import nothing_here",
    ],
)
def test_a_broken_checker_is_the_judges_own_fault(source: str) -> None:
    task = {"checker": {"type": "custom"}, "checker_source": source, "tests": [{"name": "01", "input": ""}]}
    assert judge(BACKEND, "print(1)", **task)["verdict"] == "IE"


def test_an_expression_runs_apart_from_the_program() -> None:
    task = {
        "checker": {"type": "python_expr", "expr": "int(output) % 7 == 0"},
        "tests": [{"name": "01", "input": "", "expected": ""}],
    }
    assert judge(BACKEND, "print(21)", **task)["verdict"] == "OK"
    assert judge(BACKEND, "print(22)", **task)["verdict"] == "WA"


@parity_programs
def test_same_verdict_as_everywhere(program: dict[str, Any]) -> None:
    agrees(BACKEND, program)
