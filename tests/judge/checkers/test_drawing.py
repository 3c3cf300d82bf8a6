"""The checker `drawing`, by pairs of what was drawn and what was expected."""

import math
import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.judge.checkers.drawing import difference
from runtime.judge.checkers.ink import MOST_SAMPLES
from runtime.judge.fault import JudgeFault
from runtime.judge.judging import judge_test
from runtime.judge.shapes import Result
from tests.judge.turtle_wheel import draw

SQUARE = (
    "line 0 0 100 0 black 1\nline 100 0 100 100 black 1\nline 100 100 0 100 black 1\nline 0 100 0 0 black 1\n"
)
CORNER = "line 0 0 50 0\nline 50 0 50 50"

RIGHT = [
    (SQUARE, SQUARE),
    ("", ""),
    (SQUARE + "turtle 0 0 90 black", SQUARE),
    ("line 0 0 100 0 red 5", "line 100 0 0 0"),
    ("line 0 0 100 0 red 5", "line 100 0 0 0 #ff0000"),
    ("line 0 0 100 0 grey 5", "line 100 0 0 0 gray 5"),
    ("line 0 0 100 0 red 1", "line 60 0 100 0\n\nline 0 0 60 0 red\n"),
    ("line 0 0 60 0 red 1\nline 100 0 40 0 red 1", "line 0 0 100 0"),
    ("line 0 1.5 100 -1.5 red 1", "line 0 0 100 0"),
    ("line 0 0 100 0 red 1\nline 0 0 0 50 blue 1", "line 0 0 100 0 red\nline 0 0 0 50"),
    ("line 0 0 100 0 red 1\nline 0 0 100 0 blue 1", "line 0 0 100 0 red\nline 0 0 100 0 blue"),
    ("fill red 0 0 50 0 50 50", "fill red 50 50 0 0 50 0 50 50"),
    ("fill red 0 0 50 0 50 50", "fill 0 1 50 0 50 50"),
    ("dot 10 10 20 red", "dot 10 10"),
    ("dot 10 10 20 red", "dot 11 11 21"),
    ("dot 10 10 20 red\ndot 0 0 5 black", "dot 0 0 5\ndot 10 10 20 red"),
    ("text 5 5 16 center red Hello  you", "text 4 4 Hello you"),
    ("text 5 5 16 center red Hi", "text 5 5 16 center red Hi"),
    ("text 5 5 16 center red 3 left", "text 5 5 3 left"),
    ("background blue\n" + SQUARE, SQUARE),
    ("background blue\n" + SQUARE, "background #0000ff\n" + SQUARE),
    (SQUARE, "canvas 640 480\nbackground white\n" + SQUARE),
]

