"""Rules for manifest.json beyond its schema: what it names exists, and lessons do not wait in a circle."""

from __future__ import annotations

from collections import Counter
from typing import Any

from builder import __version__
from builder.course import Course
from builder.paths import name_fault, path_fault
from builder.problems import pointer
from builder.version import numbers

FILE = "manifest.json"
TAKEN_LESSONS = {"index", "practice", "assets"}
TAKEN_COURSES = {"assets", "search"}


def check_manifest(course: Course) -> None:
    """Report every broken rule of the manifest of `course`."""
    _check_head(course)
    _check_ids(course)
    stated = "lessons" in course.data
    for index, lesson in enumerate(course.data.get("lessons", [])):
        _check_lesson(course, lesson, pointer("lessons", index))
    if stated:
        _check_listed_once(course)
        _check_circles(course)
    if not course.lessons and not course.tasks and not course.quizzes:
        course.package.problems.error(FILE, "The course is empty: it has no lesson, no quiz and no task.")


def _check_head(course: Course) -> None:
    problems, data = course.package.problems, course.data
    if fault := name_fault(course.id):
        problems.error(FILE, f"Choose another id: {fault}.", "/id")
    if course.id in TAKEN_COURSES:
        problems.error(
            FILE, f"‘{course.id}’ is the name of a folder of the site itself. Choose another id.", "/id"
        )
    if "language" not in data and "languages" not in data:
        problems.warning(
            FILE, 'No language is given, so English is assumed. Add "language": "en" or another.'
        )
    if "language" in data and "languages" in data and data["language"] not in data["languages"]:
        problems.error(
            FILE,
            f"‘languages’ does not contain the course's own language, ‘{data['language']}’.",
            "/languages",
        )
    if (needed := data.get("min_app_version")) and numbers(needed) > numbers(__version__):
        problems.error(
            FILE,
            f"The course needs Knapsack {needed} or newer. Install a newer Knapsack.",
            "/min_app_version",
        )


def _check_ids(course: Course) -> None:
    problems = course.package.problems
    counts = Counter(lesson.id.casefold() for lesson in course.lessons)
    for index, lesson in enumerate(course.lessons):
        file, place = (
            (FILE, pointer("lessons", index, "id")) if "lessons" in course.data else (lesson.theory or "", "")
        )
        if counts[lesson.id.casefold()] > 1:
            problems.error(
                file,
                f"Two lessons have the id ‘{lesson.id}’ (case does not count). Each needs its own.",
                place,
            )
        if lesson.id.casefold() in TAKEN_LESSONS:
            problems.error(
                file, f"‘{lesson.id}’ is the name of a page of the site itself. Choose another id.", place
            )
        elif fault := name_fault(lesson.id):
            problems.error(file, f"Choose another id: {fault}.", place)


def _check_lesson(course: Course, lesson: dict[str, Any], place: str) -> None:
    problems, files = course.package.problems, course.package.files
    theory = lesson.get("theory")
    if theory is not None:
        if fault := path_fault(theory):
            problems.error(FILE, f"{fault}. Name a file such as theory/01_intro.md.", f"{place}/theory")
        elif theory not in files:
            problems.error(FILE, f"The file {theory} does not exist.", f"{place}/theory")
        elif theory not in course.package.texts:
            problems.error(FILE, f"{theory} is no Markdown file in theory/.", f"{place}/theory")
    known = {
        "quizzes": set(course.quizzes),
        "tasks": set(course.tasks),
        "requires": {each.id for each in course.lessons},
    }
    known["concepts"] = {file.removeprefix("concepts/").removesuffix(".md") for file in course.package.texts}
    for field, what in (
        ("quizzes", "quiz"),
        ("tasks", "task"),
        ("requires", "lesson"),
        ("concepts", "concept"),
    ):
        for index, id_ in enumerate(lesson.get(field, [])):
            if id_ not in known[field]:
                problems.error(FILE, f"There is no {what} with the id ‘{id_}’.", f"{place}/{field}/{index}")
    if not any(lesson.get(field) for field in ("theory", "quizzes", "tasks")):
        used = next(each for each in course.lessons if each.id == lesson["id"])
        if not used.tasks and not used.quizzes:
            problems.warning(
                FILE, f"The lesson ‘{lesson['id']}’ is empty: no theory, no quiz, no task.", place
            )


def _check_listed_once(course: Course) -> None:
    for field in ("quizzes", "tasks"):
        seen: dict[str, str] = {}
        for index, lesson in enumerate(course.data["lessons"]):
            for number, id_ in enumerate(lesson.get(field, [])):
                if id_ in seen:
                    message = f"‘{id_}’ is already in the lesson ‘{seen[id_]}’. List it once."
                    course.package.problems.error(FILE, message, pointer("lessons", index, field, number))
                seen.setdefault(id_, lesson["id"])


def _check_circles(course: Course) -> None:
    """Report lessons that, through others, require themselves."""
    requires = {lesson.id: lesson.requires for lesson in course.lessons}
    for index, lesson in enumerate(course.lessons):
        reached, pending = set[str](), list(lesson.requires)
        while pending:
            each = pending.pop()
            if each not in reached:
                reached.add(each)
                pending += requires.get(each, [])
        if lesson.id in reached:
            message = (
                f"The lesson ‘{lesson.id}’ requires itself, directly or through others. Break the circle."
            )
            course.package.problems.error(FILE, message, pointer("lessons", index, "requires"))
