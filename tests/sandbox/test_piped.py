"""What is true of every sandbox with a supervisor in it."""

from __future__ import annotations

from runtime.sandbox.backend import Backend
from tests.sandbox.backends import only
from tests.sandbox.battery import judge

pytestmark = only("bubblewrap", "docker")
KILLS_IT = """
import os, signal
n = input()
if n == "0":
    os.kill(os.getppid(), signal.SIGKILL)
print(n)
"""
# A container's first process, as the supervisor is there, heeds no signal from inside.
AFTER = {"bubblewrap": "RE", "docker": "OK"}


def test_a_killed_supervisor_is_replaced_for_the_next_test(backend: Backend) -> None:
    tests = [{"name": str(n), "input": f"{n}", "expected": f"{n}"} for n in range(2)]
    report = judge(backend, KILLS_IT, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == [AFTER[backend.name], "OK"]


def test_memory_is_that_of_all_processes_together(backend: Backend) -> None:
    code = "import os\nos.fork(); os.fork(); os.fork()\nx = bytearray(40 << 20)\nwhile True: pass"
    assert judge(backend, code)["verdict"] == "ML"
