"""The text of a lesson page: theory, quizzes and tasks, each made anew only when it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from builder.course import Course, Lesson, Task, first_heading
from builder.jinja import render_template
from builder.load import Document
from builder.menu import Entry
from builder.prose import Prose
from builder.public import public_quiz, public_task
from builder.texts import explanation, question_texts, task_texts

Concept = tuple[str, str]


@dataclass(frozen=True)
class LessonPlace:
    """A lesson's title, and what comes before and after it."""

    title: str
    previous: Entry | None
    following: Entry | None


def lesson_body(course: Course, prose: Prose, lesson: Lesson, language: str, place: LessonPlace) -> str:
    """Return the HTML of a lesson in `language`."""
    theory = prose.theory(course.theory_file(lesson.theory, language)) if lesson.theory else ""
    concepts = tuple(_concepts(course, prose, lesson, language))
    quizzes = tuple(_quiz(course, prose, course.quizzes[id_], language) for id_ in lesson.quizzes)
    tasks = tuple(_task(course, prose, course.tasks[id_], language) for id_ in lesson.tasks)

    def make() -> str:
        return render_template(
            "lesson.html",
            language,
            course=course.id,
            lesson=lesson.id,
            title=place.title,
            panels=list(_panels(language, theory, concepts, quizzes, tasks)),
            previous=place.previous,
            following=place.following,
        )

    parts = (theory, concepts, quizzes, tasks, place)
    return course.package.memory.get(("lesson", course.id, lesson.id, language, *parts), make)


def _panels(
    language: str,
    theory: str,
    concepts: tuple[Concept, ...],
    quizzes: tuple[str, ...],
    tasks: tuple[str, ...],
) -> Iterator[tuple[str, Markup]]:
    """Yield the name and HTML of each tab that has content."""
    if theory or concepts:
        explained = [(title, Markup(body)) for title, body in concepts]  # noqa: S704  (sanitised)
        own = Markup(theory)  # noqa: S704  (sanitised)
        yield "theory", Markup(render_template("theory.html", language, theory=own, concepts=explained))  # noqa: S704
    if quizzes:
        yield "quiz", Markup("".join(quizzes))  # noqa: S704  (from a template)
    if tasks:
        yield "tasks", Markup("".join(tasks))  # noqa: S704  (from a template)


def _concepts(course: Course, prose: Prose, lesson: Lesson, language: str) -> Iterator[Concept]:
    for name in lesson.concepts:
        path = course.theory_file(f"concepts/{name}.md", language)
        yield first_heading(course.package.texts[path]) or name, prose.concept(path)


def _task(course: Course, prose: Prose, task: Task, language: str) -> str:
    texts = task_texts(course, prose, task, language)

    def make() -> str:
        public = public_task(course, prose, task, language)
        description = Markup(texts["description"])  # noqa: S704  (sanitised)
        return render_template("task.html", language, public=public, description=description)

    shown = [index for index, test in enumerate(task.tests) if "explain" in test and not test["private"]]
    explained = [explanation(course, prose, task, index, language) for index in shown]
    key = ("task block", course.id, course.language, language, task.source.key)
    return course.package.memory.get((*key, texts["description"], *texts["hints"], *explained), make)


def _quiz(course: Course, prose: Prose, quiz: Document, language: str) -> str:
    texts = [
        question_texts(course, prose, quiz, index, language) for index in range(len(quiz.data["questions"]))
    ]
    said = [(each["prompt"], *each["choices"], each["explain"]) for each in texts]

    def make() -> str:
        return render_template("quiz.html", language, public=public_quiz(course, prose, quiz, language))

    key = ("quiz block", course.language, language, quiz.key)
    return course.package.memory.get((*key, *said), make)
