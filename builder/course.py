"""The course as the later phases see it: lessons in order, tasks and quizzes found, defaults filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from builder.load import Document, Package, TaskSource

Text = str | dict[str, str]
DEFAULT_LANGUAGE = "en"
DEFAULT_LIMITS = {"time_ms": 2000, "memory_mb": 128, "output_kb": 64}
DEFAULT_TOLERANCE = 1e-9
HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|\Z)")
LANGUAGE_SUFFIX = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.md\Z")


@dataclass(frozen=True)
class Lesson:
    """A lesson; `theory` is the path of its main Markdown file, or None."""

    id: str
    title: Text
    theory: str | None = None
    quizzes: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)
    minutes: int | None = None
    requires: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """A task with everything the judge needs, private tests included."""

    source: TaskSource
    tests: list[dict[str, Any]]
    checker: dict[str, Any]
    limits: dict[str, int]

    @property
    def id(self) -> str:
        """The task's id."""
        return str(self.source.data["id"])

    @property
    def data(self) -> dict[str, Any]:
        """The task's JSON."""
        data: dict[str, Any] = self.source.data
        return data

    @property
    def judged(self) -> dict[str, Any]:
        """The task as the judge wants it."""
        known: dict[str, Any] = {"id": self.id, "tests": self.tests, "checker": self.checker}
        return known | {"checker_source": self.source.checker_source, "limits": self.limits}


@dataclass
class Course:
    """A whole course. `practice` holds what no lesson lists."""

    package: Package
    data: dict[str, Any]
    languages: list[str]
    lessons: list[Lesson]
    tasks: dict[str, Task]
    quizzes: dict[str, Document]
    practice: Lesson

    @property
    def id(self) -> str:
        """The course's id."""
        return str(self.data["id"])

    @property
    def language(self) -> str:
        """The language of files and texts that do not say theirs."""
        return self.languages[0]

    @property
    def pages(self) -> list[Lesson]:
        """All pages with content: the lessons, and Practice when anything is on it."""
        extra = [self.practice] if self.practice.tasks or self.practice.quizzes else []
        return [*self.lessons, *extra]

    def text(self, text: Text, language: str) -> str:
        """Return `text` in `language`, else in the course's own language, else in any."""
        if isinstance(text, str):
            return text
        return text.get(language) or text.get(self.language) or next(iter(text.values()))

    def theory_file(self, path: str, language: str) -> str:
        """Return the version of the Markdown file `path` in `language`, or the file itself."""
        other = f"{path.removesuffix('.md')}.{language}.md"
        return other if other in self.package.texts else path


def assemble(
    package: Package, manifest: dict[str, Any], tasks: list[TaskSource], quizzes: list[Document]
) -> Course:
    """Make a Course of documents that keep to their schemas. Of two with the same id the first counts."""
    languages = languages_of(manifest)
    lessons = (
        _stated_lessons(manifest) if "lessons" in manifest else _lessons_from_files(package, languages[0])
    )
    found_tasks = {task.data["id"]: _remembered_task(package, task) for task in reversed(tasks)}
    found_quizzes = {quiz.data["id"]: quiz for quiz in reversed(quizzes)}
    practice = Lesson("practice", "")
    _place([task.data for task in tasks], "tasks", lessons, practice)
    _place([quiz.data for quiz in quizzes], "quizzes", lessons, practice)
    return Course(package, manifest, languages, lessons, found_tasks, found_quizzes, practice)


def languages_of(manifest: dict[str, Any]) -> list[str]:
    """Return the course's languages, its own first.

    >>> languages_of({"language": "ru", "languages": ["en", "ru"]})
    ['ru', 'en']
    """
    stated = manifest.get("languages", [])
    own = manifest.get("language") or (stated[0] if stated else DEFAULT_LANGUAGE)
    return [own, *(language for language in stated if language != own)]


def _stated_lessons(manifest: dict[str, Any]) -> list[Lesson]:
    return [
        Lesson(
            id=lesson["id"],
            title=lesson["title"],
            theory=lesson.get("theory"),
            quizzes=list(lesson.get("quizzes", [])),
            tasks=list(lesson.get("tasks", [])),
            concepts=lesson.get("concepts", []),
            minutes=lesson.get("estimated_minutes"),
            requires=lesson.get("requires", []),
        )
        for lesson in manifest["lessons"]
    ]


def _lessons_from_files(package: Package, own: str) -> list[Lesson]:
    versions: dict[str, dict[str, str]] = {}
    for path in (path for path in package.texts if path.startswith("theory/")):
        match = LANGUAGE_SUFFIX.search(path)
        main = LANGUAGE_SUFFIX.sub(".md", path) if match else path
        versions.setdefault(main, {})[match.group(1) if match else own] = path
    return [_lesson_from_file(package, main, paths) for main, paths in sorted(versions.items())]


def _lesson_from_file(package: Package, main: str, versions: dict[str, str]) -> Lesson:
    stem = main.removeprefix("theory/").removesuffix(".md")
    titles = {language: first_heading(package.texts[path]) or stem for language, path in versions.items()}
    theory = main if main in package.texts else next(iter(versions.values()))
    return Lesson(re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_") or "lesson", titles, theory)


def first_heading(markdown: str) -> str | None:
    """Return the text of the heading a Markdown file begins with.

    >>> first_heading("# Say *hello*")
    'Say hello'
    """
    match = HEADING.match(markdown)
    return re.sub(r"[*_`]", "", match.group(1)) if match else None


def _place(documents: list[dict[str, Any]], kind: str, lessons: list[Lesson], practice: Lesson) -> None:
    """Give what no lesson lists to the lesson it names, else to Practice."""
    listed = {id_ for lesson in lessons for id_ in getattr(lesson, kind)}
    by_id = {lesson.id: lesson for lesson in lessons}
    for data in documents:
        if data["id"] not in listed:
            listed.add(data["id"])
            getattr(by_id.get(data.get("lesson", ""), practice), kind).append(data["id"])


def _remembered_task(package: Package, source: TaskSource) -> Task:
    return package.memory.get(("task", source.key), lambda: _task(source))


def _task(source: TaskSource) -> Task:
    written = [{"private": False, **test} for test in source.data.get("tests", [])]
    tests = [*written, *source.file_tests]
    width = max(2, len(str(len(tests))))
    numbered = [{"name": f"{number:0{width}}", "points": 1, **test} for number, test in enumerate(tests, 1)]
    return Task(
        source,
        [_test(test) for test in numbered],
        _checker(source),
        {**DEFAULT_LIMITS, **source.data.get("limits", {})},
    )


def _test(test: dict[str, Any]) -> dict[str, Any]:
    if "call" in test:
        return {"tolerance": DEFAULT_TOLERANCE, **test}
    return {"input": "", "expected": "", **test}


def _checker(source: TaskSource) -> dict[str, Any]:
    if source.checker_source is not None:
        return {"type": "custom"}
    checker = source.data.get("checker", "strip")
    return {"type": checker} if isinstance(checker, str) else dict(checker)
