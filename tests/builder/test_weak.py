from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.load import find_packages, opened_package
from builder.validate import validate
from builder.weak import check_weakness
from tests.builder.packages import Files, good, problems_of, set_at

T = "tasks/sum.json"
COURSES = Path(__file__).parents[2] / "courses"


def strong() -> Files:
    """A course in which nothing is weak."""
    files = good()
    tests = [{"input": "1 2", "expected": "3"}, {"input": "2 2", "expected": "4", "private": True}]
    set_at(files, T, "/tests", tests)
    set_at(files, T, "/wrong", [{"code": "print(0)", "verdict": "WA"}])
    return files


def warnings(root: Path, files: Files) -> list[tuple[str, str, str]]:
    found = problems_of(root, files, run_programs=True)
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    return [(problem.file.removeprefix("small/"), problem.pointer, problem.message) for problem in found]


def test_nothing_is_weak(tmp_path: Path) -> None:
    assert warnings(tmp_path, strong()) == []


def test_a_plain_check_does_not_warn_of_weakness(tmp_path: Path) -> None:
    assert problems_of(tmp_path, good()) == []


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        (
            {"solution": None},
            "",
            "There is no solution, so nothing shows that the task can be solved. Add one.",
        ),
        (
            {"wrong": None},
            "",
            "There is no wrong program, so nothing shows that the tests catch a mistake. Add one.",
        ),
        (
            {"tests": [{"input": "1 2", "expected": "3"}, {"input": "2 2", "expected": "4"}]},
            "/tests",
            "All tests are public, so a program that only prints their answers passes. Add a private test.",
        ),
        (
            {
                "tests": [
                    {"input": "1 2", "expected": "3"},
                    {"input": "1 2", "expected": "3", "private": True},
                ]
            },
            "/tests",
            "All tests have the same input, so a fixed answer passes. Add a test with another input.",
        ),
    ],
)
def test_weak_tasks(tmp_path: Path, changes: dict[str, Any], place: str, message: str) -> None:
    files = strong()
    task: Any = files[T]
    for name, value in changes.items():
        task.pop(name)
        if value is not None:
            task[name] = value
    assert warnings(tmp_path, files) == [(T, place, message)]


def test_a_program_that_reads_nothing_needs_one_test(tmp_path: Path) -> None:
    files = strong()
    set_at(files, T, "/tests", [{"expected": "3"}])
    set_at(files, T, "/solution", "print(3)")
    assert warnings(tmp_path, files) == []


def test_a_checker_that_draws_its_own_inputs_needs_no_tests(tmp_path: Path) -> None:
    files = strong()
    del files[T]
    files |= {
        "tasks/sum/task.json": {"id": "sum", "title": "Sum", "description": "Add."},
        "tasks/sum/checker.py": "def check(run, case):\n    return run('1 2').stdout == '3\\n'",
        "tasks/sum/solution.py": "print(sum(map(int, input().split())))",
        "tasks/sum/wrong/one.py": "print(4)",
    }
    assert warnings(tmp_path, files) == []


def test_texts_that_are_the_same_in_all_languages(tmp_path: Path) -> None:
    files = strong()
    set_at(files, "manifest.json", "/languages", ["en", "ru"])
    both = {"en": "A", "ru": "А"}
    set_at(files, "manifest.json", "/title", both)
    set_at(
        files,
        "manifest.json",
        "/lessons",
        [{"id": "first", "title": both, "tasks": ["sum"], "quizzes": ["quiz"]}],
    )
    set_at(files, T, "/title", both)
    set_at(files, T, "/hints", ["Use `sum`.", {"en": "x", "ru": "y"}, "`sum`"])
    set_at(files, "quizzes/quiz.json", "/title", "2 + 2")
    set_at(files, "quizzes/quiz.json", "/questions/0/choices", ["`while`", "never"])
    set_at(files, "quizzes/quiz.json", "/questions/0/prompt", "```python\nprint(1)\n```\n$alpha$")
    files["concepts/sum.md"] = "# Sum\n\nIt adds."
    del files["theory/01.md"], files["theory/02.md"]
    message = "The text is the same in all languages of the course. Write one for each: en, ru."
    assert warnings(tmp_path, files) == [
        (T, "/description", message),
        (T, "/hints/0", message),
        ("quizzes/quiz.json", "/questions/0/choices/1", message),
        ("concepts/sum.md", "", "There is no version in ‘ru’; this one is shown instead."),
    ]


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("#a-part", ""),
        ("#no-part", "The link to ‘#no-part’ leads nowhere: there is no such heading in theory/01.md."),
        ("02.md#the-end", ""),
        ("02.md#nowhere", "The link to ‘#nowhere’ leads nowhere: there is no such heading in theory/02.md."),
        (
            "second.html#nowhere",
            "The link to ‘#nowhere’ leads nowhere: there is no such heading in theory/02.md.",
        ),
        ("https://example.org/#nowhere", ""),
    ],
)
def test_links_to_headings(tmp_path: Path, link: str, dead: str) -> None:
    files = strong()
    files["theory/01.md"] = f"# First\n\n## A part\n\n[link]({link})\n"
    files["theory/02.md"] = "# Second\n\n## The end\n"
    assert warnings(tmp_path, files) == ([("theory/01.md", "", dead)] if dead else [])


def test_links_stay_in_their_language(tmp_path: Path) -> None:
    files = strong()
    set_at(files, "manifest.json", "/language", "en")
    files["theory/01.md"] = "# First\n\n## Part\n\n[link](02.md#end)\n"
    files["theory/01.ru.md"] = "# Первый\n\n## Часть\n\n[link](02.md#конец) [no](02.md#end)\n"
    files["theory/02.md"] = "# Second\n\n## End\n"
    files["theory/02.ru.md"] = "# Второй\n\n## Конец\n"
    set_at(files, "manifest.json", "/languages", ["en", "ru"])
    found = [each for each in warnings(tmp_path, files) if each[0].startswith("theory")]
    dead = "The link to ‘#end’ leads nowhere: there is no such heading in theory/02.ru.md."
    assert found == [("theory/01.ru.md", "", dead)]


@pytest.mark.parametrize(
    ("image", "warned"),
    [("![A cat](assets/cat.png)", False), ("![](assets/cat.png)", True), ("![ ](assets/cat.png)", True)],
)
def test_pictures_without_a_text(tmp_path: Path, image: str, warned: bool) -> None:
    files = strong()
    files["assets/cat.png"] = b"x"
    set_at(files, T, "/description", image)
    message = "The picture cat.png has no alternative text. Say in its brackets what it shows."
    assert warnings(tmp_path, files) == ([(T, "/description", message)] if warned else [])


def test_the_bundled_courses_are_strong() -> None:
    for path in find_packages(COURSES):
        with opened_package(path) as package:
            course, _ = validate(package)
            check_weakness(course)
            assert [str(problem) for problem in package.problems] == []
