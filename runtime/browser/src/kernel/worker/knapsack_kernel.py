"""The Python end of a kernel worker: JSON texts in, JSON texts out. Imported before the snapshot is taken."""

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from judge.execute import execute
from judge.judging import judge_test
from judge.report import report
from pyodide.ffi import run_sync

HOME = "/home/pyodide"
HIDDEN_MODULES = (
    "js",
    "pyodide_js",
    "_pyodide_core",
    "pyodide",
    "_pyodide",
    "knapsack_bridge",
    "knapsack_kernel",
)


def execute_program(text: str) -> str:
    """Run a student's program without the student; returns the outcome."""
    clock = import_module("knapsack_bridge").seconds
    program = json.loads(text)
    prepare()
    return json.dumps(execute(program, clock=clock))


def run_program(text: str, interactive: bool) -> str:
    """Run a program in front of the student: pass output on as it comes, let `input()` wait for an answer."""
    bridge = import_module("knapsack_bridge")

    program = json.loads(text)

    def read_line() -> str | None:
        bridge.flush()
        answer: str = run_sync(bridge.read_line())
        line: str | None = json.loads(answer)
        return line

    prepare()
    outcome = execute(program, on_output=bridge.output, read_line=read_line if interactive else None)
    outcome.pop("drawing", None)
    return json.dumps({**outcome, "stdout": "", "stderr": ""})


def judge_outcomes(text: str) -> str:
    """Decide one test from what happened; returns the result, or the run a custom checker asks for."""
    request: dict[str, Any] = json.loads(text)
    prepare()
    return json.dumps(judge_test(request["task"], request["test"], request["outcomes"]))


def report_results(text: str) -> str:
    """Make the submission's report from its tests' results."""
    request: dict[str, Any] = json.loads(text)
    return json.dumps(report(request["task"], request["results"], "browser", python_version()))


def warm_up(interactive: bool) -> str:
    """Make what Python and JavaScript know of each other before memory is copied; return the version."""
    bridge = import_module("knapsack_bridge")

    bridge.output("stdout", "")
    bridge.flush()
    if interactive:
        asyncio.run(asyncio.sleep(0))
        run_sync(bridge.resolved())
    return python_version()


def python_version() -> str:
    """Return the version as in `3.14.2`."""
    return ".".join(map(str, sys.version_info[:3]))


def prepare() -> None:
    """Seed anew, since a snapshot repeats its random numbers, and hide the ways from Python to JavaScript.

    The files beside a program can be imported, as they can where Python runs a script.
    """
    random.seed(time.time_ns())
    sys.path.insert(0, HOME)
    _hide()


@contextmanager
def hidden_modules() -> Iterator[None]:
    """Hide the ways from Python to JavaScript for a while, from modules that programs will find imported."""
    before = {name: sys.modules.get(name) for name in _ways_out()}
    _hide()
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def _hide() -> None:
    for name in _ways_out():
        sys.modules[name] = None  # type: ignore[assignment]  # importing it now raises ImportError


def _ways_out() -> list[str]:
    inner = [name for name in sys.modules if name.startswith(("pyodide.", "_pyodide."))]
    return [*HIDDEN_MODULES, *inner]
