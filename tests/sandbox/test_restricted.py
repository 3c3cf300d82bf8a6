from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runtime.sandbox.restricted import JOB, Restricted
from tests.builder.grade.school import TASK
from tests.builder.packages import write
from tests.sandbox.backends import processes
from tests.sandbox.battery import hostile_programs, judge, withstands
from tests.sandbox.engine import eventually

BACKEND = Restricted()


@hostile_programs
def test_hostile_program(program: Path) -> None:
    withstands(BACKEND, program)


PROGRAMS = [
    ("print(input())", "OK"),
    ("import math\nprint(math.isqrt(1))", "OK"),
    ("class A:\n    def __init__(self):\n        self.x = 1\nprint(A().x)", "OK"),
    ("total = 0\nfor a, b in [(1, 0)]:\n    total += a\nprint(total)", "OK"),
    ("print([x for x in {'a': 1}.values()][0])", "OK"),
    ("print(2)", "WA"),
    ("print(1 / 0)", "RE"),
    ("print(", "CE"),
    ("while True: pass", "TL"),
    ("x = [0] * 10 ** 9", "ML"),
    ("while True: print('x')", "OL"),
    ("import os", "RE"),
    ("open('/etc/passwd')", "RE"),
    ("print(().__class__)", "CE"),
    ("import re\nprint(re.enum.sys)", "RE"),
]


@pytest.mark.parametrize(("code", "verdict"), PROGRAMS)
def test_verdict(code: str, verdict: str) -> None:
    tests = [{"name": "01", "input": "1", "expected": "1"}]
    assert judge(BACKEND, code, tests=tests)["verdict"] == verdict


def test_a_call_and_a_custom_checker() -> None:
    tests = [{"name": "01", "call": "double(4)", "expected": "8"}]
    assert judge(BACKEND, "def double(x):\n    return x * 2", tests=tests)["verdict"] == "OK"
    source = "def check(run_solution, case):\n    return run_solution('3').stdout.strip() == '6'"
    task = {"checker": {"type": "custom"}, "checker_source": source, "tests": []}
    assert judge(BACKEND, "print(int(input()) * 2)", **task)["verdict"] == "OK"


def test_what_is_refused_says_so() -> None:
    result = judge(BACKEND, "import socket")["tests"][0]
    assert "does not let programs import socket" in result["stderr"]


def test_what_a_judge_leaves_that_is_killed_ends_by_itself(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"sum.json": {**TASK, "limits": {"time_ms": 100}}, "a.py": "import time\ntime.sleep(3600)\n"},
    )
    command = ["judge", tmp_path / "sum.json", tmp_path / "a.py", "--backend", "restricted"]
    with subprocess.Popen([sys.executable, "-m", "builder", *map(str, command)]) as judging:
        eventually(lambda: processes(JOB, judging.pid) != [], "no program runs")
        judging.kill()
    eventually(lambda: processes(JOB) == [], "the program still runs")
