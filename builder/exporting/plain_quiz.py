"""Writes a quiz as plain Markdown."""

from __future__ import annotations

from typing import Any

from builder.exporting.edition import Edition
from builder.load import Document

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def quiz_lines(edition: Edition, quiz: Document) -> list[str]:
    """Return the blocks of a quiz; only the teacher's edition has the answers."""
    blocks = [f"## {edition.words['quiz']}: {edition.pick(quiz.data['title'])}"]
    for number, question in enumerate(quiz.data["questions"], 1):
        blocks.append(f"### {number}")
        blocks.append(edition.text(question["prompt"], quiz.file, 4))
        choices = [edition.text(choice, quiz.file, 4) for choice in question.get("choices", [])]
        if choices:
            blocks.append(
                "\n".join(item(f"- {_letter(index)})", choice) for index, choice in enumerate(choices))
            )
        if edition.teacher:
            blocks.append(f"**{edition.words['answer']}:** {_answer(edition, question)}")
            if why := edition.text(question.get("explain", ""), quiz.file, 4):
                blocks.append(f"**{edition.words['why']}:** {why}")
    return blocks


def item(mark: str, text: str) -> str:
    r"""Return an item of a list, its further lines indented.

    >>> item("-", "a\nb")
    '- a\n    b'
    """
    first, *rest = text.split("\n")
    return "\n".join([f"{mark} {first}", *(f"    {line}" if line else "" for line in rest)])


def _letter(index: int) -> str:
    return LETTERS[index] if index < len(LETTERS) else str(index + 1)


def _answer(edition: Edition, question: dict[str, Any]) -> str:
    answer = question["answer"]
    if question["type"] == "single":
        return _letter(answer)
    if question["type"] == "multiple":
        return ", ".join(map(_letter, sorted(answer))) or "—"
    if question["type"] == "text":
        return ", ".join(f"`{text}`" for text in ([answer] if isinstance(answer, str) else answer))
    off = question.get("tolerance", 0)
    return f"{answer} ({edition.words['accuracy']} {off})" if off else str(answer)
