"""Phase 3, compile: makes the text of every page of the site, private parts left behind."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from builder import messages
from builder.course import Course, Lesson
from builder.jinja import render_template
from builder.lesson import LessonPlace, lesson_body
from builder.memory import Memory
from builder.menu import CourseMenus, Entry, Menu, trail
from builder.prose import Prose
from builder.sanitise import plain
from builder.texts import course_text


@dataclass(frozen=True)
class Ready:
    """A course without problems, and the renderer that has seen its texts."""

    course: Course
    prose: Prose


@dataclass(frozen=True)
class Page:
    """A page of the site: `path` is its place in its language, such as `course/lesson.html`.

    `title` is text, `body`, `menu` and `trail` are HTML; `languages` are those that the page is there in.
    """

    language: str
    path: str
    title: str
    body: str
    menu: str
    trail: str
    languages: tuple[str, ...]

    @property
    def address(self) -> str:
        """The page's place on the site."""
        return f"{self.language}/{self.path}"

    def gaps(self) -> dict[str, str]:
        """Return the HTML for each gap of a frame that does not depend on the other pages' languages."""
        gaps = {"title": html.escape(self.title), "path": self.address, "body": self.body}
        links = {f"to-{language}": f"{language}/{self.path}" for language in self.languages}
        return {**gaps, **links, "menu": self.menu, "trail": self.trail}


def site_languages(courses: Iterable[Course]) -> list[str]:
    """Return every language that any course has, in the order they first come up."""
    return list(dict.fromkeys(language for course in courses for language in course.languages))


def compile_pages(courses: list[Ready], memory: Memory) -> list[Page]:
    """Return the pages of all courses in all languages; what `memory` knows is not made again."""
    return [
        page
        for language in site_languages(ready.course for ready in courses)
        for page in _Pages(language, courses, memory).pages()
    ]


class _Pages:
    """Makes the pages of one language."""

    def __init__(self, language: str, courses: list[Ready], memory: Memory) -> None:
        self._language = language
        self._all = courses
        self._memory = memory
        self._home = messages.message(language, "site.courses")
        self._courses = [ready for ready in courses if language in ready.course.languages]
        self._entries = [Entry(ready.course.id, _title_of(ready, language)) for ready in self._courses]
        self._menu = Menu(self._home, self._entries)
        label = messages.message(language, "site.path")
        self._trails = {entry.id: trail(label, self._home, entry) for entry in self._entries}

    def pages(self) -> Iterator[Page]:
        yield self._catalogue()
        for ready, entry in zip(self._courses, self._entries, strict=True):
            yield from self._course(ready, entry)

    def _catalogue(self) -> Page:
        cards = [_course_card(ready, self._language) for ready in self._all]
        body = self._body("catalogue.html", title=self._home, courses=cards)
        languages = tuple(site_languages(ready.course for ready in self._all))
        return Page(self._language, "index.html", self._home, body, self._menu.on_catalogue(), "", languages)

    def _course(self, ready: Ready, entry: Entry) -> Iterator[Page]:
        course = ready.course
        lessons = [Entry(lesson.id, self._lesson_title(course, lesson)) for lesson in course.pages]
        menus = self._menus(entry, lessons)
        yield self._course_page(ready, entry, menus.course)
        for index, (lesson, each) in enumerate(zip(course.pages, lessons, strict=True)):
            before = lessons[index - 1] if index else None
            after = lessons[index + 1] if index + 1 < len(lessons) else None
            place = LessonPlace(each.title, before, after)
            body = lesson_body(course, ready.prose, lesson, self._language, place)
            yield self._page(ready, entry, each, body, menus.lessons[index])

    def _lesson_title(self, course: Course, lesson: Lesson) -> str:
        if lesson is course.practice:
            return messages.message(self._language, "site.practice")
        return course.text(lesson.title, self._language)

    def _menus(self, course: Entry, lessons: list[Entry]) -> CourseMenus:
        key = ("menus", self._home, course, tuple(self._entries), tuple(lessons))
        return self._memory.get(key, lambda: self._menu.on_course(course.id, lessons))

    def _course_page(self, ready: Ready, entry: Entry, menu: str) -> Page:
        course, language = ready.course, self._language
        titles = {lesson.id: course.text(lesson.title, language) for lesson in course.lessons}
        body = self._body(
            "course.html",
            course=course.id,
            title=entry.title,
            about=Markup(course_text(course, ready.prose, language)),  # noqa: S704  (sanitised)
            authors=[course.text(author, language) for author in course.data.get("authors", [])],
            licence=course.data.get("license"),
            version=course.data["version"],
            lessons=[_lesson_card(lesson, titles) for lesson in course.lessons],
            practice=_lesson_card(course.practice, {}) if course.practice in course.pages else None,
        )
        return self._page(ready, entry, Entry("index", entry.title), body, menu)

    def _page(self, ready: Ready, course: Entry, page: Entry, body: str, menu: str) -> Page:
        path = self._trails[course.id]
        languages = tuple(ready.course.languages)
        return Page(self._language, f"{course.id}/{page.id}.html", page.title, body, menu, path, languages)

    def _body(self, template: str, **values: object) -> str:
        """Return what `template` makes of `values`, from memory where it has made the same before."""
        key = ("page", template, self._language, repr(values))
        return self._memory.get(key, lambda: render_template(template, self._language, **values))


def _title_of(ready: Ready, language: str) -> str:
    return ready.course.text(ready.course.data["title"], language)


def _course_card(ready: Ready, language: str) -> dict[str, Any]:
    course = ready.course
    shown = language if language in course.languages else course.language
    prefix = "" if shown == language else f"../{shown}/"
    return {
        "id": course.id,
        "href": f"{prefix}{course.id}/index.html",
        "language": shown,
        "foreign": "" if shown == language else messages.language_name(shown),
        "title": course.text(course.data["title"], shown),
        "about": Markup(plain(course_text(course, ready.prose, shown))),  # noqa: S704  (still escaped)
        "lessons": [lesson.id for lesson in course.lessons],
        "tasks": [id_ for lesson in course.pages for id_ in lesson.tasks],
    }


def _lesson_card(lesson: Lesson, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": titles.get(lesson.id, ""),
        "tasks": lesson.tasks,
        "quizzes": lesson.quizzes,
        "minutes": lesson.minutes,
        "required": ", ".join(titles[id_] for id_ in lesson.requires),
    }
