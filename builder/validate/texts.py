"""Renders every text once, so that bad formulas, dead links and forbidden HTML are found before building."""

from __future__ import annotations

from builder.course import Course
from builder.prose import Prose
from builder.texts import course_text, question_texts, task_texts


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
        for quiz in course.quizzes.values():
            for index in range(len(quiz.data["questions"])):
                question_texts(course, prose, quiz, index, language)
