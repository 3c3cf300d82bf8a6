from __future__ import annotations

import pytest

from builder.importing.latex import read_latex
from builder.importing.log import Log, Place
from builder.importing.markdown import from_html


def converted(source: str, log: Log | None = None) -> tuple[str, str]:
    title, html = read_latex(source, Place(log or Log(), "p.tex", 0))
    return title, from_html(html, lambda address: f"assets/{address}", lambda _: None)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("One.\n\nTwo. % no\n%gone\nThree.", "One.\n\nTwo. Three."),
        (r"50\% of \textbf{bold} and \emph{slanted} \texttt{a\_b}", "50% of **bold** and *slanted* `a_b`"),
        (r"{\bf bold} plain {\it x {\tt y} z}", "**bold** plain *x `y` z*"),
        (r"$a_i \le 10^5$ and \(x\)", r"$a_i \le 10^5$ and $x$"),
        (r"so \[x < 1\]", "so\n\n$$\nx < 1\n$$"),
        ("\\begin{itemize}\n\\item a\n\\item b\n\\end{itemize}", "- a\n- b"),
        ("\\begin{enumerate}\\item a\\item b\\end{enumerate}", "1. a\n2. b"),
        ("\\section*{Input}\nA number.", "## Input\n\nA number."),
        ("\\begin{verbatim}\n1  2\n$x$\n\\end{verbatim}", "```text\n1  2\n$x$\n```"),
        (r"\verb|a b_c|", "`a b_c`"),
        ("``quoted'' --- 1--2~km", "“quoted” — 1–2\u00a0km"),
        (r"caf\'e \ldots\ na\"{\i}ve", "café … naïve"),
        (r"\includegraphics[width=3cm]{cat.png}", "![](assets/cat.png)"),
        (
            r"\href{https://a.org}{here} \url{https://b.org}",
            "[here](https://a.org) [https://b.org](https://b.org)",
        ),
        (
            "\\begin{tabular}{|c|c|}\\hline a & b \\\\ 1 & 2 \\\\ \\hline\\end{tabular}",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
        ),
        (r"a < b \& c > d", "a &lt; b & c > d"),
    ],
)
def test_texts(source: str, markdown: str) -> None:
    log = Log()
    assert converted(source, log)[1].replace(" \n", "\n") == markdown
    assert log.left == []


def test_the_title(tmp_path: object) -> None:
    assert converted(r"\problemname{Fish \& \emph{Chips}}Text") == ("Fish & Chips", "Text")


def test_unknown_commands_keep_their_text_and_are_told() -> None:
    log = Log()
    assert converted(r"\fancy{word} \begin{boxed}in\end{boxed} \fancy", log)[1] == "word in"
    assert [each.message for each in log.left] == [
        r"the LaTeX command \begin{boxed}",
        r"the LaTeX command \fancy",
    ]


def test_a_statement_without_end_is_left_out() -> None:
    log = Log()
    assert converted("x" * 100_001, log) == ("", "")
    assert [each.message for each in log.left] == ["a statement of more than 100000 characters"]


BROKEN = ["{" * 5000, "}" * 5000, "$", "\\", "\\begin{itemize}", "\\item"]
NESTED = ["\\textbf{" * 5000, "\\begin{tabular}" * 3000]


@pytest.mark.parametrize("source", [*BROKEN, *NESTED])
def test_broken_and_hostile_sources_end(source: str) -> None:
    converted(source)
