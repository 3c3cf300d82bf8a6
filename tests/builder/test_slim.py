from __future__ import annotations

import pytest

from builder.memory import Memory
from builder.slim import rules, slim_css, slim_styles, words_of_page, words_of_script

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


def test_classes_come_from_pages_and_scripts() -> None:
    words = words_of_page('<p class="one two" dir="ltr">three</p>') | words_of_script('add("md-four")')
    assert words == {"one", "two", "dir=ltr", "add", "md-four"}
    sheets = {"en/main.css": ".one{a:b}.three{a:b}.md-four{a:b}"}
    assert slim_styles(sheets, words, Memory()) == {"en/main.css": b".one{a:b}.md-four{a:b}"}
