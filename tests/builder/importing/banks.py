"""Banks for tests, read from a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from builder.importing.gift import read_gift
from builder.importing.haul import Haul
from builder.importing.log import Remark
from builder.importing.moodle import read_moodle


def read(
    reader: Callable[[Path, Haul, str], None], path: Path, text: str | bytes, language: str = "en"
) -> Haul:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    reader(path, haul := Haul(), language)
    return haul


def moodle(folder: Path, *questions: str, language: str = "en") -> Haul:
    return read(read_moodle, folder / "bank.xml", "<quiz>\n" + "\n".join(questions) + "\n</quiz>", language)


def gift(folder: Path, text: str, language: str = "en") -> Haul:
    return read(read_gift, folder / "bank.gift", text, language)


def told(remarks: list[Remark]) -> list[tuple[int, str]]:
    return [(remark.line, f"{remark.item}: {remark.message}") for remark in remarks]


def only(haul: Haul) -> dict[str, Any]:
    """The one question there is."""
    assert haul.log.errors == []
    (quiz,) = haul.quizzes
    (question,) = quiz["questions"]
    asked: dict[str, Any] = question
    return asked
