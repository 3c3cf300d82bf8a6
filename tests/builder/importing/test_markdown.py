from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.importing.markdown import from_auto, from_html, from_markdown, from_plain
from tests.builder.importing.shapes import noticed, shown

TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("*_#`~$[]{}<>&|\\-+=.!:1\n "),
    max_size=40,
)


def nothing(_: str) -> None:
    return None


def converted(source: str, lost: list[str] | None = None) -> str:
    return from_html(source, lambda address: f"assets/{address}", (lost if lost is not None else []).append)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<b>x</b> <i>y</i> <code>a_b</code>", "**x** *y* `a_b`"),
        ("a_b * c", r"a\_b \* c"),
        ("# no heading", r"\# no heading"),
        ("1. no list<br>- nor this", "1\\. no list  \n\\- nor this"),
        ("$5 and $6", r"\$5 and \$6"),
        (r"\(x^2\)", "$x^2$"),
        (r"so \[x^2\]", "so \n\n$$\nx^2\n$$"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "- a\n    1. b"),
        ('<pre class="language-python">a\n  b</pre>', "```{.python .norun}\na\n  b\n```"),
        ("<table><tr><th>a</th></tr><tr><td>1|2</td></tr></table>", "| a |\n| --- |\n| 1\\|2 |"),
        ('<img src="x.png" alt="A [b]">', "![A b](assets/x.png)"),
        ('<a href="https://a.org">x</a>', "[x](https://a.org)"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ("&lt;b&gt; &amp;amp;", "&lt;b> &amp;amp;"),
        ('<p style="color:red"><font>x</font></p>', "x"),
    ],
)
def test_html(source: str, markdown: str) -> None:
    lost: list[str] = []
    assert converted(source, lost) == markdown
    assert lost == []


def test_what_has_no_place_is_told() -> None:
    lost: list[str] = []
    assert (
        converted('a<script>alert(1)</script><a href="/x">b</a>\\(\\nope{\\) <iframe src="x"></iframe>', lost)
        == "ab`\\nope{`"
    )
    assert [each[:20] for each in lost] == [
        "<script>",
        "the link to ‘/x’",
        "<iframe>",
        "the formula \\nope{, ",
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<div>" * 5000, "a text in which more than 60 elements are nested"),
        ("<ul><li>" * 3000, "a text in which more than 60 elements are nested"),
        ("a" * 100_001, "a text of more than 100000 characters"),
    ],
)
def test_hostile_texts_are_left_out(source: str, said: str) -> None:
    lost: list[str] = []
    assert converted(source, lost) == ""
    assert lost == [said]


def test_paragraphs_without_an_end_are_not_nested() -> None:
    assert converted("<p>a" * 200) == "\n\n".join("a" * 200)


def test_what_markdown_has_no_words_for_stays_html() -> None:
    kept = converted("<table><tr><td><pre>a\nb</pre></td><td><ul><li>c</li></ul></td></tr></table>")
    assert kept.startswith("<div><table>")
    assert shown(kept) == "abc"


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert shown(from_plain(text)) == "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_html_text_is_shown_as_it_is(text: str) -> None:
    safe = text.replace("\\(", "").replace("\\[", "").replace("$$", "")
    assert shown(converted(f"<p>{html.escape(safe)}</p>")) == "".join(safe.split())


@settings(max_examples=80, deadline=None)
@given(TEXT.filter(lambda text: text.strip("\n ")))
def test_code_is_kept_to_the_letter(text: str) -> None:
    code = text.strip("\n")
    found = noticed(converted(f"<pre><code>{html.escape(code)}</code></pre>"))
    assert ("pre", code.strip("\n")) in found[1]


TAGS = [
    "p",
    "b",
    "em",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "blockquote",
    "table",
    "tr",
    "td",
    "h2",
    "sub",
    "div",
    "a",
]
NESTED = st.recursive(
    st.text(st.sampled_from("ab1 .-*_#`~[]{}|<>&!:=+\n"), max_size=8).map(html.escape),
    lambda inside: st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(NESTED, max_size=3).map("".join))
def test_any_html_keeps_its_text(source: str) -> None:
    text = html.unescape(re.sub(r"<[^<>]*>", "", source))
    assert shown(converted(source)) == "".join(text.split())


def test_moodles_own_form_breaks_lines_and_knows_what_is_a_tag() -> None:
    assert from_auto("if a<b: x\n<b>yes</b>", nothing, nothing) == "if a&lt;b: x  \n**yes**"


def test_moodles_markdown_has_no_dollars() -> None:
    assert from_markdown("*a* costs $5 or $6", nothing, nothing) == r"*a* costs \$5 or \$6"
