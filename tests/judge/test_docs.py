"""The page about the judge names everything, and the examples in its docstrings run."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import runtime.judge
from runtime.judge import Verdict
from runtime.judge.checkers import CHECKERS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/judge.md").read_text(encoding="utf-8")
MODULES = [found.name for found in pkgutil.walk_packages(runtime.judge.__path__, "runtime.judge.")]


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_is_documented(verdict: Verdict) -> None:
    assert f"| `{verdict}` |" in PAGE


@pytest.mark.parametrize("checker", CHECKERS)
def test_checker_is_documented(checker: str) -> None:
    assert f"| `{checker}` |" in PAGE


@pytest.mark.parametrize("module", ["runtime.judge", *MODULES])
def test_examples_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_needs_nothing_but_the_standard_library_under_any_name() -> None:
    """The browser loads the folder as `judge`, beside no other file of ours."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import judge; "
        "print(judge.execute({'code': 'print(1)', 'stdin': '', 'call': None, 'limits': {}})['stdout'])"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(ROOT / "runtime")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "1\n\n"
