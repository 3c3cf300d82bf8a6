from __future__ import annotations

from pathlib import Path

import pytest

from tests.builder.packages import Files, good, problems_of, set_at

T = "tasks/sum.json"
SOLVES = "print(sum(map(int, input().split())))"


def messages(root: Path, files: Files) -> list[tuple[str, str, str]]:
    found = [each for each in problems_of(root, files, run_programs=True) if each.severity == "error"]
    return [(problem.file.removeprefix("small/"), problem.pointer, problem.message) for problem in found]


def test_a_right_solution_and_a_rightly_wrong_program(tmp_path: Path) -> None:
    files = good()
    set_at(files, T, "/wrong", [{"code": "print(4)", "verdict": "WA"}])
    assert messages(tmp_path, files) == []


def test_programs_only_run_when_asked(tmp_path: Path) -> None:
    files = good()
    set_at(files, T, "/solution", "print(4)")
    assert problems_of(tmp_path, files) == []


@pytest.mark.parametrize(
    ("solution", "message"),
    [
        ("print(4)", "The solution gets WA in test 01: it should give '3', but gives '4\\n'."),
        ("1 / 0", "The solution gets RE in test 01: ZeroDivisionError: division by zero."),
        ("while True: pass", "The solution gets TL in test 01."),
        ("try:\n    while True: pass\nexcept BaseException:\n    while True: pass", "gets TL in test 01."),
    ],
)
def test_a_solution_that_fails(tmp_path: Path, solution: str, message: str) -> None:
    files = good()
    set_at(files, T, "/solution", solution)
    set_at(files, T, "/limits", {"time_ms": 200})
    found = messages(tmp_path, files)
    assert [(file, place) for file, place, _ in found] == [(T, "/solution")]
    assert message in found[0][2]


def test_private_tests_count_too(tmp_path: Path) -> None:
    files = good()
    tests = [{"input": "1 2", "expected": "3"}, {"input": "2 2", "expected": "5", "private": True}]
    set_at(files, T, "/tests", tests)
    assert [message for *_, message in messages(tmp_path, files)] == [
        "The solution gets WA in test 02: it should give '5', but gives '4\\n'."
    ]


@pytest.mark.parametrize(
    ("code", "verdict", "got"), [(SOLVES, "WA", "OK"), ("1 / 0", "WA", "RE"), ("print(4)", "RE", "WA")]
)
def test_a_wrong_program_with_another_verdict(tmp_path: Path, code: str, verdict: str, got: str) -> None:
    files = good()
    set_at(files, T, "/wrong", [{"code": code, "verdict": verdict}])
    expected = f"This wrong program should get {verdict}, but it gets {got}."
    assert messages(tmp_path, files) == [(T, "/wrong/0", expected)]


def folder_task(checker: str, wrong: str = "print(4)") -> Files:
    task = {"id": "sum", "title": "Sum", "description": "Add.", "tests": [{"input": "1 2", "expected": "3"}]}
    files = good()
    del files[T]
    return files | {
        "tasks/sum/task.json": task,
        "tasks/sum/checker.py": checker,
        "tasks/sum/solution.py": SOLVES,
        "tasks/sum/wrong/one.py": wrong,
    }


CHECKER = (
    "def check(run_solution, case):\n    return run_solution(case.input).stdout.strip() == case.expected"
)


def test_folder_tasks(tmp_path: Path) -> None:
    assert messages(tmp_path, folder_task(CHECKER)) == []


def test_a_wrong_program_without_a_verdict_only_must_not_be_ok(tmp_path: Path) -> None:
    found = messages(tmp_path, folder_task(CHECKER, wrong=SOLVES))
    message = "This wrong program should get any verdict but OK, but it gets OK."
    assert found == [("tasks/sum/wrong/one.py", "", message)]


def test_the_verdict_in_the_first_line_counts(tmp_path: Path) -> None:
    found = messages(tmp_path, folder_task(CHECKER, wrong="# verdict: RE\nprint(4)"))
    assert found[0][2] == "This wrong program should get RE, but it gets WA."


def test_a_checker_that_breaks_down_is_named(tmp_path: Path) -> None:
    found = messages(tmp_path, folder_task("def check(run_solution, case):\n    return 1 / 0"))
    assert {file for file, *_ in found} == {"tasks/sum/solution.py", "tasks/sum/wrong/one.py"}
    assert all("Test 01 cannot be judged: checker.py raised ZeroDivisionError" in said for *_, said in found)


def test_a_checker_without_check_is_found_without_running(tmp_path: Path) -> None:
    found = messages(tmp_path, folder_task("def chek(run_solution, case): return True"))
    assert found == [
        (
            "tasks/sum/checker.py",
            "",
            "There is no function ‘check’ here. Write: def check(run_solution, case).",
        )
    ]


def test_a_checker_that_does_not_compile_is_found_without_running(tmp_path: Path) -> None:
    found = messages(tmp_path, folder_task("def check(run_solution, case)"))
    assert found == [("tasks/sum/checker.py", "", "Line 1 does not compile: expected ':'.")]


def test_the_limits_of_memory_and_output(tmp_path: Path) -> None:
    files = good()
    wrong = [
        {"code": "x = [0] * 10**9", "verdict": "ML"},
        {"code": "l = []\nwhile True: l.append('a' * 10**6)", "verdict": "ML"},
        {"code": "while True: print('x' * 100)", "verdict": "OL"},
        {"code": "def f(): f()\nf()", "verdict": "RE"},
    ]
    set_at(files, T, "/wrong", wrong)
    assert messages(tmp_path, files) == []


def test_programs_read_the_files_of_their_test(tmp_path: Path) -> None:
    files = good()
    set_at(files, T, "/tests", [{"expected": "7", "files": {"data/a.txt": "7"}}, {"expected": "no"}])
    reads = "import os\nprint(open('data/a.txt').read() if os.path.exists('data') else 'no')"
    set_at(files, T, "/solution", reads)
    assert messages(tmp_path, files) == []


ONE_TEST = (
    "Only test 02 tells the wrong programs from the solution; no other test catches any."
    " Add a test with another input that does, or a wrong program that the others catch."
)
FIRST_TWO = {"code": "print(3)", "verdict": "WA"}


@pytest.mark.parametrize(
    ("tests", "wrong", "warned"),
    [
        (["1 2", "2 2"], [FIRST_TWO], True),
        (["1 2", "2 2", "5 5"], [FIRST_TWO], False),
        (["1 2", "2 2"], [FIRST_TWO, {"code": "print(4)", "verdict": "WA"}], False),
        (["1 2", "2 2"], [FIRST_TWO, FIRST_TWO], True),
        (["1 2"], [{"code": "print(4)", "verdict": "WA"}], False),
    ],
)
def test_tests_that_rest_on_one(
    tmp_path: Path, tests: list[str], wrong: list[dict[str, str]], warned: bool
) -> None:
    files = good()
    sums = [{"input": each, "expected": str(sum(map(int, each.split())))} for each in tests]
    set_at(files, T, "/tests", sums)
    set_at(files, T, "/wrong", wrong)
    found = [problem.message for problem in problems_of(tmp_path, files, run_programs=True)]
    assert (ONE_TEST in found) == warned
