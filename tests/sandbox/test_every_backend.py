"""What every backend must do, beside `test_parity.py`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from runtime.judge.shapes import Outcome, Program
from runtime.sandbox.backend import CHECKER_LIMITS, Backend, Submission
from runtime.sandbox.official import judge_submission
from tests.sandbox.backends import BACKENDS, keeps_time
from tests.sandbox.battery import LIMITS, hostile_programs, judge, withstands


@hostile_programs
def test_hostile_program(backend: Backend, program: Path) -> None:
    withstands(backend, program)


def test_it_works_here(backend: Backend) -> None:
    assert backend.trouble() is None


def test_ten_tests_in_one_sandbox(backend: Backend) -> None:
    tests = [{"name": str(n), "input": f"{n} 2", "expected": str(n + 2)} for n in range(10)]
    report = judge(backend, "a, b = map(int, input().split())\nprint(a + b)", tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK"] * 10
    assert (report["backend"], report["score"]) == (backend.name, 1)
    assert report["python"].startswith("3.")


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("print(input())", "OK"),
        ("print(2)", "WA"),
        ("print(1 / 0)", "RE"),
        ("raise SystemExit(3)", "RE"),
        ("import os; os._exit(3)", "RE"),
        ("print(", "CE"),
        ("while True: pass", "TL"),
        ("while True:\n    try:\n        while True: sum(range(99))\n    except BaseException: pass", "TL"),
        ("import re; re.match('(a+)+b', 'a' * 40)", "TL"),
        ("sum(range(10 ** 12))", "TL"),
        ("import time; time.sleep(9)", "TL"),
        ("x = [0] * 10 ** 9", "ML"),
        ("x = []\nwhile True: x.append('x' * 100_000)", "ML"),
        ("while True: print('x')", "OL"),
    ],
)
def test_verdict_and_the_next_test_is_judged(backend: Backend, code: str, verdict: str) -> None:
    tests = [{"name": str(n), "input": f"{n}", "expected": "1" if n else "left out"} for n in range(2)]
    guarded = (
        f"if (n := input()) == '1':\n    print(1)\n    raise SystemExit\ninput = lambda: 'left out'\n{code}"
    )
    program = code if verdict == "CE" else guarded
    limits = {**LIMITS, "time_ms": 1000}  # what runs into another limit should do so on a busy computer, too
    report = judge(backend, program, tests=tests, limits=limits)
    assert [result["verdict"] for result in report["tests"]] == [verdict, "CE" if verdict == "CE" else "OK"]


SWALLOWS = "\n    try:\n        while True: sum(range(99))\n    except BaseException: pass"


@keeps_time
@pytest.mark.parametrize("limit", [500, 3000])
@pytest.mark.parametrize("loop", ["pass", SWALLOWS], ids=["plain", "swallows interrupts"])
def test_time_is_up_within_a_tenth_or_100_ms_of_the_limit(backend: Backend, loop: str, limit: int) -> None:
    result = judge(backend, f"while True: {loop}", limits={**LIMITS, "time_ms": limit})["tests"][0]
    assert result["verdict"] == "TL"
    assert abs(result["time_ms"] - limit) <= max(100, limit / 10)


@keeps_time
def test_time_is_not_up_a_tenth_before_the_limit(backend: Backend) -> None:
    tests = [{"name": "01", "input": "", "expected": "x"}]
    slow = (
        "import time\nbegan = time.process_time()\nwhile time.process_time() - began < 0.9: pass\nprint('x')"
    )
    assert judge(backend, slow, tests=tests, limits={**LIMITS, "time_ms": 1000})["verdict"] == "OK"


def run(backend: Backend, code: str, time_ms: int) -> tuple[Outcome, float]:
    """Return a program's outcome and how many seconds went by. The sandbox is open before."""
    program: Program = {"code": code, "stdin": "", "call": None, "limits": {**LIMITS, "time_ms": time_ms}}
    with backend.open() as sandbox:
        began = time.monotonic()
        return sandbox.run(program, {}), time.monotonic() - began


@keeps_time
def test_a_sleeper_is_ended_at_three_times_the_limit(backend: Backend) -> None:
    outcome, seconds = run(backend, "import time\ntime.sleep(60)", 1000)
    assert outcome["verdict"] == "TL"
    assert 3 <= seconds <= 3.3 + 0.5, "a tenth more, and the start of a program on a busy computer"


def test_waiting_takes_no_time_of_the_processor(backend: Backend) -> None:
    slow = "import time\nt = time.perf_counter()\ntime.sleep(1)\nprint(time.perf_counter() - t > 0.99)"
    verdict = "OK" if BACKENDS[backend.name].wall_factor > 2 else "TL"
    assert run(backend, slow, 500)[0]["verdict"] == verdict


