"""Warns of what makes a task or a text weak: it works, but a student is served worse than need be."""

from __future__ import annotations

import re

from builder.course import LANGUAGE_SUFFIX, Course, Task
from builder.prose import Place, Prose
from builder.run import inputs
from builder.sanitise import ID_PREFIX
from builder.validate.languages import documents_of, texts_of
from builder.validate.texts import check_texts

IMAGE = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r'\balt="\s*[^"\s]')
SRC = re.compile(r'\bsrc="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')
HREF = re.compile(rf'<a\b[^>]*?\bhref="([^"#:]*)#{ID_PREFIX}([^"]*)"')
# Code and names are the same in every language.
NO_LANGUAGE = re.compile(r"/template$|/authors/\d+$")
NO_WORDS = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$|<[^>]*>|\]\([^)]*\)|https?://\S+", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{3,}")


def check_weakness(course: Course) -> None:
    """Warn of tasks that prove little, missing translations, dead anchors and pictures without a text."""
    for task in course.tasks.values():
        _check_task(course, task)
    if len(course.languages) > 1:
        _check_translations(course)
    _check_rendered(course)


def _check_task(course: Course, task: Task) -> None:
    problems, source = course.package.problems, task.source
    if "solution" not in task.data and source.solution is None:
        message = "There is no solution, so nothing shows that the task can be solved. Add one."
        problems.warning(source.file, message)
    if not task.data.get("wrong") and not source.wrong:
        message = "There is no wrong program, so nothing shows that the tests catch a mistake. Add one."
        problems.warning(source.file, message)
    if not any(test.get("input", "").strip() or "call" in test or test.get("files") for test in task.tests):
        return  # a program that reads nothing has one output, which no further test would change
    if len(inputs(task)) == 1:
        message = "All tests have the same input, so a fixed answer passes. Add a test with another input."
        problems.warning(source.file, message, "/tests" if "tests" in task.data else "")
    elif not any(test["private"] for test in task.tests):
        message = (
            "All tests are public, so a program that only prints their answers passes. Add a private test."
        )
        problems.warning(source.file, message, "/tests" if "tests" in task.data else "")


def _check_translations(course: Course) -> None:
    """Warn of texts that are one string for several languages, and of concepts without a version."""
    problems = course.package.problems
    for document in documents_of(course):
        for place, text in texts_of(document.data):
            said = isinstance(text, str) and not NO_LANGUAGE.search(place)
            if said and WORD.search(NO_WORDS.sub(" ", text)):
                languages = ", ".join(course.languages)
                message = (
                    f"The text is the same in all languages of the course. Write one for each: {languages}."
                )
                problems.warning(document.file, message, place)
    for path in course.package.in_folder("concepts", ".md"):
        if not LANGUAGE_SUFFIX.search(path):
            for language in course.languages[1:]:
                if course.theory_file(path, language) == path:
                    message = f"There is no version in ‘{language}’; this one is shown instead."
                    problems.warning(path, message)


def _check_rendered(course: Course) -> None:
    """Warn of links to headings that are not there, and of pictures without an alternative text."""
    noted = _Noting(course)
    check_texts(course, noted)
    pages = {lesson.id: lesson.theory for lesson in course.lessons if lesson.theory}
    for place, html in noted.seen.items():
        for image in IMAGE.findall(html):
            if not ALT.search(image):
                name = (SRC.search(image) or [image, ""])[1].rsplit("/", 1)[-1]
                message = f"The picture {name} has no alternative text. Say in its brackets what it shows."
                course.package.problems.warning(place.file, message, place.pointer)
        for page, anchor in HREF.findall(html):
            theory = _theory_of(course, page, place, pages)
            if theory and f"{ID_PREFIX}{anchor}" not in ID.findall(noted.seen.get(Place(theory), "")):
                message = f"The link to ‘#{anchor}’ leads nowhere: there is no such heading in {theory}."
                course.package.problems.warning(place.file, message, place.pointer)


def _theory_of(course: Course, page: str, place: Place, pages: dict[str, str]) -> str | None:
    """Return the theory file that a link with an anchor leads into, in the language of the text it is in."""
    if not page:
        return place.file if place.file.startswith("theory/") else None
    theory = pages.get(page.removesuffix(".html"))
    language = LANGUAGE_SUFFIX.search(place.file)
    return course.theory_file(theory, language.group(1)) if theory and language else theory


class _Noting(Prose):
    """Keeps the HTML of every text by its place."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self.seen: dict[Place, str] = {}

    def html(self, text: str, place: Place, top: int = 2, *, ids: bool = False) -> str:
        html = super().html(text, place, top, ids=ids)
        self.seen[place] = self.seen.get(place, "") + html
        return html