WRONG = [
    ("", SQUARE, "Lines are missing."),
    (SQUARE, "", "There are too many lines."),
    (SQUARE, SQUARE + "line 0 0 100 100", "Lines are missing."),
    (SQUARE + "line 0 0 100 100 black 1", SQUARE, "There are too many lines."),
    ("line 0 0 0 100 black 1", "line 0 0 100 0", "Lines are missing. There are too many lines."),
    ("line 0 0 90 0 black 1", "line 0 0 100 0", "Lines are missing."),
    ("line 0 0 110 0 black 1", "line 0 0 100 0", "There are too many lines."),
    ("line 0 0 45 0 red 1\nline 55 0 100 0 red 1", "line 0 0 100 0", "Lines are missing."),
    ("line 0 5 100 5 black 1", "line 0 0 100 0", "Lines are missing. There are too many lines."),
    ("line 0 0 100 0 black 1", "line 0 0 100 0 red", "Lines have another colour or width."),
    ("line 0 0 100 0 red 2", "line 0 0 100 0 red 1", "Lines have another colour or width."),
    (
        "line 0 0 50 0 red 1\nline 50 0 50 50 red 1",
        "line 0 0 50 0\nline 50 0 50 50 blue",
        "Lines have another colour or width.",
    ),
    ("fill red 0 0 50 0 50 50", "", "There are too many filled shapes."),
    (
        "line 0 0 50 0 red 1\nline 50 0 50 50 red 1\nline 50 50 0 0 red 1",
        "fill 0 0 50 0 50 50",
        "There are too many lines. Filled shapes are missing.",
    ),
    ("fill red 0 0 50 0 50 50", "fill blue 0 0 50 0 50 50", "Filled shapes have another colour."),
    ("", "dot 0 0", "Dots are missing."),
    ("dot 0 0 5 black\ndot 9 9 5 black", "dot 0 0", "There are too many dots."),
    ("dot 0 0 5 black", "dot 0 0 8", "Dots have another size or colour."),
    ("dot 0 0 5 black", "dot 0 0 5 red", "Dots have another size or colour."),
    ("dot 0 0 5 black", "dot 2 2 5", "Dots are missing. There are too many dots."),
    ("text 0 0 8 left black Hi", "text 0 0 hi", "Words are missing. There are too many words."),
    ("text 0 0 8 left black Hi", "text 0 9 Hi", "Words are missing. There are too many words."),
    ("text 0 0 8 left black Hi", "text 0 0 9 left black Hi", "Words have another size, colour or alignment."),
    (SQUARE, "background red\n" + SQUARE, "The background has another colour."),
    (SQUARE, "canvas 300 200\n" + SQUARE, "The canvas has another size."),
    ("canvas 300 200", "canvas 640 480", "The canvas has another size."),
    ("nonsense", "", "The drawing cannot be read."),
    ("line 0 0 1e999 0 red 1", "", "The drawing cannot be read."),
    ("line 0 0 nan 0 red 1", "", "The drawing cannot be read."),
]

FAULTS = [
    ("square 0 0", "line 1: ‘square’ is none of canvas, background, line, fill, dot, text"),
    ("\nline 0 0 5", "expected is not a drawing, line 2: write it so: line X1 Y1 X2 Y2"),
    ("line 0 0 5 5 purpel", "line 1: write it so"),
    ("line 0 0 5 5 red 1 2", "line 1: write it so"),
    ("line 0 0 5 5 1 red", "line 1: write it so"),
    ("fill red 0 0 5 5", "line 1: write it so"),
    ("fill 0 0 5 5 9 9 9", "line 1: write it so"),
    ("fill", "line 1: write it so"),
    ("dot 5", "line 1: write it so"),
    ("dot 5 5 red", "line 1: write it so"),
    ("text 5 5", "line 1: write it so"),
    ("text 5", "line 1: write it so"),
    ("background", "line 1: write it so"),
    ("canvas 5", "line 1: write it so"),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "expected"), RIGHT)
def test_right(drawn: str, expected: str) -> None:
    assert difference(drawn, expected, {}) == ""


@pytest.mark.parametrize(("drawn", "expected", "message"), WRONG)
def test_wrong(drawn: str, expected: str, message: str) -> None:
    assert difference(drawn, expected, {}) == message


@pytest.mark.parametrize(("expected", "message"), FAULTS)
def test_no_drawing_is_the_authors_fault(expected: str, message: str) -> None:
    with pytest.raises(JudgeFault) as raised:
        difference("", expected, {})
    assert message in str(raised.value)


@pytest.mark.parametrize("tolerance", [0, -1, "2", True, math.inf, math.nan])
def test_bad_tolerance(tolerance: object) -> None:
    with pytest.raises(JudgeFault, match=r"checker\.tolerance must be a number"):
        difference("", "", {"tolerance": tolerance})


@given(st.sampled_from([0.5, 1, 2, 5, 20]), st.floats(0, math.tau), st.booleans(), st.booleans())
def test_tolerance_is_in_units_of_the_canvas(
    tolerance: float, angle: float, left: bool, is_near: bool
) -> None:
    x, y = 200 * math.cos(angle), 200 * math.sin(angle)
    by = (0.99 if is_near else 2) * tolerance * (1 if left else -1)
    # Moved sideways, so that every point is as far from the line.
    aside, up = by * -math.sin(angle), by * math.cos(angle)
    moved = f"line {aside:.4f} {up:.4f} {x + aside:.4f} {y + up:.4f} red 1"
    assert (difference(moved, f"line 0 0 {x:.4f} {y:.4f}", {"tolerance": tolerance}) == "") is is_near


