from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.load import opened_package
from builder.memory import Memory
from builder.pages import Page, Ready, compile_pages
from builder.validate import validate
from tests.builder.packages import EVERYTHING, Files, good, set_at, write
from tests.builder.site import Html


def compiled(*courses: Path) -> dict[str, Page]:
    ready = []
    for course in courses:
        with opened_package(course) as package:
            ready.append(Ready(*validate(package)))
    return {page.address: page for page in compile_pages(ready, Memory())}


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return compiled(EVERYTHING)


def test_the_pages(pages: dict[str, Page]) -> None:
    names = ["index", "everything/index"] + [
        f"everything/{name}" for name in ("texts", "checkers", "limits", "practice")
    ]
    assert list(pages) == [f"{language}/{name}.html" for language in ("en", "ru") for name in names]


def test_what_a_page_says_of_itself(pages: dict[str, Page]) -> None:
    gaps = pages["ru/everything/texts.html"].gaps()
    assert {name: gaps[name] for name in ("title", "path", "to-en", "to-ru")} == {
        "title": "Тексты всех видов",
        "path": "ru/everything/texts.html",
        "to-en": "en/everything/texts.html",
        "to-ru": "ru/everything/texts.html",
    }


def test_a_lesson_as_the_contract_says(pages: dict[str, Page]) -> None:
    page = Html(pages["en/everything/texts.html"].body)
    assert page.all(
        "div", class_="ks-lesson", data_course="everything", data_lesson="texts", data_language="en"
    )
    tabs = page.all("button", role="tab")
    assert [(tab["id"], tab["aria-controls"], tab["aria-selected"], tab.get("tabindex")) for tab in tabs] == [
        ("tab-theory", "theory", "true", None),
        ("tab-quiz", "quiz", "false", "-1"),
        ("tab-tasks", "tasks", "false", "-1"),
    ]
    panels = page.all("section", role="tabpanel")
    assert [(panel["id"], panel["aria-labelledby"], "hidden" in panel) for panel in panels] == [
        ("theory", "tab-theory", False),
        ("quiz", "tab-quiz", True),
        ("tasks", "tab-tasks", True),
    ]
    assert page.all("div", class_="ks-quiz", data_quiz="kinds")
    assert page.all("article", class_="ks-task", data_task="sum", data_difficulty="easy")
    assert [data["id"] for data in page.data] == ["kinds", "sum"]
    assert page.all("a", class_="ks-next")[0]["href"] == "checkers.html"
    assert not page.all("a", class_="ks-previous")
    assert len(page.all("h1")) == 1


def test_a_tab_without_content_is_left_out(pages: dict[str, Page]) -> None:
    page = Html(pages["en/everything/limits.html"].body)
    assert [(tab["id"], tab["aria-selected"]) for tab in page.all("button", role="tab")] == [
        ("tab-tasks", "true")
    ]


def test_cards(pages: dict[str, Page]) -> None:
    catalogue = Html(pages["en/index.html"].body)
    card = catalogue.all("a", class_="ks-course", data_course="everything")[0]
    assert card["href"] == "everything/index.html"
    assert json.loads(card["data-lessons"]) == ["texts", "checkers", "limits"]
    assert "leftover" in json.loads(card["data-tasks"])
    course = Html(pages["en/everything/index.html"].body)
    cards = course.all("a", class_="ks-lesson-card")
    assert [card["data-lesson"] for card in cards] == ["texts", "checkers", "limits", "practice"]
    assert json.loads(cards[0]["data-tasks"]) == ["sum"]
    assert json.loads(cards[0]["data-quizzes"]) == ["kinds"]
    assert len(course.all("span", class_="ks-progress")) == 4


def test_a_course_in_one_language_is_offered_in_the_others_too(tmp_path: Path) -> None:
    pages = compiled(EVERYTHING, write(tmp_path / "small", good()))
    card = Html(pages["ru/index.html"].body).all("a", data_course="small")[0]
    assert card["href"] == "../en/small/index.html"
    assert "ru/small/index.html" not in pages
    gaps = pages["en/small/first.html"].gaps()
    assert (gaps["to-en"], gaps.get("to-ru")) == ("en/small/first.html", None)


def test_titles_are_escaped_everywhere(tmp_path: Path) -> None:
    files: Files = good()
    nasty = "<img src=x onerror=alert(1)> & \"'"
    for file, place in (
        ("manifest.json", "/title"),
        ("manifest.json", "/lessons/0/title"),
        ("tasks/sum.json", "/title"),
        ("quizzes/quiz.json", "/title"),
    ):
        set_at(files, file, place, nasty)
    files["manifest.json"]["authors"] = [nasty]  # type: ignore[call-overload,index]
    pages = compiled(write(tmp_path / "small", files))
    for page in pages.values():
        for name, value in page.gaps().items():
            assert "<img" not in value, (page.address, name)
    assert "&lt;img" in pages["en/small/first.html"].gaps()["title"]
