"""Records what turtles draw, as text. docs/judge.md describes the form."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .colours import canonical
from .streams import OnOutput, OutputLimitExceeded

MOST_BYTES = 1 << 20
CANVAS = (640, 480)
BACKGROUND = "white"
_LARGEST_CANVAS = 10_000
_FARTHEST = 1e6
_MOST_TURTLES = 100
_ALIGN = {"start": "left", "middle": "center", "end": "right"}

Command = Mapping[str, Any]


@dataclass
class _Turtle:
    """A turtle as the package sees it: y goes down, and an angle of -90 looks to the right."""

    x: float = 0.0
    y: float = 0.0
    angle: float = -90.0
    visible: bool = False
    colour: str = "black"
    shape: str = "turtle"
    geometry: Command = field(default_factory=dict)
    stretch: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True)
class _Item:
    turtle: str
    stamp: int
    line: str


class Recorder:
    r"""The session to which the turtle package sends its commands.

    Every line goes to `on_output("drawing", line)` at once; `clear` on a line of its own says: start again.
    More than MOST_BYTES of lines raise OutputLimitExceeded, then and ever after.

    >>> recorder = Recorder(None)
    >>> recorder.emit({"type": "dot", "turtle": "1", "position": [0, -50], "size": 10, "color": "Red"})
    >>> recorder.text()
    'dot 0 50 10 red\n'
    """

    started = True

    def __init__(self, on_output: OnOutput | None) -> None:
        self.exceeded = False
        self._on_output = on_output
        self._left = MOST_BYTES
        self._size = CANVAS
        self._background = BACKGROUND
        self._shift = (0.0, 0.0)
        self._items: list[_Item] = []
        self._turtles: dict[str, _Turtle] = {}
        self._commands: dict[str, Callable[[Command], None]] = {
            "init": self._init,
            "size": self._resize,
            "background": self._paint,
            "move": self._move,
            "rotate": self._rotate,
            "visibility": self._show,
            "pen": self._pen,
            "turtle_shape": self._reshape,
            "shape": self._stretch,
            "polygon": self._fill,
            "dot": self._dot,
            "write": self._write,
            "stamp": self._stamp,
            "clear": self._clear,
            "clear_stamps": self._clear_stamps,
        }

    def start(self) -> None:
        """Do nothing: there is no browser to open."""

    def set_event_handler(self, handler: object) -> None:
        """Forget the handler: nobody clicks on a drawing or presses a key."""

    def flush(self) -> bool:
        """Say that everything has arrived."""
        return True

    def close(self) -> None:
        """Do nothing: what was drawn stays."""

    def emit(self, command: Command) -> None:
        """Take one command of the package; unknown ones draw nothing."""
        action = self._commands.get(command["type"])
        if action is not None:
            action(command)

    def finish(self) -> None:
        """Pass on where the turtles stand at the end."""
        if self._on_output:
            for line in self._standing():
                self._on_output("drawing", line + "\n")

    def text(self) -> str:
        """Return the whole drawing, "" when there is none."""
        lines = [*self._header(), *(item.line for item in self._items), *self._standing()]
        return "".join(f"{line}\n" for line in lines)

    def _say(self, line: str) -> None:
        size = len(line.encode()) + 1
        self.exceeded = self.exceeded or size > self._left
        if self.exceeded:
            raise OutputLimitExceeded
        self._left -= size
        if self._on_output:
            self._on_output("drawing", line + "\n")

    def _draw(self, command: Command, line: str, stamp: int = 0) -> None:
        self._say(line)
        self._items.append(_Item(command["turtle"], stamp, line))

    def _keep(self, items: list[_Item]) -> None:
        """Take the other items away, and say all again that is still there."""
        if len(items) == len(self._items):
            return
        self._items = items
        self._again()

    def _again(self) -> None:
        self._say("clear")
        for line in [*self._header(), *(item.line for item in self._items)]:
            self._say(line)

    def _header(self) -> list[str]:
        width, height = self._size
        canvas = [f"canvas {width} {height}"] if self._size != CANVAS else []
        return canvas + ([f"background {self._background}"] if self._background != BACKGROUND else [])

    def _standing(self) -> list[str]:
        visible = (turtle for turtle in self._turtles.values() if turtle.visible)
        return [self._turtle_line(turtle) for turtle in islice(visible, _MOST_TURTLES)]

    def _turtle_line(self, turtle: _Turtle) -> str:
        shape = "" if turtle.shape == "turtle" else f" {turtle.shape}"
        heading = _number(-(turtle.angle + 90) % 360)
        return f"turtle {self._place(turtle.x, turtle.y)} {heading} {turtle.colour}{shape}"

    def _turtle(self, command: Command) -> _Turtle:
        return self._turtles.setdefault(command["turtle"], _Turtle())

    def _place(self, x: float, y: float) -> str:
        """Return a point of the package's canvas, in turtle coordinates."""
        return f"{_number(x + self._shift[0])} {_number(-(y + self._shift[1]))}"

    def _init(self, command: Command) -> None:
        """Begin an empty canvas. Turtles of the one before come back with what they do next."""
        before = self._header() or self._items
        width, height = command["width"], command["height"]
        self._shift = (command["translate"][0] - width // 2, command["translate"][1] - height // 2)
        self._size = _size(width, height)
        self._background = _colour(command["background"]) or BACKGROUND
        self._items = []
        self._turtles = {}
        if before:
            self._again()
        else:
            for line in self._header():
                self._say(line)

    def _resize(self, command: Command) -> None:
        before, self._size = self._size, _size(command["width"], command["height"])
        if self._size != before:
            self._say(f"canvas {self._size[0]} {self._size[1]}")

    def _paint(self, command: Command) -> None:
        self._background = _colour(command["color"]) or BACKGROUND
        self._say(f"background {self._background}")

    def _move(self, command: Command) -> None:
        turtle = self._turtle(command)
        turtle.x, turtle.y = command["to"]
        start, end = self._place(*command["from"]), self._place(turtle.x, turtle.y)
        colour = _colour(command["color"])
        if command["drawing"] and start != end and colour:
            self._draw(command, f"line {start} {end} {colour} {_number(command['width'])}")

    def _rotate(self, command: Command) -> None:
        self._turtle(command).angle = command["to"]

    def _show(self, command: Command) -> None:
        turtle = self._turtle(command)
        turtle.x, turtle.y, turtle.angle = command["x"], command["y"], command["angle"]
        turtle.visible = bool(command["visible"])

    def _pen(self, command: Command) -> None:
        self._turtle(command).colour = _colour(command["fillcolor"]) or "black"

    def _reshape(self, command: Command) -> None:
        turtle = self._turtle(command)
        turtle.shape, turtle.geometry = _word(command["name"])[:20], command["geometry"]

    def _stretch(self, command: Command) -> None:
        self._turtle(command).stretch = (command["stretch_width"], command["stretch_length"])

    def _fill(self, command: Command) -> None:
        colour = _colour(command["fill"])
        if colour:
            self._draw(command, f"fill {colour} {self._corners(command['points'])}")

    def _corners(self, points: Iterable[tuple[float, float]]) -> str:
        return " ".join(self._place(x, y) for x, y in points)

    def _dot(self, command: Command) -> None:
        colour = _colour(command["color"])
        if colour:
            place, size = self._place(*command["position"]), _number(command["size"])
            self._draw(command, f"dot {place} {size} {colour}")

    def _write(self, command: Command) -> None:
        words, colour = _word(command["text"]), _colour(command["color"])
        if words and colour:
            place, size = self._place(*command["position"]), _number(command["font"][1])
            self._draw(command, f"text {place} {size} {_ALIGN[command['anchor']]} {colour} {words}")

    def _stamp(self, command: Command) -> None:
        turtle, (x, y) = self._turtle(command), command["position"]
        colour = _colour(command["color"])
        geometry = turtle.geometry
        if geometry.get("kind") == "circle":
            line = f"dot {self._place(x, y)} {_number(2 * geometry['radius'])} {colour}"
        else:
            points = _turned(_outline(geometry), turtle.stretch, command["angle"])
            line = f"fill {colour} {self._corners((x + dx, y + dy) for dx, dy in points)}"
        if colour:
            self._draw(command, line, command["number"])

    def _clear(self, command: Command) -> None:
        self._keep([item for item in self._items if item.turtle != command["turtle"]])

    def _clear_stamps(self, command: Command) -> None:
        numbers, turtle = set(command["numbers"]), command["turtle"]
        self._keep([item for item in self._items if item.turtle != turtle or item.stamp not in numbers])


def _number(value: float) -> str:
    number = float(value)
    number = 0.0 if math.isnan(number) else max(-_FARTHEST, min(_FARTHEST, number))
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _size(width: float, height: float) -> tuple[int, int]:
    return max(1, min(_LARGEST_CANVAS, int(width))), max(1, min(_LARGEST_CANVAS, int(height)))


def _colour(value: object) -> str:
    """Return a colour's name; "" is drawn with nothing, and what is no colour with black."""
    return "" if value is None or value == "" else canonical(value) or "black"


def _word(text: str) -> str:
    """Return words on one line, with one space between them."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _outline(geometry: Command) -> list[tuple[float, float]]:
    if geometry.get("kind") != "rectangle":
        return [(x, y) for x, y in geometry.get("points", ())]
    x, y = geometry["width"] / 2, geometry["height"] / 2
    return [(-x, -y), (x, -y), (x, y), (-x, y)]


def _turned(
    points: Iterable[tuple[float, float]], stretch: tuple[float, float], angle: float
) -> list[tuple[float, float]]:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wide = [(x * stretch[0], y * stretch[1]) for x, y in points]
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in wide]
