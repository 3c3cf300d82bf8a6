"""Warns where a course says it has a language but a text or file lacks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.course import LANGUAGE_SUFFIX, Course
from builder.load import Document
from builder.problems import Problems, pointer

# Objects whose keys are no languages are never two-letter words, except those the schemas name.
TEXT_FIELDS = {"title", "description", "template", "explain", "prompt"}
TEXT_LISTS = {"hints", "choices", "authors"}


def check_languages(course: Course) -> None:
    """Warn of texts and theory that a language of the course lacks, and of files in no language of it."""
    for document in documents_of(course):
        _check_document(course, document)
    _check_theory(course)


def documents_of(course: Course) -> list[Document]:
    """Return the manifest, if it is the course's own, the tasks and the quizzes."""
    manifest = course.package.manifest
    own: list[Document] = [manifest] if manifest and manifest.data is course.data else []
    return [*own, *(task.source for task in course.tasks.values()), *course.quizzes.values()]


def _check_document(course: Course, document: Document) -> None:
    def find(problems: Problems) -> None:
        for place, text in texts_of(document.data):
            for language in course.languages:
                if isinstance(text, dict) and language not in text:
                    message = f"The text is missing in ‘{language}’; another language is shown instead."
                    problems.warning(document.file, message, place)

    key = ("languages", *course.languages, document.file, document.text)
    course.package.memory.check(key, course.package.problems, find)


def texts_of(data: Any, place: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (any JSON)
    """Yield `(pointer, text)` for every text for people in a document."""
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from texts_of(item, place + pointer(index))
    if isinstance(data, dict):
        for key, value in data.items():
            here = place + pointer(key)
            if key in TEXT_FIELDS:
                yield here, value
            elif key in TEXT_LISTS:
                yield from ((here + pointer(index), item) for index, item in enumerate(value))
            else:
                yield from texts_of(value, here)


def _check_theory(course: Course) -> None:
    problems, texts = course.package.problems, course.package.texts
    for lesson in course.lessons:
        for language in course.languages[1:]:
            if lesson.theory in texts and course.theory_file(lesson.theory, language) == lesson.theory:
                message = f"There is no version in ‘{language}’; this one is shown instead."
                problems.warning(lesson.theory, message)
    for path in texts:
        match = LANGUAGE_SUFFIX.search(path)
        if match and match.group(1) not in course.languages:
            problems.warning(
                path, f"‘{match.group(1)}’ is not among the course's languages, so nobody will see this file."
            )
