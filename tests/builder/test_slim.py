from __future__ import annotations

from pathlib import Path

import pytest

from builder.slim import rules, slim_css, slim_styles, used_words

WORDS = {"used", "dir=ltr"}


@pytest.mark.parametrize(
    ("css", "slim"),
    [
        (".used{a:b}.gone{a:b}", ".used{a:b}"),
        (".used .gone,.used{a:b}", ".used{a:b}"),
        (".used:not(.gone){a:b}", ".used:not(.gone){a:b}"),
        (".used:is(.gone,.other){a:b}", ".used:is(.gone,.other){a:b}"),
        ("@media print{.gone{a:b}}@media screen{.used{a:b}}", "@media screen{.used{a:b}}"),
        ("@keyframes gone{0%{a:b}to{a:c}}", "@keyframes gone{0%{a:b}to{a:c}}"),
        ("[dir=rtl] .used{a:b}[dir=ltr] .used{a:b}", "[dir=ltr] .used{a:b}"),
        ('.used:before{content:"}{;,"}.gone{a:b}', '.used:before{content:"}{;,"}'),
        ("/* .x{} */p{a:b}", "p{a:b}"),
        ('@charset "utf-8";p{a:b}', '@charset "utf-8";p{a:b}'),
        (
            ':root{--a:url("data:x;y");--b:url("data:z")}p{c:var(--b)}',
            ':root{--b:url("data:z")}p{c:var(--b)}',
        ),
    ],
)
def test_slim(css: str, slim: str) -> None:
    assert slim_css(css, WORDS) == slim


def test_rules_keep_nested_braces_together() -> None:
    assert list(rules("@media x{a{b:c}d{e:f}}g{h:i}")) == [("@media x", "a{b:c}d{e:f}"), ("g", "h:i")]


def test_classes_come_from_pages_and_scripts(tmp_path: Path) -> None:
    (tmp_path / "en/assets/stylesheets").mkdir(parents=True)
    (tmp_path / "assets/knapsack").mkdir(parents=True)
    (tmp_path / "en/a.html").write_text('<p class="one two" dir="ltr">three</p>', encoding="utf-8")
    (tmp_path / "assets/knapsack/lesson.js").write_text('el.classList.add("md-four")', encoding="utf-8")
    (tmp_path / "assets/knapsack/editor.js").write_text("five", encoding="utf-8")
    words = used_words(tmp_path)
    assert {"one", "two", "dir=ltr"} <= words
    assert not words & {"three", "five"}
    sheet = tmp_path / "en/assets/stylesheets/main.css"
    sheet.write_text(".one{a:b}.three{a:b}.md-four{a:b}", encoding="utf-8")
    slim_styles(tmp_path, ["en"])
    assert sheet.read_text(encoding="utf-8") == ".one{a:b}.md-four{a:b}"
