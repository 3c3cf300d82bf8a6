"""Writes the quizzes of a course as a Moodle XML question bank: a category for each quiz."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from builder.course import DEFAULT_TOLERANCE, Course
from builder.exporting.page_text import page_html, words
from builder.exporting.xml import add, document
from builder.load import Document

MOST_RIGHT = 10
"""How many choices can share the points in Moodle, which knows only certain percentages."""
NAME_LENGTH = 80
KINDS = {"single": "multichoice", "multiple": "multichoice", "text": "shortanswer", "number": "numerical"}


@dataclass
class Bank:
    """The bank as it grows; `left` says what has no place in Moodle."""

    course: Course
    language: str
    root: Element = field(default_factory=lambda: Element("quiz"))
    left: list[str] = field(default_factory=list)
    count: int = 0


def quizzes_xml(course: Course, language: str) -> tuple[bytes, int, list[str]]:
    """Return the bank, how many questions it has, and in one line each what was left out."""
    bank = Bank(course, language)
    listed = [id_ for page in course.pages for id_ in page.quizzes]
    for id_ in listed:
        _add_quiz(bank, course.quizzes[id_])
    return document(bank.root), bank.count, bank.left


def _add_quiz(bank: Bank, quiz: Document) -> None:
    titles = [
        bank.course.text(text, bank.language) for text in (bank.course.data["title"], quiz.data["title"])
    ]
    category = add(bank.root, "question", type="category")
    path = "/".join(["$course$", "top", *(" ".join(title.split()).replace("/", "//") for title in titles)])
    add(add(category, "category"), "text", path)
    add(add(category, "info", format="html"), "text")
    add(category, "idnumber", quiz.data["id"])
    for index, question in enumerate(quiz.data["questions"]):
        if fault := _fault(question):
            bank.left.append(f"{quiz.file}#/questions/{index}: {fault}")
        else:
            _add_question(bank, quiz.file, question)


def _fault(question: dict[str, Any]) -> str | None:
    """Say why Moodle has no such question, or None."""
    if question["type"] != "multiple":
        return None
    if not question["answer"]:
        return "no choice is right, which Moodle does not allow"
    if len(question["answer"]) > MOST_RIGHT:
        return f"more than {MOST_RIGHT} choices are right, which Moodle has no percentages for"
    return None


def _add_question(bank: Bank, file: str, question: dict[str, Any]) -> None:
    node = add(bank.root, "question", type=KINDS[question["type"]])
    bank.count += 1
    name = add(add(node, "name"), "text")
    asked = _add_text(bank, node, "questiontext", file, question["prompt"])
    name.text = _name(words(asked)) or question["id"]
    _add_text(bank, node, "generalfeedback", file, question.get("explain", ""))
    add(node, "defaultgrade", _decimal(question.get("points", 1)))
    add(node, "penalty", "0.3333333")
    add(node, "hidden", "0")
    add(node, "idnumber", question["id"])
    if "choices" in question:
        _add_choices(bank, node, file, question)
    elif question["type"] == "text":
        _add_texts(node, question["answer"])
    else:
        _add_number(node, question)


def _name(text: str) -> str:
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _add_text(bank: Bank, parent: Element, name: str, file: str, text: Any, **attributes: str) -> str:  # noqa: ANN401
    """Add a text with its pictures and return its HTML."""
    html, pictures = page_html(bank.course.text(text, bank.language), file, bank.course)
    node = add(parent, name, format="html", **attributes)
    add(node, "text", html)
    for picture, data in pictures.items():
        add(node, "file", base64.b64encode(data).decode(), name=picture, path="/", encoding="base64")
    return html


def _add_choices(bank: Bank, node: Element, file: str, question: dict[str, Any]) -> None:
    single = question["type"] == "single"
    right = {question["answer"]} if single else set(question["answer"])
    add(node, "single", "true" if single else "false")
    add(node, "shuffleanswers", "false")
    add(node, "answernumbering", "abc")
    share = f"{100 / len(right):.7g}"
    wrong = "0" if single else "-100"
    for number, choice in enumerate(question["choices"]):
        _add_text(bank, node, "answer", file, choice, fraction=share if number in right else wrong)
        _add_feedback(node[-1])


def _add_feedback(answer: Element) -> None:
    add(add(answer, "feedback", format="html"), "text")


def _add_texts(node: Element, answers: str | list[str]) -> None:
    add(node, "usecase", "0")
    for text in [answers] if isinstance(answers, str) else answers:
        answer = add(node, "answer", fraction="100", format="moodle_auto_format")
        add(answer, "text", text.replace("*", "\\*"))
        _add_feedback(answer)


def _add_number(node: Element, question: dict[str, Any]) -> None:
    answer = add(node, "answer", fraction="100", format="moodle_auto_format")
    add(answer, "text", _decimal(question["answer"]))
    _add_feedback(answer)
    add(answer, "tolerance", _decimal(question.get("tolerance", DEFAULT_TOLERANCE)))
    for name, value in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0.1"),
        ("showunits", "3"),
        ("unitsleft", "0"),
    ):
        add(node, name, value)


def _decimal(value: float) -> str:
    """Return a number without an exponent, which is what Moodle writes.

    >>> _decimal(1e-9), _decimal(2)
    ('0.000000001', '2')
    """
    return f"{Decimal(repr(value)):f}"
