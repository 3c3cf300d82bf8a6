"""Reads the text of a drawing, as turtles leave it or authors write it. docs/judge.md describes the form."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .colours import canonical

_NUMBER = re.compile(r"-?\d{1,7}(\.\d{1,6})?")
_STYLED_WORDS = re.compile(r"(\S+) (left|center|right) (\S+) (.+)")
_COORDINATES = 4
T = TypeVar("T")
U = TypeVar("U")


class DrawingError(Exception):
    """The text is no drawing; the message names the line."""


@dataclass(frozen=True)
class Line:
    """A line without a direction. None stands for any colour, any width."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str | None
    width: float | None


@dataclass(frozen=True)
class Fill:
    """A filled shape."""

    points: tuple[tuple[float, float], ...]
    colour: str | None


@dataclass(frozen=True)
class Dot:
    """A disc; `size` is its diameter."""

    x: float
    y: float
    size: float | None
    colour: str | None


@dataclass(frozen=True)
class Words:
    """A text at a point; the first three of its properties are all there or all None."""

    x: float
    y: float
    size: float | None
    align: str | None
    colour: str | None
    words: str


@dataclass
class Picture:
    """All that a drawing says; turtles are left out."""

    canvas: tuple[float, float] | None = None
    background: str | None = None
    lines: list[Line] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[Words] = field(default_factory=list)


def read_drawing(text: str) -> Picture:
    """Return what a drawing says.

    Raises DrawingError where the text is none.

    >>> read_drawing("line 0 0 50 0 red").lines
    [Line(x1=0.0, y1=0.0, x2=50.0, y2=0.0, colour='red', width=None)]
    """
    picture = Picture()
    for number, line in enumerate(text.splitlines(), 1):
        kind, _, rest = line.strip().partition(" ")
        if not kind or kind == "turtle":
            continue
        read = _READERS.get(kind)
        if read is None:
            raise DrawingError(f"line {number}: ‘{kind[:20]}’ is none of {', '.join(_READERS)}")
        try:
            read(picture, rest)
        except ValueError:
            raise DrawingError(f"line {number}: write it so: {_FORMS[kind]}") from None
    return picture


_FORMS = {
    "canvas": "canvas WIDTH HEIGHT",
    "background": "background COLOUR",
    "line": "line X1 Y1 X2 Y2, perhaps with COLOUR, perhaps with COLOUR WIDTH",
    "fill": "fill COLOUR X1 Y1 X2 Y2 X3 Y3 and so on, or without COLOUR",
    "dot": "dot X Y, perhaps with DIAMETER, perhaps with DIAMETER COLOUR",
    "text": "text X Y WORDS, or text X Y SIZE ALIGN COLOUR WORDS",
}


def _canvas(picture: Picture, rest: str) -> None:
    width, height = _numbers(rest.split())
    picture.canvas = (width, height)


def _background(picture: Picture, rest: str) -> None:
    picture.background = _colour(rest)


def _line(picture: Picture, rest: str) -> None:
    tokens = rest.split()
    x1, y1, x2, y2 = _numbers(tokens[:_COORDINATES])
    colour, width = _optional(tokens[_COORDINATES:], _colour, _number)
    start, end = sorted(((x1, y1), (x2, y2)))
    picture.lines.append(Line(*start, *end, colour, width))


def _fill(picture: Picture, rest: str) -> None:
    tokens = rest.split()
    said = bool(tokens) and not _NUMBER.fullmatch(tokens[0])
    colour = _colour(tokens.pop(0)) if said else None
    numbers = _numbers(tokens)
    if len(numbers) % 2 or len(numbers) < 2 * 3:
        raise ValueError
    picture.fills.append(Fill(tuple(zip(numbers[::2], numbers[1::2], strict=True)), colour))


def _dot(picture: Picture, rest: str) -> None:
    tokens = rest.split()
    x, y = _numbers(tokens[:2])
    size, colour = _optional(tokens[2:], _number, _colour)
    picture.dots.append(Dot(x, y, size, colour))


def _words(picture: Picture, rest: str) -> None:
    first, second, *words = rest.split()
    x, y = _numbers([first, second])
    said = " ".join(words)
    styled = _STYLED_WORDS.fullmatch(said)
    if styled and _NUMBER.fullmatch(styled[1]) and canonical(styled[3]):
        picture.texts.append(Words(x, y, float(styled[1]), styled[2], canonical(styled[3]), styled[4]))
    elif said:
        picture.texts.append(Words(x, y, None, None, None, said))
    else:
        raise ValueError


_READERS: dict[str, Callable[[Picture, str], None]] = {
    "canvas": _canvas,
    "background": _background,
    "line": _line,
    "fill": _fill,
    "dot": _dot,
    "text": _words,
}


def _optional(
    tokens: Sequence[str], first: Callable[[str], T], second: Callable[[str], U]
) -> tuple[T | None, U | None]:
    if len(tokens) > 2:  # noqa: PLR2004
        raise ValueError
    return (
        first(tokens[0]) if tokens else None,
        second(tokens[1]) if len(tokens) > 1 else None,
    )


def _numbers(tokens: Sequence[str]) -> list[float]:
    return [_number(token) for token in tokens]


def _number(token: str) -> float:
    if not _NUMBER.fullmatch(token):
        raise ValueError
    return float(token)


def _colour(token: str) -> str:
    colour = canonical(token)
    if colour is None:
        raise ValueError
    return colour
