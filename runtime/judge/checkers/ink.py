"""Compares strokes as what they leave on paper: where there is ink, however it came there."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

MOST_SAMPLES = 1_000_000
_PITCHES = 4
_ROW = 1 << 32
"""Between a cell and the one above it, so that a cell is one number."""


class Stroke(NamedTuple):
    """A straight stroke, from its lesser end to its greater one. None stands for any colour, any width."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str | None
    width: float | None


Style = tuple[str | None, float | None]


class TooMuchInkError(Exception):
    """The strokes are too long to be compared."""


def compare_ink(drawn: Iterable[Stroke], wanted: Iterable[Stroke], tolerance: float) -> tuple[bool, bool]:
    """Return whether wanted ink is missing, and whether there is ink that is not wanted.

    Points of the one are looked up near the other, a tolerance apart: a gap or a bulge that is smaller is not
    seen. What is farther away than 1.9 tolerances never counts as near. Raises TooMuchInkError.

    >>> square = [Stroke(0, 0, 50, 0, "red", 1)]
    >>> compare_ink([Stroke(0, 0, 30, 0, "red", 1), Stroke(20, 1, 50, 1, "red", 1)], square, 2)
    (False, False)
    """
    got, want = dict.fromkeys(drawn), dict.fromkeys(wanted)
    kinds = {(stroke.colour is not None, stroke.width is not None) for stroke in want}
    seen = {stroke: _less(stroke, kinds) for stroke in got}
    less = {part for parts in seen.values() for part in parts}
    missing = [(stroke, [stroke]) for stroke in want if stroke not in less]
    extra = [(stroke, parts) for stroke, parts in seen.items() if not any(part in want for part in parts)]
    return _lacks(missing, less, tolerance), _lacks(extra, want, tolerance)


def _less(stroke: Stroke, kinds: set[tuple[bool, bool]]) -> list[Stroke]:
    """Return a stroke as those see it who ask for its colour or not, for its width or not."""
    return [
        stroke._replace(colour=stroke.colour if colour else None, width=stroke.width if width else None)
        for colour, width in kinds
    ]


def _lacks(asked: Sequence[tuple[Stroke, list[Stroke]]], ink: Iterable[Stroke], tolerance: float) -> bool:
    """Whether a point of a stroke has no ink near it that looks like one of those given with the stroke."""
    if not asked:
        return False
    pitch = tolerance / _PITCHES
    cells: dict[Style, set[int]] = {}
    for stroke in _measured(ink, tolerance):
        cells.setdefault(stroke[4:], set()).update(_cells(stroke, tolerance, pitch))
    near = _near()
    _measured((stroke for stroke, _ in asked), tolerance)
    for stroke, parts in asked:
        found = [cells[part[4:]] for part in parts if part[4:] in cells]
        for cell in _cells(stroke, tolerance, pitch):
            if not any(cell + step in there for step in near for there in found):
                return True
    return False


def too_much_ink(strokes: Iterable[Stroke], step: float) -> bool:
    """Whether the strokes are so long that to look at points a step apart would take seconds."""
    return sum(_count(stroke, step) for stroke in strokes) > MOST_SAMPLES


def _measured(strokes: Iterable[Stroke], step: float) -> list[Stroke]:
    given = list(strokes)
    if too_much_ink(given, step):
        raise TooMuchInkError
    return given


def _count(stroke: Stroke, step: float) -> int:
    return math.ceil(math.hypot(stroke.x2 - stroke.x1, stroke.y2 - stroke.y1) / step) or 1


def _cells(stroke: Stroke, step: float, pitch: float) -> Iterator[int]:
    """Return the cells of points along a stroke, `step` apart, both ends among them."""
    count = _count(stroke, step)
    x, y = stroke.x1 / pitch, stroke.y1 / pitch
    right, up = (stroke.x2 - stroke.x1) / pitch / count, (stroke.y2 - stroke.y1) / pitch / count
    for index in range(count + 1):
        yield round(y + up * index) * _ROW + round(x + right * index)


def _near() -> list[int]:
    """Return the ways to all cells within a tolerance, the nearest first.

    Half a step lies between a point and the next sample at most, and rounding moves both by half a cell.
    """
    reach = _PITCHES * math.hypot(1, 0.5) + math.sqrt(2)
    around = range(-math.ceil(reach), math.ceil(reach) + 1)
    steps = [(math.hypot(x, y), y * _ROW + x) for x in around for y in around]
    return [step for distance, step in sorted(steps) if distance <= reach]
