"""What is true of every sandbox with a supervisor in it."""

from __future__ import annotations

from runtime.sandbox.backend import Backend
from tests.sandbox.backends import only
from tests.sandbox.battery import judge

pytestmark = only("bubblewrap", "docker")


def test_the_next_test_is_judged_after_a_supervisor_was_killed(backend: Backend) -> None:
    code = "import os, signal\nn = input()\nif n == '0':\n    os.kill(os.getppid(), signal.SIGKILL)\nprint(n)"
    tests = [{"name": str(n), "input": f"{n}", "expected": f"{n}"} for n in range(2)]
    report = judge(backend, code, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["RE", "OK"]


def test_memory_is_that_of_all_processes_together(backend: Backend) -> None:
    code = "import os\nos.fork(); os.fork(); os.fork()\nx = bytearray(40 << 20)\nwhile True: pass"
    assert judge(backend, code)["verdict"] == "ML"
