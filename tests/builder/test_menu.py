from __future__ import annotations

from builder.menu import SAMPLES, Entry, Menu, trail
from builder.slim import words_of_page
from tests.builder.site import Html

COURSES = [Entry("one", "One"), Entry("two", "Two & <b>"), Entry("three", "Three")]
LESSONS = [Entry("first", "First"), Entry("second", "Second")]


def links(menu: str) -> list[tuple[str, bool]]:
    """The addresses in a menu, and whether each is marked as the page's own."""
    found = Html(menu).all("a")
    return [(link["href"], "md-nav__link--active" in link["class"]) for link in found]


def test_the_catalogue_lists_the_courses() -> None:
    menu = Menu("Courses", COURSES).on_catalogue()
    assert links(menu) == [
        ("index.html", True),
        ("one/index.html", False),
        ("two/index.html", False),
        ("three/index.html", False),
    ]
    assert "Two &amp; &lt;b&gt;" in menu


def test_a_course_page_lists_its_lessons_between_the_other_courses() -> None:
    menu = Menu("Courses", COURSES).on_course("two", LESSONS).course
    assert links(menu) == [
        ("../index.html", False),
        ("../one/index.html", False),
        ("index.html", True),
        ("first.html", False),
        ("second.html", False),
        ("../three/index.html", False),
    ]


def test_a_lesson_is_marked_as_the_readers_own() -> None:
    menu = Menu("Courses", COURSES).on_course("one", LESSONS).lessons[1]
    assert [href for href, own in links(menu) if own] == ["second.html"]


def test_labels_belong_to_their_switches() -> None:
    page = Html(Menu("Courses", COURSES).on_course("two", LESSONS).lessons[0])
    switches = {each["id"] for each in page.all("input")}
    assert switches == {"__nav_3", "__toc"}
    assert {label["for"] for label in page.all("label")} == {"__nav_3"}


def test_the_samples_have_every_class() -> None:
    menu = Menu("Courses", COURSES)
    menus = menu.on_course("two", LESSONS)
    real = [menu.on_catalogue(), menus.course, *menus.lessons, trail("Path", "Courses", COURSES[0])]
    classes = frozenset().union(*map(words_of_page, SAMPLES))
    assert frozenset().union(*map(words_of_page, real)) == classes


def test_the_trail_leads_to_the_catalogue_and_the_course() -> None:
    steps = Html(trail("You are here", "Courses", COURSES[1]))
    assert [link["href"] for link in steps.all("a")] == ["../index.html", "index.html"]
    assert steps.all("nav", aria_label="You are here")
    assert trail("You are here", "Courses", None) == ""
