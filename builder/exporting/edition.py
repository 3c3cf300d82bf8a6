"""What is written of a course: in which language, for whom, and where its links lead then."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from builder.course import LANGUAGE_SUFFIX, Course, Lesson
from builder.exporting.page_text import found
from builder.exporting.plain_text import plain_markdown
from builder.exporting.words import words_in


@dataclass(frozen=True)
class Edition:
    """What to write: the language, and whether answers, solutions and private tests are in it."""

    course: Course
    language: str
    teacher: bool

    @property
    def words(self) -> dict[str, str]:
        """The words of its own."""
        return words_in(self.language)

    def pick(self, text: Any) -> str:  # noqa: ANN401  (a string or an object by language)
        """Return a text in the edition's language."""
        return self.course.text(text, self.language)

    def text(self, text: Any, file: str, top: int) -> str:  # noqa: ANN401  (a string or an object by language)
        """Return the plain Markdown of a text in `file`."""
        return plain_markdown(self.pick(text), lambda address: self._address(address, file), top)

    def page(self, lesson: Lesson) -> str:
        """Return the name of a lesson's file."""
        if lesson is self.course.practice:
            return "practice.md"
        number = self.course.lessons.index(lesson) + 1
        return f"{number:0{max(2, len(str(len(self.course.lessons))))}}_{lesson.id}.md"

    def _address(self, address: str, file: str) -> str:
        """Return where an address leads in the exported folder; what leads outside stays."""
        path, mark, anchor = address.partition("#")
        if not path or "://" in address or address.startswith(("mailto:", "//")):
            return address
        target = found(self.course, file, path)
        if target and target.startswith("assets/"):
            return quote(target) + mark + anchor
        main = LANGUAGE_SUFFIX.sub(".md", target) if target else None
        stem = posixpath.basename(path).removesuffix(".html")
        for lesson in self.course.pages:
            if (main and lesson.theory in {target, main}) or (not target and lesson.id == stem):
                return quote(self.page(lesson)) + mark + anchor
        return address
