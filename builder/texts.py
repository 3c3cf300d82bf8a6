"""Renders the texts of courses, tasks and questions, each with its place for problems."""

from __future__ import annotations

from typing import Any

from builder.course import Course, Task
from builder.load import Document
from builder.problems import pointer
from builder.prose import Place, Prose


def course_text(course: Course, prose: Prose, language: str) -> str:
    """Return the HTML of the course's description."""
    text = course.text(course.data.get("description", ""), language)
    return prose.html(text, Place("manifest.json", "/description"))


def task_texts(course: Course, prose: Prose, task: Task, language: str) -> dict[str, Any]:
    """Return the HTML of a task's `description` and `hints`."""
    file = task.source.file
    description = prose.html(course.text(task.data["description"], language), Place(file, "/description"), 3)
    hints = [
        prose.html(course.text(hint, language), Place(file, pointer("hints", index)), 4)
        for index, hint in enumerate(task.data.get("hints", []))
    ]
    return {"description": description, "hints": hints}


def explanation(course: Course, prose: Prose, task: Task, index: int, language: str) -> str:
    """Return the HTML of what the task's test with that index explains, or nothing."""
    text = course.text(task.tests[index].get("explain", ""), language)
    return prose.html(text, Place(task.source.file, pointer("tests", index, "explain")), 4)


def question_texts(course: Course, prose: Prose, quiz: Document, index: int, language: str) -> dict[str, Any]:
    """Return the HTML of a question's `prompt`, `choices` and `explain`."""
    question = quiz.data["questions"][index]

    def render(text: Any, *parts: str | int) -> str:  # noqa: ANN401  (a string or an object by language)
        place = Place(quiz.file, pointer("questions", index, *parts))
        return prose.html(course.text(text, language), place, 4)

    choices = [render(choice, "choices", number) for number, choice in enumerate(question.get("choices", []))]
    return {
        "prompt": render(question["prompt"], "prompt"),
        "choices": choices,
        "explain": render(question.get("explain", ""), "explain"),
    }
