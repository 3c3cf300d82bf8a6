from __future__ import annotations

from pathlib import Path

import pytest

from builder.course import Course, languages_of
from builder.load import opened_package
from builder.validate import validate
from tests.builder.packages import EVERYTHING, Files, good, set_at, write


def course_of(root: Path, files: Files) -> Course:
    with opened_package(write(root / "small", files)) as package:
        course, _ = validate(package)
        assert list(package.problems) == []
        return course


def test_without_lessons_each_theory_file_is_one(tmp_path: Path) -> None:
    files = good()
    files["manifest.json"] = {"id": "small", "version": "1.0.0", "title": "S", "languages": ["en", "ru"]}
    files["theory/01.ru.md"] = "# Первый\n"
    files["theory/02.ru.md"] = "Без заголовка.\n"
    files["theory/02.md"] = "## *Second* lesson ##\n"
    course = course_of(tmp_path, files)
    assert [(lesson.id, lesson.theory) for lesson in course.lessons] == [
        ("01", "theory/01.md"),
        ("02", "theory/02.md"),
    ]
    assert [course.text(lesson.title, "ru") for lesson in course.lessons] == ["Первый", "02"]
    assert course.practice.tasks == ["sum"]
    assert course.practice.quizzes == ["quiz"]


def test_a_dropped_task_goes_to_the_lesson_it_names_or_to_practice(tmp_path: Path) -> None:
    files = good()
    for name, lesson in (("a", {"lesson": "second"}), ("b", {})):
        files[f"tasks/{name}.json"] = {"id": name, "title": name, "description": "", "tests": [{}], **lesson}
    course = course_of(tmp_path, files)
    assert [lesson.tasks for lesson in course.pages] == [["sum"], ["a"], ["b"]]


def test_a_lesson_that_lists_a_task_has_the_first_word(tmp_path: Path) -> None:
    files = good()
    set_at(files, "tasks/sum.json", "/lesson", "second")
    course = course_of(tmp_path, files)
    assert [lesson.tasks for lesson in course.pages] == [["sum"], []]


def test_defaults_of_tests_and_limits(tmp_path: Path) -> None:
    files = good()
    set_at(
        files, "tasks/sum.json", "/tests", [{"expected": "1"}, {"call": "f()", "expected": "1", "points": 2}]
    )
    task = course_of(tmp_path, files).tasks["sum"]
    assert task.tests == [
        {"name": "01", "points": 1, "private": False, "input": "", "expected": "1"},
        {"name": "02", "points": 2, "private": False, "call": "f()", "expected": "1", "tolerance": 1e-9},
    ]
    assert task.limits == {"time_ms": 2000, "memory_mb": 128, "output_kb": 64}
    assert task.checker == {"type": "strip"}


@pytest.mark.parametrize(
    ("manifest", "languages"),
    [
        ({}, ["en"]),
        ({"language": "ru"}, ["ru"]),
        ({"languages": ["ru", "en"]}, ["ru", "en"]),
        ({"language": "en", "languages": ["ru", "en"]}, ["en", "ru"]),
    ],
)
def test_languages(manifest: dict[str, object], languages: list[str]) -> None:
    assert languages_of(manifest) == languages


def test_a_text_falls_back_to_the_courses_own_language() -> None:
    with opened_package(EVERYTHING) as package:
        course, _ = validate(package)
    assert course.text({"en": "Sum", "ru": "Сумма"}, "ru") == "Сумма"
    assert course.text({"en": "Sum"}, "ru") == "Sum"
    assert course.text({"fr": "Somme"}, "ru") == "Somme"
