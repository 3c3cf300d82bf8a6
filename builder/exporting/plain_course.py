"""Writes a course as a folder of plain Markdown with its pictures, to be read without Knapsack."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from urllib.parse import quote

from builder.course import Course, Lesson, first_heading
from builder.exporting.edition import Edition
from builder.exporting.plain_quiz import quiz_lines
from builder.exporting.plain_task import task_lines
from builder.problems import UserError


def write_course(course: Course, out: Path, language: str, *, teacher: bool) -> list[str]:
    """Write the folder `out`, which must be new or empty, and return its files.

    Without `teacher` there are no answers, solutions, wrong programs, checkers or private tests in it.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} is there already; give a new folder, or remove it")
    edition = Edition(course, language, teacher)
    files: dict[str, str] = {"README.md": _contents(edition)}
    files |= {edition.page(lesson): _lesson(edition, lesson) for lesson in course.pages}
    assets = course.package.in_folder("assets")
    real = out.resolve()
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=f".{real.name}-", dir=real.parent))
        try:
            _write(work / "new", files, course, assets)
            if real.exists():
                real.rmdir()
            (work / "new").rename(real)
        finally:
            rmtree(work, ignore_errors=True)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror or error}") from error
    return [*files, *assets]


def _write(folder: Path, files: dict[str, str], course: Course, assets: list[str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for path in assets:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        copyfile(course.package.files[path], folder / path)


def _contents(edition: Edition) -> str:
    course, words = edition.course, edition.words
    parts = [f"# {edition.pick(course.data['title'])}"]
    if edition.teacher:
        parts.append(f"**{words['teacher']}**")
    if about := edition.text(course.data.get("description", ""), "manifest.json", 3):
        parts.append(about)
    entries = [f"- [{_title(edition, lesson)}]({quote(edition.page(lesson))})" for lesson in course.pages]
    parts += [f"## {words['contents']}", "\n".join(entries)]
    authors = ", ".join(map(edition.pick, course.data.get("authors", [])))
    made = [authors, course.data.get("license", "")]
    if any(made):
        parts.append(" · ".join(filter(None, made)))
    return "\n\n".join(parts) + "\n"


def _title(edition: Edition, lesson: Lesson) -> str:
    return edition.words["practice"] if lesson is edition.course.practice else edition.pick(lesson.title)


def _lesson(edition: Edition, lesson: Lesson) -> str:
    course, words = edition.course, edition.words
    parts: list[str] = []
    texts = course.package.texts
    if lesson.theory in texts:
        file = course.theory_file(lesson.theory, edition.language)
        if first_heading(texts[file]) is None:
            parts.append(f"# {_title(edition, lesson)}")
        parts.append(edition.text(texts[file], file, 2 if parts else 1))
    else:
        parts.append(f"# {_title(edition, lesson)}")
    if lesson.concepts:
        parts.append(f"## {words['words']}")
    for concept in lesson.concepts:
        file = course.theory_file(f"concepts/{concept}.md", edition.language)
        parts.append(edition.text(texts.get(file, ""), file, 3))
    for id_ in lesson.quizzes:
        parts += quiz_lines(edition, course.quizzes[id_])
    if lesson.tasks:
        parts.append(f"## {words['tasks']}")
    for id_ in lesson.tasks:
        parts += task_lines(edition, course.tasks[id_])
    return "\n\n".join(part for part in parts if part) + "\n"
