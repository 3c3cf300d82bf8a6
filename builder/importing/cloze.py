"""Makes a question of a Moodle text with a gap, as long as there is only one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

from builder.importing import question as kinds
from builder.importing.question import Answer, Head, Made

GAP = re.compile(r"(?<!\\)\{(\d*):([A-Z_]+):((?:\\.|[^{}\\])*)\}", re.DOTALL)
SHORT = {"SHORTANSWER", "SA", "MW"}
SHORT_BY_CASE = {"SHORTANSWER_C", "SAC", "MWC"}
NUMBER = {"NUMERICAL", "NM"}
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")
Markdown = Callable[[str], str]


def with_gap(source: str) -> str:
    """Return the text of a cloze question with a line in the place of every gap.

    >>> with_gap("Two and two is {1:NUMERICAL:=4}.")
    'Two and two is _____.'
    """
    return GAP.sub("_____", source)


def cloze(source: str, head: Head, markdown: Markdown) -> Made | None:
    """Return the question that the one gap of a text asks, or None: malformed, or more gaps than one."""
    gaps = GAP.findall(source)
    if len(gaps) != 1:
        what = f"a text with {len(gaps)} gaps; a question asks one thing here"
        head.place.leave(f"the question: {what}") if gaps else head.place.error("its text has no gap")
        return None
    _, kind, body = gaps[0]
    answers = [_answer(piece, markdown) for piece in re.split(r"(?<!\\)~", body) if piece.strip()]
    if kind in SHORT | SHORT_BY_CASE:
        return kinds.short(head, _plain(answers), case_counts=kind in SHORT_BY_CASE)
    if kind in NUMBER:
        return kinds.number(head, [_with_tolerance(answer) for answer in _plain(answers)])
    if not kind.startswith(("MULTICHOICE", "MULTIRESPONSE", "MC", "MR")):
        head.place.error(f"‘{kind}’ is no kind of gap")
        return None
    choices = [replace(answer, text=markdown(answer.text)) for answer in answers]
    return kinds.choice(head, choices, single=not kind.startswith(("MULTIRESPONSE", "MR")))


def _answer(piece: str, markdown: Markdown) -> Answer:
    piece = piece.strip()
    percent = 0.0
    if piece.startswith("="):
        percent, piece = 100.0, piece[1:]
    elif weight := WEIGHT.match(piece):
        percent, piece = float(weight[1]), piece[weight.end() :]
    text, *feedback = re.split(r"(?<!\\)#", piece, maxsplit=1)
    told = markdown(_unescaped(feedback[0])) if feedback and feedback[0].strip() else ""
    return Answer(_unescaped(text).strip(), percent, told)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\])", r"\1", text)


def _plain(answers: list[Answer]) -> list[Answer]:
    """Return answers that students type: what HTML writes as `&lt;` they write as it is."""
    return [replace(answer, text=html.unescape(answer.text)) for answer in answers]


def _with_tolerance(answer: Answer) -> Answer:
    value, _, tolerance = answer.text.partition(":")
    return replace(answer, text=value.strip(), tolerance=tolerance.strip() or "0")
