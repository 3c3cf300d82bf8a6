from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.importing.gift import read_gift
from tests.builder.importing.banks import gift, only, read, told

CHOICES: dict[str, Any] = {"type": "single", "choices": ["Paris", "Lyon"], "answer": 0}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Capital? {=Paris ~Lyon}", CHOICES),
        ("Capital? {\n  =Paris\n  ~Lyon\n}", CHOICES),
        ("Capital? {~=Paris ~Lyon}", CHOICES),
        ("Capital? {~%50%Paris ~%50%Lyon ~%-100%Mars}", {"type": "multiple", "answer": [0, 1]}),
        ("Sure? {T}", {"type": "single", "choices": ["True", "False"], "answer": 0}),
        ("Sure? {FALSE}", {"answer": 1}),
        ("Who? {=Ada =Ada Lovelace}", {"type": "text", "answer": ["Ada", "Ada Lovelace"]}),
        ("Who? {Ada}", {"type": "text", "answer": ["Ada"]}),
        ("When? {#1815}", {"type": "number", "answer": 1815, "tolerance": 0}),
        ("When? {#1815:2}", {"answer": 1815, "tolerance": 2}),
        ("When? {#1..5}", {"answer": 3, "tolerance": 2}),
        ("When? {#=1.5:0.25}", {"answer": 1.5, "tolerance": 0.25}),
        ("Two {~plus =times} two.", {"prompt": r"Two \_\_\_\_\_ two.", "answer": 1}),
        (r"a \= \{b\} \# \~ \: c\\d\ne {T}", {"prompt": "a = \\{b} # \\~ : c\\\\d  \ne"}),
        ("[html]<b>x</b> {T}", {"prompt": "**x**"}),
        ("[markdown]*x* {T}", {"prompt": "*x*"}),
        ("[plain]*x* <b> {T}", {"prompt": r"\*x\* &lt;b>"}),
        ("[odd] x {T}", {"prompt": r"\[odd] x"}),
        ("::A title:: x {T}", {"id": "a_title", "prompt": "x"}),
        ("// [id:q_7] [tag:x]\n::A title:: x {T}", {"id": "q_7"}),
        ("x {T####Because.}", {"explain": "Because."}),
        ("x {=a#Right ~b ####Because.}", {"explain": "Because.\n\nRight"}),
        ("x {\n// a remark\n=a ~[html]<i>b</i>}", {"choices": ["a", "*b*"]}),
        ("\ufeffx\r\ny {T}", {"prompt": "x  \ny"}),
    ],
)
def test_questions(tmp_path: Path, text: str, made: dict[str, Any]) -> None:
    question = only(gift(tmp_path, text))
    assert {name: question.get(name) for name in made} == made


def test_categories_become_quizzes(tmp_path: Path) -> None:
    haul = gift(tmp_path, "a {T}\n\n$CATEGORY: $course$/Loops\n\nb {T}\n\nc {F}\n")
    assert [(quiz["id"], quiz["title"], len(quiz["questions"])) for quiz in haul.quizzes] == [
        ("bank", "bank", 1),
        ("loops", "Loops", 2),
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Say something. {}", "the question: an essay, which no program can mark"),
        ("Just read.", "the text: it has no { }, so nothing is asked"),
        ("Match {=a -> b =c -> d}", "the question: pairs to match"),
        ("x {=a =*}", "the answer ‘*’: * stands for any text, which no answer can here"),
        ("x {=a ~b#No}", "the feedback of 1 answer that is not right"),
        ("x {#=1 =%50%2}", "part of the points for ‘2’ (50 %): it counts as wrong here"),
        ("x {#1 ~#No}", "the feedback of 1 answer that is not right"),
        ("x {=a =b ~c}", "the question: 2 choices are right, and the student picks one"),
        ('[html]<img src="@@PLUGINFILE@@/a.png"> x {T}', "the picture ‘a.png’ is not in the source"),
    ],
)
def test_what_has_no_place_is_listed(tmp_path: Path, text: str, left: str) -> None:
    haul = gift(tmp_path, f"\n\n{text}\n\nlast {{T}}")
    assert haul.log.errors == []
    assert [(remark.line, remark.message) for remark in haul.log.left] == [(3, left)]


def test_malformed_questions_are_all_told_with_their_lines(tmp_path: Path) -> None:
    text = """// bank
first {T}

open { =a

closed }

::no end of the title {T}

one {~a}

none {~a ~b}

number {#about 3}

half {=a -> b =c}

before {x =a}

empty {~ =b}

a {T}
b {T}

{T}

number {#}
"""
    assert told(gift(tmp_path, text).log.errors) == [
        (
            4,
            "open: there is a { without its } before the next empty line; write \\{ for a brace that is text",
        ),
        (6, "closed }: there is a } without its {; write \\} for a brace that is text"),
        (8, "question 4: the name of the question has no :: at its end"),
        (10, "one: it needs at least two choices"),
        (12, "none: no choice is right"),
        (14, "number: ‘about 3’ is not a number"),
        (16, "half: ‘c’ is one half of a pair; write it with -> and the other"),
        (18, "before: ‘x’ stands before the first ="),
        (20, "empty: a choice is empty"),
        (23, "a: there is a second {; is an empty line missing? Write \\{ for a brace that is text"),
        (25, "question 12: nothing is asked: there is no text before the braces"),
        (27, "number: it has no number"),
    ]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ("a {T}\n\n\xff".encode("latin-1"), 3, "is not UTF-8 text"),
        (b"// nothing\n", 0, "there is no question in it"),
        (b"a" * 1_100_000, 0, "At most 1 MB is allowed"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    (remark,) = read(read_gift, tmp_path / "bank.gift", data).log.errors
    assert remark.line == line
    assert message in remark.message