@pytest.mark.parametrize("memory_mb", [64, 256])
@pytest.mark.parametrize(("share", "verdict"), [(0.9, "OK"), (1.5, "ML")])
@pytest.mark.parametrize("piece", [1 << 20, 1 << 10], ids=["large pieces", "small pieces"])
def test_memory_is_up_at_the_limit(
    backend: Backend, piece: int, share: float, verdict: str, memory_mb: int
) -> None:
    """What the interpreter takes itself does not count."""
    code = f"size, most = {piece}, {int(memory_mb * share * 2**20)}\n"
    code += "held = [b'x' * size for _ in range(most // size)]\nprint('x')"
    tests = [{"name": "01", "input": "", "expected": "x"}]
    limits = {**LIMITS, "memory_mb": memory_mb, "time_ms": 2000}
    assert judge(backend, code, tests=tests, limits=limits)["verdict"] == verdict


FORGED = """
import sys, time
judge = sys.modules["judge.execute"]
judge._Run._verdict = lambda run, elapsed, right=judge.Verdict.OK: right
print(input())
before = time.perf_counter()
while time.perf_counter() - before < 2:
    try:
        while time.perf_counter() - before < 2: pass
    except KeyboardInterrupt: pass
"""


def test_a_program_that_forges_its_verdict_still_has_to_be_in_time(backend: Backend) -> None:
    tests = [{"name": "01", "input": "1", "expected": "1"}]
    assert judge(backend, FORGED.replace("< 2", "< 0.01"), tests=tests)["verdict"] == "OK"
    assert judge(backend, FORGED, tests=tests)["verdict"] == "TL"


LEAVES = """
import builtins, os
PATHS = ["left", "/tmp/left", "/left", "/lib/left", "/dev/left", "/dev/shm/left", "/home/left"]
print([path for path in PATHS if os.path.lexists(path)], hasattr(builtins, "left"), len("ab"))
for path in PATHS:
    for make in (lambda: open(path, "w").close(), lambda: os.symlink("/", path), lambda: os.mkdir(path)):
        try: make()
        except OSError: pass
os.makedirs("a/b/c"); os.symlink("/", "a/link"); os.chmod("a", 0); os.chdir("/tmp"); os.umask(0o777)
builtins.left = True; builtins.len = lambda x: 7; builtins.print = None
"""


def test_a_program_leaves_nothing_to_the_next_test(backend: Backend) -> None:
    tests = [{"name": str(n), "input": "", "expected": "[] False 2"} for n in range(3)]
    report = judge(backend, LEAVES, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK"] * 3, report


def test_a_call_is_judged_by_its_value(backend: Backend) -> None:
    tests = [{"name": "01", "call": "add(0.1, 0.2)", "expected": "0.3"}]
    assert judge(backend, "def add(a, b):\n    return a + b", tests=tests)["verdict"] == "OK"


def test_files_of_the_test_and_of_the_submission_are_there(backend: Backend) -> None:
    tests = [
        {"name": "01", "input": "", "expected": "3", "files": {"data/numbers.txt": "1 2"}},
        {"name": "02", "input": "", "expected": "0"},
    ]
    code = (
        "import os\nfrom helper import total\nfrom parts.more import nothing\n"
        "print(total(open('data/numbers.txt').read()) if os.path.exists('data/numbers.txt') else nothing)"
    )
    files = {
        "helper.py": b"def total(text):\n    return sum(map(int, text.split()))\n",
        "parts/more.py": b"nothing = 0",
    }
    task = {"id": "t", "tests": tests, "limits": LIMITS}
    report = judge_submission(backend, task, Submission(code, files))
    assert [result["verdict"] for result in report["tests"]] == ["OK", "OK"]


CHECKER = """
def check(run_solution, case):
    return float(run_solution(case.input).stdout == case.input * 2), "twice, please"
"""


def test_a_custom_checker_runs_apart_from_the_program(backend: Backend) -> None:
    tests = [{"name": "01", "input": "ab", "expected": ""}]
    task = {"checker": {"type": "custom"}, "checker_source": CHECKER, "tests": tests}
    assert judge(backend, "print(input() * 2, end='')", **task)["verdict"] == "OK"
    refused = judge(backend, "print(input())", **task)
    assert refused["verdict"] == "WA"
    assert refused["tests"][0]["message"] == "twice, please"


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import os; os._exit(0)",
        "def check(run_solution, case): return 7",
        "import nothing_here",
        "x = 'x' * 10 ** 9",
    ],
)
def test_a_broken_checker_is_the_judges_own_fault(
    backend: Backend, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHECKER_LIMITS, "time_ms", 500)
    task = {"checker": {"type": "custom"}, "checker_source": source, "tests": [{"name": "01", "input": ""}]}
    assert judge(backend, "print(1)", **task)["verdict"] == "IE"


def test_an_expression_runs_apart_from_the_program(backend: Backend) -> None:
    task = {
        "checker": {"type": "python_expr", "expr": "int(output) % 7 == 0"},
        "tests": [{"name": "01", "input": "", "expected": ""}],
    }
    assert judge(backend, "print(21)", **task)["verdict"] == "OK"
    assert judge(backend, "print(22)", **task)["verdict"] == "WA"
