"""The real turtle package, from its wheel, for programs that draw."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from runtime.judge import execute
from runtime.judge.shapes import Outcome

WHEEL = next((Path(__file__).parents[2] / ".wheels").glob("basthon_turtle-*.whl"))


@contextmanager
def installed() -> Iterator[None]:
    """Let programs import `turtle`, which stands in the part of the wheel that installers unpack."""
    data = WHEEL.name.split("-py3")[0] + ".data"
    with patch("sys.path", [str(WHEEL), f"{WHEEL}/{data}/purelib", *sys.path]):
        yield


def draw(code: str, **limits: int) -> Outcome:
    """Run a program that may draw."""
    with installed():
        return execute({"code": code, "stdin": "", "call": None, "limits": {"time_ms": 60_000, **limits}})


def drawn(code: str) -> list[str]:
    """Return the lines of a quiet program's drawing, those about turtles left out."""
    outcome = draw("from turtle import *\n" + code)
    assert (outcome["verdict"], outcome["stderr"]) == ("OK", "")
    lines = outcome.get("drawing", "").splitlines()
    return [line for line in lines if not line.startswith("turtle ")]