@given(st.lists(st.integers(1, 299), min_size=1, max_size=9, unique=True), st.randoms())
def test_how_a_line_was_cut_does_not_matter(cuts: list[int], chance: random.Random) -> None:
    pieces = [f"line {start} 0 {end} 0 red 1" for start, end in pairwise(sorted([0, *cuts, 300]))]
    chance.shuffle(pieces)
    assert difference("\n".join(pieces), "line 300 0 0 0 red 1", {"tolerance": 0.5}) == ""


def test_a_drawing_of_hostile_size_is_decided_without_looking_at_all_of_it() -> None:
    far = "line -1000000 0 1000000 0.{} red 1\n"
    drawn = "".join(far.format(index) for index in range(20_000))
    assert difference(drawn, "line 0 0 1000 0", {"tolerance": 0.5}) == "There are too many lines."
    dots = "".join(f"dot 0 0 {index}.5 red\n" for index in range(30_000))
    assert difference(dots, "dot 0 0 5\ndot 300 0", {}) == "Dots are missing. There are too many dots."
    words = "".join(f"text 0 0 8 left red {index}\n" for index in range(30_000))
    assert "too many words" in difference(words, "text 0 0 x", {})


def test_an_expected_drawing_of_such_size_is_the_authors_fault() -> None:
    long = "".join(f"line 0 {index} 999999 0\n" for index in range(2 * MOST_SAMPLES // 1_000_000 + 2))
    with pytest.raises(JudgeFault, match="too many long lines"):
        difference("line 0 0 10 0 red 1", long, {"tolerance": 1})
    assert difference(long.replace("\n", " red 1\n"), long, {}) == ""


def test_what_the_program_of_another_way_of_drawing_draws_is_the_same() -> None:
    squares = (
        "for _ in range(4): forward(100); left(90)",
        "left(90)\nfor _ in range(4): forward(100); right(90)",
        "goto(0, 100); goto(100, 100); goto(100, 0); home(); hideturtle()",
        "for _ in range(4):\n  for _ in range(20): forward(5)\n  left(90)",
    )
    for code in squares:
        assert difference(draw("from turtle import *\n" + code)["drawing"], SQUARE, {}) == ""


def judged(code: str, **test: object) -> Result:
    task: dict[str, Any] = {"checker": {"type": "drawing"}}
    result = judge_test(task, {"name": "01", **test}, [draw("from turtle import *\n" + code)])
    assert "run" not in result
    return result


def test_the_message_says_what_differs() -> None:
    result = judged("forward(100)", expected=SQUARE)
    assert (result["verdict"], result["message"]) == ("WA", "Lines are missing.")
    assert result["drawing"] == "line 0 0 100 0 black 1\nturtle 100 0 0 black\n"


def test_a_right_drawing_has_no_message() -> None:
    result = judged("for _ in range(4): forward(100); left(90)", expected=SQUARE)
    assert (result["verdict"], result["message"], result["score"]) == ("OK", "", 1)


def test_what_is_printed_does_not_count() -> None:
    assert judged("print('x'); forward(50); right(90)", expected="line 0 0 50 0")["verdict"] == "OK"


def test_a_program_that_crashed_is_not_compared() -> None:
    result = judged("forward(50); 1 / 0", expected="line 0 0 50 0")
    assert (result["verdict"], result["message"]) == ("RE", "")
    assert "drawing" in result


def test_a_call_is_judged_by_its_value() -> None:
    result = judged("forward(50)", expected="5", call="2 + 3")
    assert result["verdict"] == "WA"  # this outcome is that of a program without a call
    assert result["message"] == ""


def test_nothing_was_drawn() -> None:
    assert judged("pass", expected="line 0 0 50 0")["message"] == "Lines are missing."
    assert judged("pass", expected="")["verdict"] == "OK"
