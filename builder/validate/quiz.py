"""Rules for quizzes beyond their schema: ids are unique and answers point at choices."""

from __future__ import annotations

from collections import Counter
from typing import Any

from builder.course import Course
from builder.load import Document
from builder.problems import pointer


def check_quizzes(course: Course, quizzes: list[Document]) -> None:
    """Report every broken rule of all quizzes."""
    problems = course.package.problems
    counts = Counter(quiz.data["id"].casefold() for quiz in quizzes)
    lessons = {lesson.id for lesson in course.lessons}
    for quiz in quizzes:
        if counts[quiz.data["id"].casefold()] > 1:
            problems.error(
                quiz.file, f"More than one quiz has the id ‘{quiz.data['id']}’. Each needs its own.", "/id"
            )
        if (lesson := quiz.data.get("lesson")) is not None and lesson not in lessons:
            problems.error(quiz.file, f"There is no lesson with the id ‘{lesson}’.", "/lesson")
        _check_questions(course, quiz)


def _check_questions(course: Course, quiz: Document) -> None:
    counts = Counter(question["id"] for question in quiz.data["questions"])
    for index, question in enumerate(quiz.data["questions"]):
        place = pointer("questions", index)
        if counts[question["id"]] > 1:
            message = f"Two questions have the id ‘{question['id']}’. Each needs its own."
            course.package.problems.error(quiz.file, message, f"{place}/id")
        for fault in _answer_faults(question):
            course.package.problems.error(quiz.file, fault, f"{place}/answer")


def _answer_faults(question: dict[str, Any]) -> list[str]:
    if question["type"] not in {"single", "multiple"}:
        return []
    answers = question["answer"] if question["type"] == "multiple" else [question["answer"]]
    last = len(question["choices"]) - 1
    return [
        f"There is no choice {answer}: the choices are 0 to {last}." for answer in answers if answer > last
    ]
