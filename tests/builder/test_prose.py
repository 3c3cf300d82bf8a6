from __future__ import annotations

from pathlib import Path

import pytest

from builder.load import opened_package
from builder.prose import Place, Prose
from builder.validate import validate
from tests.builder.packages import EVERYTHING, good, write


@pytest.fixture(scope="module")
def prose() -> Prose:
    with opened_package(EVERYTHING) as package:
        return validate(package)[1]


def render(prose: Prose, text: str, top: int = 2) -> str:
    return prose.html(text, Place("theory/01_texts.md"), top, ids=True)


def test_python_blocks_are_runnable_unless_said_otherwise(prose: Prose) -> None:
    assert '<div class="language-python highlight">' in render(prose, "```python\nx\n```")
    assert '<div class="language-python norun highlight">' in render(prose, "```{.python .norun}\nx\n```")


def test_the_code_of_a_block_is_unharmed(prose: Prose) -> None:
    html = render(prose, "```text\nif a < b & c:\n    <b>no</b>\n```")
    assert "if a &lt; b &amp; c:\n    &lt;b&gt;no&lt;/b&gt;" in html


def test_mermaid(prose: Prose) -> None:
    html = render(prose, "```mermaid\ngraph LR; A-->B\n```")
    assert html == '<pre class="ks-mermaid"><code>graph LR; A--&gt;B</code></pre>'


def test_mathematics_becomes_mathml(prose: Prose) -> None:
    html = render(prose, "Inline $x^2 < 3$.\n\n$$\n\\frac{1}{2}\n$$\n\nBut $5 and $6.")
    assert html.count("<math") == 2
    assert "<mo>&lt;</mo>" in html
    assert "But $5 and $6." in html


def test_tables_notes_and_lists_of_things_to_do(prose: Prose) -> None:
    html = render(
        prose, "| a | b |\n|---|--:|\n| 1 | 2 |\n\n!!! note\n    Text.\n\n- [x] done\n- [ ] to do\n"
    )
    assert '<td align="right">2</td>' in html
    assert '<div class="admonition note">' in html
    assert [mark in html for mark in ("☑ done", "☐ to do", "<input")] == [True, True, False]


def test_one_page_has_one_first_heading(prose: Prose) -> None:
    assert "<h1" not in prose.theory("theory/01_texts.md")
    assert render(prose, "# A\n\n## B", top=3) == '<h3 id="s-a">A</h3>\n<h4 id="s-b">B</h4>'


def test_headings_in_russian_have_anchors(prose: Prose) -> None:
    assert 'id="s-первая-часть"' in render(prose, "## Первая часть")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("02_checkers.md", "checkers.html"),
        ("02_checkers.ru.md", "checkers.html"),
        ("theory/02_checkers.md#part", "checkers.html#s-part"),
        ("../theory/02_checkers.md", "checkers.html"),
        ("limits.html", "limits.html"),
        ("practice.html", "practice.html"),
        ("#part", "#s-part"),
        ("../assets/images/box.svg", "../../assets/courses/everything/images/box.svg"),
        ("assets/images/box.svg", "../../assets/courses/everything/images/box.svg"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("//a.example/x", "https://a.example/x"),
    ],
)
def test_links(prose: Prose, link: str, address: str) -> None:
    assert f'href="{address}"' in render(prose, f"[x]({link})")
    assert list(prose.course.package.problems) == []


@pytest.mark.parametrize(
    "link",
    ["none.md", "../../secret.md", "../tasks/sum.json", "../manifest.json", "../tasks/guess/solution.py"],
)
def test_dead_links_and_links_to_private_files(tmp_path: Path, link: str) -> None:
    files = good() | {"theory/01.md": f"[x]({link})"}
    with opened_package(write(tmp_path / "small", files)) as package:
        validate(package)
        assert any("leads nowhere" in problem.message for problem in package.problems)


def test_raw_html_pictures_are_resolved_too(prose: Prose) -> None:
    html = render(prose, '<img src="../assets/images/box.svg" alt="box">')
    assert 'src="../../assets/courses/everything/images/box.svg"' in html


EVERY_FORM = """
Term
:   Definition.

Text[^1] ~~old~~ H~2~O *[HTML]

[^1]: A note with `code`.

*[HTML]: a language

```{.python title="a.py" hl_lines="1"}
x = 1
```

??? question "Open?"
    > Quote

![x](../assets/images/box.svg){ width=100 }

1. one

    - two
"""


def test_no_form_of_markdown_is_taken_for_raw_html(prose: Prose) -> None:
    html = render(prose, EVERY_FORM)
    assert list(prose.course.package.problems) == []
    for part in (
        "<dl>",
        'href="#s-fn:1"',
        'id="s-fn:1"',
        "<del>old</del>",
        "<sub>2</sub>",
        'class="hll"',
        'width="100"',
    ):
        assert part in html, part
