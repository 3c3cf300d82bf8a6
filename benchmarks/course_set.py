"""Writes a large set of courses: 10 courses of 50 lessons, 1,000 tasks, in English and Russian.

Its texts are random words, for only their amount matters: theory of 400 to 900 words with code, a table, a
formula and a list, as in the bundled course. The same seed gives the same set.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

COURSES, LESSONS, TASKS = 10, 50, 2
PUBLIC_TESTS, TESTS = 3, 7
SYLLABLES = {
    "en": ["ba", "lo", "ther", "ing", "con", "st", "ra", "me", "ti", "ver", "on", "al", "ed", "su", "per"],
    "ru": ["по", "на", "ра", "сло", "ко", "ти", "ме", "ста", "вод", "ка", "ло", "ни", "пер", "вы", "до"],
}
CODE = """total = 0
for number in range(1, {n}):
    if number % {m} == 0:
        total += number
print(total)
"""


class Words:
    """Random words and sentences in a language, always the same for the same seed."""

    def __init__(self, language: str, seed: str) -> None:
        self._random = random.Random(f"{language} {seed}")  # noqa: S311 - nothing secret
        self._syllables = SYLLABLES[language]

    def sentence(self, words: int) -> str:
        """Return a sentence of so many words."""
        said = " ".join(self._word() for _ in range(words))
        return said.capitalize() + "."

    def paragraph(self, words: int) -> str:
        """Return a paragraph of about so many words, some of them marked."""
        sentences = [self.sentence(self._random.randint(6, 16)) for _ in range(max(1, words // 11))]
        sentences[0] = f"**{self.sentence(3)}** {sentences[0]} `{self._word()}()`"
        return " ".join(sentences)

    def number(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        return self._random.randint(low, high)

    def _word(self) -> str:
        return "".join(self._random.choices(self._syllables, k=self._random.randint(1, 4)))


def theory(language: str, seed: str) -> str:
    """Return the Markdown of a lesson's theory."""
    words = Words(language, seed)
    parts = [f"# {words.sentence(3)[:-1]}"]
    for _ in range(words.number(4, 7)):
        code = CODE.format(n=words.number(5, 99), m=words.number(2, 9))
        listed = "\n".join(f"- {words.sentence(7)}" for _ in range(3))
        parts += [f"## {words.sentence(3)[:-1]}", words.paragraph(80), f"```python\n{code}```", listed]
    parts += [f"| a | b |\n|---|---|\n| {words.sentence(3)} | {words.sentence(4)} |", "$x^2 + \\frac{1}{2}$"]
    return "\n\n".join(parts) + "\n"


def task(id_: str) -> dict[str, Any]:
    """Return a task with public and private tests."""
    by_language = {language: Words(language, id_) for language in SYLLABLES}
    n = by_language["en"].number(2, 9)
    return {
        "id": id_,
        "title": {language: words.sentence(3)[:-1] for language, words in by_language.items()},
        "description": {language: words.paragraph(50) for language, words in by_language.items()},
        "tests": [
            {"input": f"{k}\n", "expected": f"{k * n}\n", "private": k > PUBLIC_TESTS}
            for k in range(1, TESTS + 1)
        ],
        "hints": [{language: words.sentence(12) for language, words in by_language.items()}],
        "solution": f"print(int(input()) * {n})\n",
        "wrong": [{"code": f"print(int(input()) + {n})\n", "verdict": "WA"}],
    }


def write_course(folder: Path, number: int) -> None:
    """Write one course of the set into `folder`."""
    id_ = f"course-{number}"
    lessons = [_write_lesson(folder, id_, lesson) for lesson in range(1, LESSONS + 1)]
    manifest = {
        "id": id_,
        "version": "1.0.0",
        "title": {language: Words(language, id_).sentence(3)[:-1] for language in SYLLABLES},
        "language": "en",
        "languages": list(SYLLABLES),
        "lessons": lessons,
    }
    _write_json(folder / "manifest.json", manifest)


def _write_lesson(folder: Path, course: str, number: int) -> dict[str, Any]:
    seed, name = f"{course} {number}", f"lesson-{number}"
    for language, suffix in (("en", ""), ("ru", ".ru")):
        path = folder / f"theory/{number:02}{suffix}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(theory(language, seed), encoding="utf-8")
    tasks = [f"{course}-task-{number}-{each}" for each in range(1, TASKS + 1)]
    for each in tasks:
        _write_json(folder / f"tasks/{each}.json", {**task(each), "lesson": name})
    title = {language: Words(language, seed).sentence(3)[:-1] for language in SYLLABLES}
    return {"id": name, "title": title, "theory": f"theory/{number:02}.md"}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")


def write_course_set(folder: Path) -> None:
    """Write the whole set into `folder`."""
    for number in range(1, COURSES + 1):
        write_course(folder / f"course-{number}", number)
