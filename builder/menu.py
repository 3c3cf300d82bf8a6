"""The theme's menu and path on top of a page, in the markup that its styles and scripts know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

LINK = Markup('<a href="{}" class="md-nav__link{}"><span class="md-ellipsis">{}</span></a>')
ITEM = Markup('<li class="md-nav__item">{}</li>')
ACTIVE = Markup(
    '<li class="md-nav__item md-nav__item--active">'
    '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">{}</li>'
)
OTHER_COURSE = Markup(
    '<li class="md-nav__item md-nav__item--pruned md-nav__item--nested"><a href="{}" class="md-nav__link">'
    '<span class="md-ellipsis">{}</span><span class="md-nav__icon md-icon"></span></a></li>'
)
OWN_COURSE = Markup(
    '<li class="md-nav__item md-nav__item--active md-nav__item--nested">'
    '<input class="md-nav__toggle md-toggle" type="checkbox" id="{id}" checked>'
    '<div class="md-nav__link md-nav__container">{link}'
    '<label class="md-nav__link{active}" for="{id}" id="{id}_label" tabindex="0">'
    '<span class="md-nav__icon md-icon"></span></label></div>'
    '<nav class="md-nav" data-md-level="1" aria-labelledby="{id}_label" aria-expanded="true">'
    '<label class="md-nav__title" for="{id}"><span class="md-nav__icon md-icon"></span>{title}</label>'
    '<ul class="md-nav__list" data-md-scrollfix>{items}</ul></nav></li>'
)
STEP = Markup(
    '<li class="md-path__item"><a href="{}" class="md-path__link">'
    '<span class="md-ellipsis">{}</span></a></li>'
)
TRAIL = Markup('<nav class="md-path" aria-label="{}"><ol class="md-path__list">{}</ol></nav>')
ACTIVE_LINK = " md-nav__link--active"


@dataclass(frozen=True)
class Entry:
    """A course or lesson in the menu."""

    id: str
    title: str


class Menu:
    """The menus of one language: the catalogue, then every course with, on its own pages, its lessons."""

    def __init__(self, home: str, courses: Sequence[Entry]) -> None:
        """`home` is the title of the catalogue."""
        self._home = home
        self._courses = courses

    def on_catalogue(self) -> str:
        """Return the menu of the catalogue itself."""
        own = ACTIVE.format(LINK.format("index.html", ACTIVE_LINK, self._home))
        return own + Markup("").join(_other(course, "") for course in self._courses)

    def on_course(self, id_: str, lessons: Sequence[Entry]) -> CourseMenus:
        """Return the menus on the pages of a course."""
        home = ITEM.format(LINK.format("../index.html", "", self._home))
        index = next(index for index, course in enumerate(self._courses) if course.id == id_)
        before = home + Markup("").join(_other(course, "../") for course in self._courses[:index])
        after = Markup("").join(_other(course, "../") for course in self._courses[index + 1 :])
        menu = _around(before, after, f"__nav_{index + 2}", self._courses[index])
        items = [ITEM.format(_lesson_link(lesson, "")) for lesson in lessons]
        active = [ACTIVE.format(_lesson_link(lesson, ACTIVE_LINK)) for lesson in lessons]
        on_lessons = (menu([*items[:at], own, *items[at + 1 :]], "") for at, own in enumerate(active))
        return CourseMenus(menu(items, ACTIVE_LINK), tuple(on_lessons))


@dataclass(frozen=True)
class CourseMenus:
    """The menus on the pages of one course: on its own page, and on each of its lessons."""

    course: str
    lessons: tuple[str, ...]


def _around(before: Markup, after: Markup, id_: str, course: Entry) -> Callable[[list[Markup], str], str]:
    """Return what puts the items of a course's menu between the other courses."""

    def menu(items: list[Markup], active: str) -> str:
        own = OWN_COURSE.format(
            id=id_,
            link=LINK.format("index.html", active, course.title),
            active=active,
            title=course.title,
            items=Markup("").join(items),
        )
        return before + own + after

    return menu


def _lesson_link(lesson: Entry, active: str) -> Markup:
    return LINK.format(f"{lesson.id}.html", active, lesson.title)


def _other(course: Entry, prefix: str) -> Markup:
    return OTHER_COURSE.format(f"{prefix}{course.id}/index.html", course.title)


def trail(label: str, home: str, course: Entry | None) -> str:
    """Return the path on top of a page of `course`; the course's own page has it too.

    >>> "md-path__link" in trail("You are here", "Courses", Entry("basics", "Python"))
    True
    """
    if course is None:
        return ""
    steps = STEP.format("../index.html", home) + STEP.format("index.html", course.title)
    return TRAIL.format(label, steps)


_EXAMPLE = Entry("example", "Example")
_MENUS = Menu("", [_EXAMPLE, Entry("other", "")]).on_course("example", [_EXAMPLE])
SAMPLES = (_MENUS.course, *_MENUS.lessons, trail("", "", _EXAMPLE))
"""Menus and a path with every class that any of them has."""
