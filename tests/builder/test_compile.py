from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from mkdocs.utils.meta import get_data

from builder.compile import Ready, Tree, as_yaml, compile_tree, raw_block
from builder.load import opened_package
from builder.validate import validate
from tests.builder.packages import EVERYTHING, Files, good, set_at, write
from tests.builder.site import Page


def compiled(root: Path, *courses: Path) -> Tree:
    ready = []
    for course in courses:
        with opened_package(course) as package:
            ready.append(Ready(*validate(package)))
    return compile_tree(ready, root / "docs")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return compiled(tmp_path_factory.mktemp("compiled"), EVERYTHING)


def meta(tree: Tree, path: str) -> dict[str, Any]:
    head = (tree.folder / path).read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
    found: dict[str, Any] = json.loads(head)
    return found


def test_the_pages(tree: Tree) -> None:
    names = ["index", "everything/index"] + [
        f"everything/{name}" for name in ("texts", "checkers", "limits", "practice")
    ]
    assert tree.pages == [f"{language}/{name}.html" for language in ("en", "ru") for name in names]
    assert tree.navs["ru"] == [
        {"Курсы": "index.md"},
        {
            "Всё сразу": [
                "everything/index.md",
                {"Тексты всех видов": "everything/texts.md"},
                {"Все проверки": "everything/checkers.md"},
                {"Ограничения и ошибки": "everything/limits.md"},
                {"Практика": "everything/practice.md"},
            ]
        },
    ]


def test_what_a_page_says_of_itself(tree: Tree) -> None:
    assert meta(tree, "ru/everything/texts.md") == {
        "title": "Тексты всех видов",
        "hide": ["toc"],
        "page_path": "ru/everything/texts.html",
        "page_root": "../../",
        "alternates": {"en": "en/everything/texts.html", "ru": "ru/everything/texts.html"},
    }


def test_a_lesson_as_the_contract_says(tree: Tree) -> None:
    page = Page(tree.folder / "en/everything/texts.md")
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


def test_a_tab_without_content_is_left_out(tree: Tree) -> None:
    page = Page(tree.folder / "en/everything/limits.md")
    assert [(tab["id"], tab["aria-selected"]) for tab in page.all("button", role="tab")] == [
        ("tab-tasks", "true")
    ]


def test_cards(tree: Tree) -> None:
    catalogue = Page(tree.folder / "en/index.md")
    card = catalogue.all("a", class_="ks-course", data_course="everything")[0]
    assert card["href"] == "everything/index.html"
    assert json.loads(card["data-lessons"]) == ["texts", "checkers", "limits"]
    assert "leftover" in json.loads(card["data-tasks"])
    course = Page(tree.folder / "en/everything/index.md")
    cards = course.all("a", class_="ks-lesson-card")
    assert [card["data-lesson"] for card in cards] == ["texts", "checkers", "limits", "practice"]
    assert json.loads(cards[0]["data-tasks"]) == ["sum"]
    assert json.loads(cards[0]["data-quizzes"]) == ["kinds"]
    assert len(course.all("span", class_="ks-progress")) == 4


def test_a_course_in_one_language_is_offered_in_the_others_too(tmp_path: Path) -> None:
    tree = compiled(tmp_path, EVERYTHING, write(tmp_path / "small", good()))
    card = Page(tree.folder / "ru/index.md").all("a", data_course="small")[0]
    assert card["href"] == "../en/small/index.html"
    assert "ru/small/index.html" not in tree.pages
    assert meta(tree, "en/small/first.md")["alternates"] == {"en": "en/small/first.html"}


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
    tree = compiled(tmp_path, write(tmp_path / "small", files))
    for path in tree.folder.rglob("*.md"):
        assert "<img" not in path.read_text(encoding="utf-8"), path
    assert "<img" not in json.dumps(tree.navs)


@pytest.mark.parametrize(
    "title", ["a\x7fb", "a: b #c", "\u2028", "\x85", "'\"", "---", "\ufffe", "😀", "a\\n", "- a"]
)
def test_any_title_survives_the_front_matter(title: str) -> None:
    _, found = get_data(f"---\n{as_yaml({'title': title})}\n---\n\ntext\n")
    assert found == {"title": title}


@pytest.mark.parametrize(
    "body",
    [
        "<div>\n<pre>\n```\n~~~\n  ```python\n</pre>\n\n\n<p>a</p>\n</div>",
        "<div>\n<pre>a\tb</pre>\n\n    indented\n\n# no heading\n\n* no list\n\n[no](link)\n</div>",
        '<div><script type="application/json">{"a":"\\n```\\n# x"}</script>\n\n&lt; &amp; _no_ *no*\n</div>',
    ],
)
def test_markdown_leaves_a_page_as_it_is(body: str) -> None:
    block = raw_block(body)
    assert Markdown(extensions=["toc", "tables", "fenced_code"]).convert(block).strip() == block
