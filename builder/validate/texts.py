"""Renders every text once, so that bad formulas, dead links and forbidden HTML are found before building."""

from __future__ import annotations

from collections.abc import Iterator

from builder.convert import Source, convert
from builder.course import Course
from builder.memory import Memory
from builder.processes import Map
from builder.prose import Place, Prose
from builder.texts import course_text, explanation, question_texts, task_texts


def check_texts(course: Course, prose: Prose) -> None:
    """Render all texts of the course in all its languages; problems are reported on the way."""
    for path in course.package.in_folder("concepts", ".md"):
        prose.concept(path)
    for language in course.languages:
        course_text(course, prose, language)
        for lesson in course.lessons:
            if lesson.theory in course.package.texts:
                prose.theory(course.theory_file(lesson.theory, language))
        for task in course.tasks.values():
            task_texts(course, prose, task, language)
            for index, test in enumerate(task.tests):
                if "explain" in test:
                    explanation(course, prose, task, index, language)
        for quiz in course.quizzes.values():
            for index in range(len(quiz.data["questions"])):
                question_texts(course, prose, quiz, index, language)


def converted_ahead(courses: list[Course], memory: Memory, each: Map) -> Iterator[Course]:
    """Yield each course when `memory` has all its texts converted, while those of the next are converted.

    Where nothing happens at the same time, each text is as well converted when it is asked for.
    """
    if each is map:
        yield from courses
        return
    wanted: dict[Source, int] = {}
    for number, course in enumerate(courses):
        check_texts(course, _Wanted(course, number, wanted))
    pending = zip(wanted.items(), each(convert, list(wanted)), strict=True)
    for number, course in enumerate(courses):
        for _ in range(sum(owner == number for owner in wanted.values())):
            (source, _), html = next(pending)
            memory.put(source, html)
        yield course


class _Wanted(Prose):
    """Notes the texts that have not been rendered yet instead of rendering them."""

    def __init__(self, course: Course, number: int, wanted: dict[Source, int]) -> None:
        super().__init__(course)
        self._number = number
        self._wanted = wanted

    def html(self, text: str, place: Place, top: int = 2, *, ids: bool = False) -> str:
        if not self.course.package.memory.knows(self.key(text, place, top, ids=ids)):
            self._wanted.setdefault(Source(text, top), self._number)
        return ""
