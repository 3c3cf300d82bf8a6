from __future__ import annotations

from pathlib import Path

import pytest

from builder.importing.haul import Haul
from tests.builder.importing.banks import moodle, told


def case(code: str = "", given: str = "", expected: str = "", rest: str = "") -> str:
    parts = (("testcode", code), ("stdin", given), ("expected", expected))
    inside = "".join(f"<{name}><text>{text}</text></{name}>" for name, text in parts)
    return f'<testcase mark="1.0">{inside}{rest}</testcase>'


HIDDEN = "<display><text>HIDE</text></display>"


def read(folder: Path, *cases: str, rest: str = "", kind: str = "python3") -> Haul:
    question = (
        '<question type="coderunner"><name><text>Squares</text></name>'
        '<questiontext format="html"><text>&lt;p&gt;Write it.&lt;/p&gt;</text></questiontext>'
        f"<coderunnertype>{kind}</coderunnertype>{rest}<testcases>{''.join(cases)}</testcases></question>"
    )
    return moodle(folder, question)


def test_tests_by_input(tmp_path: Path) -> None:
    rest = "<answer>print(int(input()) ** 2)</answer><answerpreload># here</answerpreload>"
    rest += "<cputimelimitsecs>3</cputimelimitsecs><memlimitmb>64</memlimitmb><defaultgrade>2</defaultgrade>"
    haul = read(
        tmp_path, case(given="3\n", expected="9"), case(given="4\n", expected="16", rest=HIDDEN), rest=rest
    )
    (task,) = haul.tasks
    assert task.data == {
        "id": "squares",
        "title": "Squares",
        "description": "Write it.",
        "tests": [{"input": "3\n", "expected": "9"}, {"input": "4\n", "expected": "16", "private": True}],
        "limits": {"time_ms": 3000, "memory_mb": 64},
        "template": "# here\n",
        "solution": "print(int(input()) ** 2)\n",
        "points": 2,
    }
    assert (haul.quizzes, haul.log.errors, haul.log.left) == ([], [], [])


@pytest.mark.parametrize(("printed", "literal"), [("9", "9"), ("nine", "'nine'"), ("[1, 2]", "[1, 2]")])
def test_tests_by_one_printed_value(tmp_path: Path, printed: str, literal: str) -> None:
    haul = read(tmp_path, case("print(square(3))", expected=printed))
    assert haul.tasks[0].data["tests"] == [{"call": "square(3)", "expected": literal}]
    assert "how square(3) is printed" in told(haul.log.left)[0][1]


@pytest.mark.parametrize(
    "code", ["x = 1\nprint(x)", "print(1, 2)", "for i in x: print(i)", "import os", "print("]
)
def test_tests_that_are_programs_are_left_out(tmp_path: Path, code: str) -> None:
    haul = read(tmp_path, case(code, expected="1"))
    assert haul.tasks == []
    assert "runs code of its own" in told(haul.log.left)[0][1]


def test_other_languages_and_templates_are_left_out(tmp_path: Path) -> None:
    assert "is not plain Python 3" in told(read(tmp_path, case(), kind="c_program").log.left)[0][1]
    haul = read(tmp_path, case(), rest="<template>{{ STUDENT_ANSWER }}</template>")
    assert "a template of its own" in told(haul.log.left)[0][1]


def test_without_tests_it_is_malformed(tmp_path: Path) -> None:
    assert told(read(tmp_path).log.errors) == [(2, "Squares: it has no tests")]
