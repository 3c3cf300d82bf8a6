"""The parts of a drawing's lines: numbers, colours, words, and the corners of a turtle's shape."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from .colours import canonical

_LARGEST_CANVAS = 10_000
_FARTHEST = 1e6


def number_text(value: float) -> str:
    """Return a number with at most two decimals; nan is 0, infinities and the like are far away.

    >>> number_text(-0.001), number_text(2.50)
    ('0', '2.5')
    """
    number = float(value)
    number = 0.0 if math.isnan(number) else max(-_FARTHEST, min(_FARTHEST, number))
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def canvas_size(width: float, height: float) -> tuple[int, int]:
    """Return the size in whole pixels, neither 0 nor huge."""
    return max(1, min(_LARGEST_CANVAS, int(width))), max(1, min(_LARGEST_CANVAS, int(height)))


def colour_text(value: object) -> str:
    """Return a colour's name: "" for what draws nothing, black for what is no colour."""
    return "" if value is None or value == "" else canonical(value) or "black"


def words_text(text: str) -> str:
    """Return words on one line, with one space between them."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def outline(geometry: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return the corners of a turtle's shape."""
    if geometry.get("kind") != "rectangle":
        return [(x, y) for x, y in geometry.get("points", ())]
    x, y = geometry["width"] / 2, geometry["height"] / 2
    return [(-x, -y), (x, -y), (x, y), (-x, y)]


def turned(
    points: Iterable[tuple[float, float]], stretch: tuple[float, float], angle: float
) -> list[tuple[float, float]]:
    """Return points that were stretched, then turned by an angle in degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wide = [(x * stretch[0], y * stretch[1]) for x, y in points]
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in wide]
