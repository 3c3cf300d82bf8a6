from __future__ import annotations

from pathlib import Path

import pytest

from builder.validate.task import code_fault
from tests.builder.packages import Files, good, problems_of, set_at

T = "tasks/sum.json"


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "(?P<x>", "*"])
def test_bad_regular_expressions(tmp_path: Path, pattern: str) -> None:
    files = good()
    set_at(files, T, "/checker", "regex")
    set_at(files, T, "/tests/0/expected", pattern)
    found = problems_of(tmp_path, files)
    assert [problem.pointer for problem in found] == ["/tests/0/expected"]
    assert found[0].message.startswith("This regular expression does not work: ")


@pytest.mark.parametrize("literal", ["5", "-1.5", "'a'", "[1, (2, 'b')]", "{'a': None}", "{1, 2}", " 5 "])
def test_literals(tmp_path: Path, literal: str) -> None:
    files = good()
    set_at(files, T, "/tests/0", {"call": "f()", "expected": literal})
    assert problems_of(tmp_path, files) == []


def folder_task(**more: str) -> Files:
    task = {"id": "own", "title": "Own", "description": "Do."}
    parts: Files = {"task.json": task, "checker.py": "def check(run_solution, case):\n    return True"}
    extra: Files = {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    return {**good(), **{f"tasks/own/{name}": content for name, content in (parts | extra).items()}}


@pytest.mark.parametrize(
    "checker", ["", "check = 1", "def check(): ...", "def check(a, b, c): ...", "check ="]
)
def test_checkers_without_a_usable_check(tmp_path: Path, checker: str) -> None:
    found = problems_of(tmp_path, folder_task(checker_dot_py=checker))
    assert [problem.file for problem in found] == ["small/tasks/own/checker.py"]


def test_a_checker_and_the_field_checker_exclude_each_other(tmp_path: Path) -> None:
    files = folder_task()
    set_at(files, "tasks/own/task.json", "/checker", "exact")
    assert [problem.pointer for problem in problems_of(tmp_path, files)] == ["/checker"]


def test_an_input_without_its_output(tmp_path: Path) -> None:
    files = folder_task(tests__public__01_dot_in="1")
    del files["tasks/own/checker.py"]
    found = problems_of(tmp_path, files)
    assert [(problem.file, problem.message) for problem in found] == [
        ("small/tasks/own/tests/public/01.in", "The test has no 01.out beside it.")
    ]


def test_an_output_without_its_input(tmp_path: Path) -> None:
    found = problems_of(tmp_path, folder_task(tests__public__01_dot_out="1"))
    assert [problem.message for problem in found] == ["The test has no 01.in beside it."]


def test_a_verdict_that_is_none(tmp_path: Path) -> None:
    found = problems_of(tmp_path, folder_task(wrong__a_dot_py="# verdict: BAD\n"))
    assert [problem.file for problem in found] == ["small/tasks/own/wrong/a.py"]
    assert "‘BAD’ is not a verdict" in found[0].message


def test_two_solutions(tmp_path: Path) -> None:
    files = folder_task(solution_dot_py="x = 1")
    set_at(files, "tasks/own/task.json", "/solution", "x = 1")
    assert [problem.pointer for problem in problems_of(tmp_path, files)] == ["/solution"]


def test_only_private_tests_is_a_warning(tmp_path: Path) -> None:
    files = good()
    set_at(files, T, "/tests/0/private", True)
    found = problems_of(tmp_path, files)
    assert [(problem.file, problem.severity) for problem in found] == [(f"small/{T}", "warning")]


@pytest.mark.parametrize("code", ["1 +", "\x00", "(" * 1000, "x = 1\n  y = 2"])
def test_code_that_does_not_compile(code: str) -> None:
    assert code_fault(code)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "CON", "a/../../b", "C:\\x", ""])
def test_names_of_files_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    files = good()
    set_at(files, T, "/tests/0/files", {name: "1"})
    found = problems_of(tmp_path, files)
    assert [problem.pointer.startswith("/tests/0/files/") for problem in found] == [True]


def test_files_that_are_the_same_on_windows(tmp_path: Path) -> None:
    files = good()
    set_at(files, T, "/tests/0/files", {"data.txt": "1", "Data.txt": "2"})
    assert [problem.pointer for problem in problems_of(tmp_path, files)] == ["/tests/0/files"]


def drawing_task(expected: str, **packages: object) -> Files:
    files = good()
    set_at(files, T, "/checker", {"type": "drawing", "tolerance": 3})
    set_at(files, T, "/tests/0", {"expected": expected})
    set_at(files, "manifest.json", "/packages", packages.get("packages", ["Basthon_Turtle"]))
    return files


def test_drawings(tmp_path: Path) -> None:
    assert problems_of(tmp_path, drawing_task("line 0 0 50 0\n\ndot 5 5 9\n")) == []


@pytest.mark.parametrize("expected", ["line 0 0", "circle 5", "fill red 0 0 5 5", "line 0 0 5 5 purpel"])
def test_drawings_that_are_none(tmp_path: Path, expected: str) -> None:
    found = problems_of(tmp_path, drawing_task(expected))
    assert [problem.pointer for problem in found] == ["/tests/0/expected"]
    assert found[0].message.startswith("This is not a drawing, line 1: ")


def test_a_drawing_without_a_turtle(tmp_path: Path) -> None:
    found = problems_of(tmp_path, drawing_task("line 0 0 50 0", packages=["msgpack"]))
    assert [(problem.pointer, problem.severity) for problem in found] == [("/checker", "warning")]
    assert '"packages": ["basthon-turtle"]' in found[0].message


@pytest.mark.parametrize("tolerance", [0, 0.4, 101, "2"])
def test_tolerances_that_are_none(tmp_path: Path, tolerance: object) -> None:
    files = drawing_task("line 0 0 50 0")
    set_at(files, T, "/checker/tolerance", tolerance)
    assert "/checker/tolerance" in [problem.pointer for problem in problems_of(tmp_path, files)]
