from __future__ import annotations

import json
from typing import Any

import pytest

from builder.load import opened_package
from builder.pages import Ready
from builder.public import public_quiz, public_task, script_json
from builder.seal import unseal
from builder.validate import validate
from tests.builder.packages import EVERYTHING


@pytest.fixture(scope="module")
def ready() -> Ready:
    with opened_package(EVERYTHING) as package:
        return Ready(*validate(package))


def task(ready: Ready, name: str, language: str = "en") -> dict[str, Any]:
    return public_task(ready.course, ready.prose, ready.course.tasks[name], language)


def test_a_task_as_the_contract_says(ready: Ready) -> None:
    assert task(ready, "sum", "ru") == {
        "id": "sum",
        "course": "everything",
        "title": "Сумма двух чисел",
        "tests": [
            {
                "name": "01",
                "input": "2 3\n",
                "expected": "5\n",
                "points": 1,
                "explain": "<p>Два и три будет пять.</p>",
            },
            {"name": "02", "input": "-1 1\n", "expected": "0\n", "points": 1},
        ],
        "checker": {"type": "strip"},
        "limits": {"time_ms": 2000, "memory_mb": 128, "output_kb": 64},
        "template": "a, b = map(int, input().split())\n# выведи сумму\n",
        "hints": ["<p><code>a + b</code> складывает.</p>", "<p>Напиши <code>print(a + b)</code>.</p>"],
        "points": 2,
        "difficulty": "easy",
        "private_tests": 1,
    }


def test_a_custom_checker_comes_with_its_source(ready: Ready) -> None:
    public = task(ready, "guess")
    assert public["checker"] == {"type": "custom"}
    assert "def check" in public["checker_source"]
    assert [test["name"] for test in public["tests"]] == ["01"]
    assert public["private_tests"] == 1


def test_checkers_and_calls(ready: Ready) -> None:
    assert task(ready, "float")["checker"] == {"type": "float", "abs": 0.001}
    assert task(ready, "expression")["checker"]["type"] == "python_expr"
    assert [test["tolerance"] for test in task(ready, "calls")["tests"]] == [1e-9, 1e-6]


def test_a_quiz_hides_its_answers(ready: Ready) -> None:
    quiz = public_quiz(ready.course, ready.prose, ready.course.quizzes["kinds"], "en")
    assert [set(question) for question in quiz["questions"]] == [
        {"id", "type", "prompt", "choices", "points", "sealed"}
    ] * 4
    opened = [unseal(question["sealed"], "kinds", question["id"]) for question in quiz["questions"]]
    assert [each["answer"] for each in opened] == [1, [0, 2], ["print", "print()"], 0.33]
    assert [each["tolerance"] for each in opened] == [1e-9, 1e-9, 1e-9, 0.005]
    assert opened[0]["explain"] == "<p>Python adds the numbers first.</p>"


def test_json_in_a_script_cannot_end_it() -> None:
    value = {"a": "</script><!-- & \u2028\u2029 'quotes'"}
    text = script_json(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value
