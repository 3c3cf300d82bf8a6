"""Records what turtles draw, as text. docs/judge.md describes the form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .drawing_parts import canvas_size, colour_text, number_text, outline, turned, words_text
from .streams import OnOutput, OutputLimitExceeded

MOST_BYTES = 1 << 20
CANVAS = (640, 480)
BACKGROUND = "white"
_MOST_TURTLES = 100
_ALIGN = {"start": "left", "middle": "center", "end": "right"}

Command = Mapping[str, Any]

# A student may replace builtins while our methods run inside the program.
_len = len


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


@dataclass(eq=False)
class _Item:
    """A line of the drawing; "" as long as a turtle goes around a shape that is to be filled."""

    turtle: str
    line: str
    stamp: int = 0


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
        self._told = 0
        self._turtles: dict[str, _Turtle] = {}
        self._commands: dict[str, Callable[[Command], None]] = {
            "init": self._init,
            "leave": self._leave,
            "size": self._resize,
            "background": self._paint,
            "move": self._move,
            "rotate": self._rotate,
            "visibility": self._show,
            "pen": self._pen,
            "turtle_shape": self._reshape,
            "shape": self._stretch,
            "begin_fill": self._begin_fill,
            "polygon": self._fill,
            "end_fill": self._end_fill,
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
        """Pass on what is left, and where the turtles stand at the end."""
        self._items = [item for item in self._items if item.line]
        self._tell_items()
        for line in self._standing():
            self._tell(line)

    def text(self) -> str:
        """Return the whole drawing, "" when there is none."""
        lines = [*self._header(), *(item.line for item in self._items), *self._standing()]
        return "".join(f"{line}\n" for line in lines if line)

    def _tell(self, line: str) -> None:
        if self._on_output:
            self._on_output("drawing", line + "\n")

    def _tell_items(self) -> None:
        """Pass on all up to a shape that lies below what comes after it, and is not there yet."""
        while self._told < _len(self._items) and self._items[self._told].line:
            self._tell(self._items[self._told].line)
            self._told += 1

    def _spend(self, line: str) -> None:
        size = _len(line.encode()) + 1
        self.exceeded = self.exceeded or size > self._left
        if self.exceeded:
            raise OutputLimitExceeded
        self._left -= size

    def _say(self, line: str) -> None:
        self._spend(line)
        self._tell(line)

    def _draw(self, command: Command, line: str, stamp: int = 0) -> None:
        self._spend(line)
        self._items.append(_Item(command["turtle"], line, stamp))
        self._tell_items()

    def _keep(self, items: list[_Item]) -> None:
        """Take the other items away, and say again all that is still there."""
        if _len(items) == _len(self._items):
            return
        self._items = items
        self._again()

    def _again(self) -> None:
        self._say("clear")
        for line in self._header():
            self._say(line)
        for item in self._items:
            self._spend(item.line)
        self._told = 0
        self._tell_items()

    def _header(self) -> list[str]:
        width, height = self._size
        canvas = [f"canvas {width} {height}"] if self._size != CANVAS else []
        return canvas + ([f"background {self._background}"] if self._background != BACKGROUND else [])

    def _standing(self) -> list[str]:
        visible = (turtle for turtle in self._turtles.values() if turtle.visible)
        return [self._turtle_line(turtle) for turtle in islice(visible, _MOST_TURTLES)]

    def _turtle_line(self, turtle: _Turtle) -> str:
        shape = "" if turtle.shape == "turtle" else f" {turtle.shape}"
        heading = number_text(-(turtle.angle + 90) % 360)
        return f"turtle {self._place(turtle.x, turtle.y)} {heading} {turtle.colour}{shape}"

    def _turtle(self, command: Command) -> _Turtle:
        return self._turtles.setdefault(command["turtle"], _Turtle())

    def _place(self, x: float, y: float) -> str:
        """Return a point of the package's canvas, in turtle coordinates."""
        return f"{number_text(x + self._shift[0])} {number_text(-(y + self._shift[1]))}"

    def _init(self, command: Command) -> None:
        """Begin an empty canvas."""
        before = self._header() or self._items
        width, height = command["width"], command["height"]
        self._shift = (command["translate"][0] - width // 2, command["translate"][1] - height // 2)
        self._size = canvas_size(width, height)
        self._background = colour_text(command["background"]) or BACKGROUND
        self._items = []
        self._told = 0
        if before:
            self._again()
        else:
            for line in self._header():
                self._say(line)

    def _leave(self, _command: Command) -> None:
        self._turtles = {}

    def _resize(self, command: Command) -> None:
        before, self._size = self._size, canvas_size(command["width"], command["height"])
        if self._size != before:
            self._say(f"canvas {self._size[0]} {self._size[1]}")

    def _paint(self, command: Command) -> None:
        self._background = colour_text(command["color"]) or BACKGROUND
        self._say(f"background {self._background}")

    def _move(self, command: Command) -> None:
        turtle = self._turtle(command)
        turtle.x, turtle.y = command["to"]
        start, end = self._place(*command["from"]), self._place(turtle.x, turtle.y)
        colour = colour_text(command["color"])
        if command["drawing"] and start != end and colour:
            self._draw(command, f"line {start} {end} {colour} {number_text(command['width'])}")

    def _rotate(self, command: Command) -> None:
        self._turtle(command).angle = command["to"]

    def _show(self, command: Command) -> None:
        turtle = self._turtle(command)
        turtle.x, turtle.y, turtle.angle = command["x"], command["y"], command["angle"]
        turtle.visible = bool(command["visible"])

    def _pen(self, command: Command) -> None:
        self._turtle(command).colour = colour_text(command["fillcolor"]) or "black"

    def _reshape(self, command: Command) -> None:
        turtle = self._turtle(command)
        turtle.shape, turtle.geometry = words_text(command["name"])[:20], command["geometry"]

    def _stretch(self, command: Command) -> None:
        self._turtle(command).stretch = (command["stretch_width"], command["stretch_length"])

    def _begin_fill(self, command: Command) -> None:
        """Keep a place below all that is drawn from now on."""
        self._end_fill(command)
        self._items.append(_Item(command["turtle"], ""))

    def _fill(self, command: Command) -> None:
        colour = colour_text(command["fill"])
        if not colour:
            return
        line = f"fill {colour} {self._corners(command['points'])}"
        self._spend(line)
        places = self._open(command)
        if places:
            places[0].line = line
        else:
            self._items.append(_Item(command["turtle"], line))
        self._tell_items()

    def _end_fill(self, command: Command) -> None:
        """Give the place away that nothing came to."""
        waiting = self._open(command)
        if waiting:
            left = [item for item in self._items[self._told :] if item not in waiting]
            self._items[self._told :] = left
            self._tell_items()

    def _open(self, command: Command) -> list[_Item]:
        waiting = self._items[self._told :]
        return [item for item in waiting if not item.line and item.turtle == command["turtle"]]

    def _corners(self, points: Iterable[tuple[float, float]]) -> str:
        return " ".join(self._place(x, y) for x, y in points)

    def _dot(self, command: Command) -> None:
        colour = colour_text(command["color"])
        if colour:
            place, size = self._place(*command["position"]), number_text(command["size"])
            self._draw(command, f"dot {place} {size} {colour}")

    def _write(self, command: Command) -> None:
        words, colour = words_text(command["text"]), colour_text(command["color"])
        if words and colour:
            place, size = self._place(*command["position"]), number_text(command["font"][1])
            self._draw(command, f"text {place} {size} {_ALIGN[command['anchor']]} {colour} {words}")

    def _stamp(self, command: Command) -> None:
        turtle, (x, y) = self._turtle(command), command["position"]
        colour = colour_text(command["color"])
        geometry = turtle.geometry
        if geometry.get("kind") == "circle":
            line = f"dot {self._place(x, y)} {number_text(2 * geometry['radius'])} {colour}"
        else:
            points = turned(outline(geometry), turtle.stretch, command["angle"])
            line = f"fill {colour} {self._corners((x + dx, y + dy) for dx, dy in points)}"
        if colour:
            self._draw(command, line, command["number"])

    def _clear(self, command: Command) -> None:
        self._keep([item for item in self._items if item.turtle != command["turtle"]])

    def _clear_stamps(self, command: Command) -> None:
        numbers, turtle = set(command["numbers"]), command["turtle"]
        self._keep([item for item in self._items if item.turtle != turtle or item.stamp not in numbers])
