"""The `drawing` checker: what turtles drew, compared as a picture."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from ..drawing import BACKGROUND, CANVAS
from ..fault import JudgeFault
from ..picture import Dot, DrawingError, Fill, Line, Picture, Words, read_drawing
from .ink import Stroke, TooMuchInkError, compare_ink, too_much_ink
from .options import Options

DEFAULT_TOLERANCE = 2
LEAST_TOLERANCE = 0.5


class _Sentences(NamedTuple):
    missing: str
    extra: str
    look: str


_LINES = _Sentences("Lines are missing.", "There are too many lines.", "Lines have another colour or width.")
_FILLS = _Sentences(
    "Filled shapes are missing.", "There are too many filled shapes.", "Filled shapes have another colour."
)
_DOTS = _Sentences("Dots are missing.", "There are too many dots.", "Dots have another size or colour.")
_WORDS = _Sentences(
    "Words are missing.", "There are too many words.", "Words have another size, colour or alignment."
)
Placed = TypeVar("Placed", Dot, Words)
Missing = bool
Extra = bool


def difference(drawn: str, expected: str, options: Options) -> str:
    r"""Return sentences for the student about what differs, "" when the drawing is right.

    What `expected` does not say does not count. Raises JudgeFault when it is no drawing.

    >>> difference("line 0 0 50 0 red 1", "line 50 0 20 0\nline 0 0 20 0 red", {})
    ''
    >>> difference("line 0 0 50 0 red 1", "line 0 0 50 0 blue", {})
    'Lines have another colour or width.'
    """
    tolerance = _tolerance(options)
    try:
        wanted = read_drawing(expected)
    except DrawingError as fault:
        raise JudgeFault(f"expected is not a drawing, {fault}") from fault
    try:
        got = read_drawing(drawn)
    except DrawingError:
        return "The drawing cannot be read."
    said = [
        *_paper(got, wanted),
        *_ink(_LINES, _line_strokes(got.lines), _line_strokes(wanted.lines), tolerance),
        *_ink(_FILLS, _fill_strokes(got.fills), _fill_strokes(wanted.fills), tolerance),
        *_placed(_DOTS, got.dots, wanted.dots, tolerance),
        *_placed(_WORDS, got.texts, wanted.texts, tolerance),
    ]
    return " ".join(said)


def _tolerance(options: Options) -> float:
    value = options.get("tolerance", DEFAULT_TOLERANCE)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not LEAST_TOLERANCE <= value < math.inf
    ):
        raise JudgeFault(f"checker.tolerance must be a number, {LEAST_TOLERANCE} or more")
    return value


def _paper(got: Picture, wanted: Picture) -> list[str]:
    said = []
    if wanted.canvas and wanted.canvas != (got.canvas or CANVAS):
        said.append("The canvas has another size.")
    if wanted.background and wanted.background != (got.background or BACKGROUND):
        said.append("The background has another colour.")
    return said


def _tell(sentences: _Sentences, compare: Callable[[bool], tuple[Missing, Extra]]) -> list[str]:
    """Say what is wrong; `compare(True)` looks at places only."""
    missing, extra = compare(False)
    if not missing and not extra:
        return []
    if compare(True) == (False, False):
        return [sentences.look]
    return [sentences.missing] * missing + [sentences.extra] * extra


def _ink(sentences: _Sentences, got: list[Stroke], wanted: list[Stroke], tolerance: float) -> list[str]:
    def compare(anyhow: bool) -> tuple[Missing, Extra]:
        asked = [stroke._replace(colour=None, width=None) for stroke in wanted] if anyhow else wanted
        return compare_ink(got, asked, tolerance)

    try:
        return _tell(sentences, compare)
    except TooMuchInkError:
        if too_much_ink(wanted, tolerance):
            raise JudgeFault("expected has too many long lines to be compared") from None
        return [sentences.extra]


def _line_strokes(lines: Iterable[Line]) -> list[Stroke]:
    return [Stroke(line.x1, line.y1, line.x2, line.y2, line.colour, line.width) for line in lines]


def _fill_strokes(fills: Iterable[Fill]) -> list[Stroke]:
    """Return the outlines of filled shapes."""
    strokes = []
    for fill in fills:
        for start, end in zip(fill.points, [*fill.points[1:], fill.points[0]], strict=True):
            if start != end:
                strokes.append(Stroke(*min(start, end), *max(start, end), fill.colour, None))
    return strokes


def _placed(
    sentences: _Sentences, got: Sequence[Placed], wanted: Sequence[Placed], tolerance: float
) -> list[str]:
    def compare(anyhow: bool) -> tuple[Missing, Extra]:
        def fits(one: Placed, asked: Placed) -> bool:
            close = math.hypot(one.x - asked.x, one.y - asked.y) <= tolerance
            return close and _alike(one, asked, tolerance, anyhow)

        return (
            _lonely(wanted, got, tolerance, lambda asked, one: fits(one, asked)),
            _lonely(got, wanted, tolerance, fits),
        )

    return _tell(sentences, compare)


def _alike(one: Dot | Words, asked: Dot | Words, tolerance: float, anyhow: bool) -> bool:
    """Whether two things at one place look the same, as far as it was said how they look."""
    if isinstance(one, Words) and isinstance(asked, Words) and one.words != asked.words:
        return False
    if anyhow:
        return True
    if isinstance(one, Dot):
        size = asked.size is None or abs((one.size or 0) - asked.size) <= tolerance
        return size and asked.colour in {None, one.colour}
    return isinstance(asked, Words) and (
        asked.size is None or (one.size, one.align, one.colour) == (asked.size, asked.align, asked.colour)
    )


def _lonely(
    ones: Iterable[Placed], others: Iterable[Placed], cell: float, fits: Callable[[Placed, Placed], bool]
) -> bool:
    """Whether one of them has no fitting other within a cell's width."""
    cells: dict[tuple[int, int], list[Placed]] = {}
    for other in dict.fromkeys(others):
        cells.setdefault((math.floor(other.x / cell), math.floor(other.y / cell)), []).append(other)
    for one in dict.fromkeys(ones):
        x, y = math.floor(one.x / cell), math.floor(one.y / cell)
        around = ((x + right, y + up) for right in (0, -1, 1) for up in (0, -1, 1))
        if not any(fits(one, other) for place in around for other in cells.get(place, ())):
            return True
    return False
