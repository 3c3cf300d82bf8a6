from __future__ import annotations

from pathlib import Path

import pytest

from builder.official_task import course_of, load_task
from builder.problems import UserError
from tests.builder.packages import EVERYTHING, Files, good, set_at, write

T = "tasks/sum.json"
TASK = {"id": "sum", "title": "Sum", "description": "Add.", "lesson": "later", "concepts": ["loops"]}
CHECKER = "def check(run_solution, case):\n    return True\n"


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load_task(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_task_in_a_course(tmp_path: Path) -> None:
    files = good()
    tests = [{"input": "1 2", "expected": "3"}, {"input": "2 2", "expected": "4", "private": True}]
    set_at(files, T, "/tests", tests)
    task = load_task(write(tmp_path / "small", files) / T)
    assert [(test["name"], test["private"]) for test in task["tests"]] == [("01", False), ("02", True)]
    assert (task["id"], task["checker"], task["checker_source"]) == ("sum", {"type": "strip"}, None)
    assert task["limits"] == {"time_ms": 2000, "memory_mb": 128, "output_kb": 64}
    assert course_of(tmp_path / "small" / T) == "small"


@pytest.mark.parametrize("given", ["tasks/guess", "tasks/guess/task.json"])
def test_a_folder_task(given: str) -> None:
    task = load_task(EVERYTHING / given)
    assert task["id"] == "guess"
    assert task["checker"] == {"type": "custom"}
    assert "def check" in task["checker_source"]


@pytest.mark.parametrize("place", ["alone.json", "alone/task.json"])
def test_a_task_on_its_own_may_name_what_only_its_course_has(tmp_path: Path, place: str) -> None:
    files: Files = {place: {**TASK, "tests": [{"input": "", "expected": "1"}]}}
    if place == "alone/task.json":
        files |= {"alone/tests/private/a.in": "7\n", "alone/tests/private/a.out": "8\n"}
    path = write(tmp_path, files) / place.removesuffix("/task.json")
    tests = load_task(path)["tests"]
    assert tests[0]["expected"] == "1"
    assert [test["input"] for test in tests if test["private"]] == ["7\n"] * (place != "alone.json")
    assert course_of(path) is None


def test_a_lone_folder_task_with_a_checker_and_no_tests(tmp_path: Path) -> None:
    files: Files = {"alone/task.json": TASK, "alone/checker.py": CHECKER}
    assert load_task(write(tmp_path, files) / "alone")["checker_source"] == CHECKER


@pytest.mark.parametrize(
    ("pointer", "value", "message"),
    [
        ("/titel", "x", "small/tasks/sum.json#/titel: ‘titel’ is not a field of a task."),
        ("/lesson", "later", "small/tasks/sum.json#/lesson: There is no lesson with the id ‘later’."),
        ("/concepts", ["loops"], "#/concepts/0: There is no file concepts/loops.md."),
        ("/tests", [], "small/tasks/sum.json: The task has no tests"),
        ("/description", "[x](../assets/none.png)", "small/tasks/sum.json#/description: "),
    ],
)
def test_what_check_rejects_is_refused(tmp_path: Path, pointer: str, value: object, message: str) -> None:
    files = good()
    set_at(files, T, pointer, value)
    assert message in refusal(write(tmp_path / "small", files) / T)


def test_an_id_that_another_task_has(tmp_path: Path) -> None:
    files = good()
    files["tasks/other.json"] = files[T]
    assert "More than one task has the id ‘sum’" in refusal(write(tmp_path / "small", files) / T)


def test_several_errors_are_counted(tmp_path: Path) -> None:
    files: Files = {"a.json": {"id": "a", "title": 1, "x": 2}}
    assert refusal(write(tmp_path, files) / "a.json").endswith("(and 2 more; knapsack check lists them all)")


def test_errors_elsewhere_in_the_course_do_not_matter(tmp_path: Path) -> None:
    files = good() | {"tasks/broken.json": "{"}
    set_at(files, "quizzes/quiz.json", "/title", 3)
    assert load_task(write(tmp_path / "small", files) / T)["id"] == "sum"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.json", "does not exist"),
        ("empty", "there is no task.json in"),
        ("notes.txt", "is no task"),
        ("broken.json", "this is not JSON"),
        ("checked", "checked/checker.py: Line 1 does not compile"),
    ],
)
def test_no_task(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    write(
        tmp_path, {"notes.txt": "", "broken.json": "{", "checked/task.json": TASK, "checked/checker.py": "("}
    )
    assert message in refusal(tmp_path / name)


@pytest.mark.parametrize("root", ["", "small/tasks/"])
def test_a_task_file_that_is_a_link_inside_its_folder(tmp_path: Path, root: str) -> None:
    write(tmp_path / "small", good())
    folder = tmp_path / root / "linked"
    write(folder, {"elsewhere.txt": "{}"})
    (folder / "task.json").symlink_to(folder / "elsewhere.txt")
    assert "linked/task.json: This is a link" in refusal(folder)
