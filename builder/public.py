"""The parts of tasks and quizzes that students may have: nothing is copied that is not named here."""

from __future__ import annotations

import json
from typing import Any

from builder.course import DEFAULT_TOLERANCE, Course, Task
from builder.load import Document
from builder.prose import Prose
from builder.seal import seal
from builder.texts import explanation, question_texts, task_texts

TEST_FIELDS = ("name", "input", "call", "expected", "tolerance", "points", "files")
CHECKER_FIELDS = ("type", "abs", "rel", "tolerance", "expr")


def public_task(course: Course, prose: Prose, task: Task, language: str) -> dict[str, Any]:
    """Return a task as a page carries it: public tests only, texts in `language`."""
    visible = [(index, test) for index, test in enumerate(task.tests) if not test["private"]]
    public: dict[str, Any] = {
        "id": task.id,
        "course": course.id,
        "title": course.text(task.data["title"], language),
        "tests": [_public_test(course, prose, task, language, each) for each in visible],
        "checker": {name: task.checker[name] for name in CHECKER_FIELDS if name in task.checker},
        "limits": task.limits,
        "template": course.text(task.data.get("template", ""), language),
        "hints": task_texts(course, prose, task, language)["hints"],
        "points": task.data.get("points", 1),
        "difficulty": task.data.get("difficulty", "easy"),
        "private_tests": len(task.tests) - len(visible),
    }
    if task.source.checker_source is not None:
        public["checker_source"] = task.source.checker_source
    return public


def _public_test(
    course: Course, prose: Prose, task: Task, language: str, numbered: tuple[int, dict[str, Any]]
) -> dict[str, Any]:
    index, test = numbered
    public = {name: test[name] for name in TEST_FIELDS if name in test}
    if "explain" in test:
        public["explain"] = explanation(course, prose, task, index, language)
    return public


def public_quiz(course: Course, prose: Prose, quiz: Document, language: str) -> dict[str, Any]:
    """Return a quiz as a page carries it: answers and explanations sealed."""
    questions = []
    for index, question in enumerate(quiz.data["questions"]):
        texts = question_texts(course, prose, quiz, index, language)
        answer = {"answer": _answer(question), "tolerance": question.get("tolerance", DEFAULT_TOLERANCE)}
        shown = {
            "id": question["id"],
            "type": question["type"],
            "prompt": texts["prompt"],
            "choices": texts["choices"],
        }
        sealed = seal({**answer, "explain": texts["explain"]}, quiz.data["id"], question["id"])
        questions.append({**shown, "points": question.get("points", 1), "sealed": sealed})
    return {"id": quiz.data["id"], "title": course.text(quiz.data["title"], language), "questions": questions}


def _answer(question: dict[str, Any]) -> Any:  # noqa: ANN401  (a number, a text or a list)
    answer = question["answer"]
    return [answer] if question["type"] == "text" and isinstance(answer, str) else answer


def script_json(value: Any) -> str:  # noqa: ANN401  (any JSON)
    r"""Return JSON that can stand in a script element or an attribute's value without ending it.

    >>> script_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
