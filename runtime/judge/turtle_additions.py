"""What the package `basthon-turtle` leaves out or does not show: methods that are set in its classes."""

import sys
from collections.abc import Callable
from typing import Any

PACKAGE = "basthon.turtle"
USUAL_FONT = ("Arial", 8, "normal")
_TRIANGLE = 3
COMPUTER_SCREEN = (1280, 960)

Screen = Any
"""The package has no types."""
Turtle = Any
Colour = Any
Package = Any


def _package() -> Package:
    return sys.modules[PACKAGE]


def setup(
    screen: Screen, width: float = 0.5, height: float = 0.75, *_place: object, **_named: object
) -> None:
    """Set the size of the canvas, in pixels or as a share of a computer's screen."""
    wide, high = _pixels(width, COMPUTER_SCREEN[0]), _pixels(height, COMPUTER_SCREEN[1])
    _package()._CFG.update(canvwidth=wide, canvheight=high)
    screen.width, screen.height = wide, high
    if screen.mode() != "world":
        screen.translate_canvas = (wide // 2, high // 2)
    screen._emit_live({"type": "size", "width": wide, "height": high})


def _pixels(size: float, whole: int) -> int:
    return max(1, int(size * whole if isinstance(size, float) and size <= 1 else size))


def screensize(
    screen: Screen, canvwidth: int | None = None, canvheight: int | None = None, bg: Colour = None
) -> tuple[int, int] | None:
    """Return the size of the canvas, or set it and the background."""
    if canvwidth is canvheight is bg is None:
        return screen.width, screen.height
    setup(screen, canvwidth or screen.width, canvheight or screen.height)
    if bg is not None:
        screen.bgcolor(bg)
    return None


def clearscreen(screen: Screen) -> None:
    """Delete all drawings and all turtles."""
    screen.reset()
    _package().Turtle._pen = None
    screen._emit_live({"type": "leave"})  # before any command, the package announces the new canvas


def resetscreen(screen: Screen) -> None:
    """Reset all turtles."""
    for turtle in dict.fromkeys(screen.turtles()):
        turtle.reset()


def textinput(_screen: Screen, title: str, prompt: str) -> str:
    """Ask for a line of text; there are no windows to ask in."""
    return input(f"{title}: {prompt} ")


def numinput(
    _screen: Screen,
    title: str,
    prompt: str,
    default: float | None = None,
    minval: float | None = None,
    maxval: float | None = None,
) -> float:
    """Ask for a number until one comes that is neither too small nor too large."""
    while True:
        line = input(f"{title}: {prompt} ")
        try:
            number = default if default is not None and not line.strip() else float(line)
        except ValueError:
            continue
        if (minval is None or number >= minval) and (maxval is None or number <= maxval):
            return number


def nothing(_screen: Screen, *_args: object, **_named: object) -> None:
    """Do nothing: what was drawn is shown as it comes, and a program ends at its end."""


def write(
    turtle: Turtle,
    arg: object,
    move: bool = False,
    align: str = "left",
    font: tuple[Any, ...] = USUAL_FONT,
    *,
    color: Colour = None,
) -> None:
    """Write at the turtle's place. Nobody knows how wide letters are here, so the turtle does not move."""
    turtle._write(str(arg), align.lower(), (*font, *USUAL_FONT[len(font) :]), color=color)


def dot(turtle: Turtle, size: Any = None, *color: Colour) -> None:  # noqa: ANN401 - a number or a colour
    """Draw a dot with this diameter."""
    if isinstance(size, str | tuple):
        size, color = None, (size,)
    width, colours = turtle.pensize(), tuple(part for part in color if part is not None)
    _tell(
        turtle,
        "dot",
        size=max(width + 4, 2 * width) if size is None else max(1, size),
        color=_package()._colorstr(colours, turtle.screen.colormode()) if colours else turtle.pencolor(),
    )


def begin_fill(turtle: Turtle) -> None:
    """Begin to go around a shape that is to be filled."""
    turtle._fillpath = [turtle.pos()]
    _tell(turtle, "begin_fill")


def end_fill(turtle: Turtle) -> None:
    """Fill the shape, when it is one."""
    if turtle.filling() and len(turtle._fillpath) >= _TRIANGLE:
        outline, fill = turtle.color()
        turtle.screen._drawpoly(turtle, turtle._fillpath, outline=outline, fill=fill)
    turtle._fillpath = None
    _tell(turtle, "end_fill")


def stamp(turtle: Turtle) -> int:
    """Leave a picture of the turtle where it is; return its number."""
    number: int = getattr(turtle, "_knapsack_last_stamp", 0) + 1
    turtle._knapsack_last_stamp = number
    turtle._knapsack_stamps = [*_stamps(turtle), number]
    _tell(turtle, "stamp", number=number, angle=turtle._old_heading, color=turtle.fillcolor())
    return number


def clearstamp(turtle: Turtle, stampid: int) -> None:
    """Delete the stamp with this number."""
    _forget(turtle, [stampid])


def clearstamps(turtle: Turtle, n: int | None = None) -> None:
    """Delete all stamps, the first `n`, or with a negative `n` the last ones."""
    stamps = _stamps(turtle)
    _forget(turtle, stamps[:n] if n is None or n >= 0 else stamps[n:])


def _forget(turtle: Turtle, numbers: list[int]) -> None:
    turtle._knapsack_stamps = [number for number in _stamps(turtle) if number not in numbers]
    _tell(turtle, "clear_stamps", numbers=list(numbers))


def _stamps(turtle: Turtle) -> list[int]:
    stamps: list[int] = getattr(turtle, "_knapsack_stamps", [])
    return stamps


def reset(turtle: Turtle) -> None:
    """Delete the turtle's drawings and put it back to where it began."""
    turtle.clear()
    turtle.penup()
    turtle.home()
    turtle._reset()
    turtle._shown = False  # so that the next line is told
    turtle.pen(shown=True, pencolor="black", fillcolor="black")


def teleport(
    turtle: Turtle, x: float | None = None, y: float | None = None, *, fill_gap: bool = False
) -> None:
    """Go to a place without drawing; a shape that is being filled ends here, unless `fill_gap` is true."""
    down, filling = turtle.isdown(), turtle.filling() and not fill_gap
    if filling:
        turtle.end_fill()
    turtle.penup()
    turtle.goto(turtle.xcor() if x is None else x, turtle.ycor() if y is None else y)
    if down:
        turtle.pendown()
    if filling:
        turtle.begin_fill()


def clone(turtle: Turtle) -> Turtle:
    """Return another turtle at the same place, with the same pen."""
    new = _package().Turtle(turtle.shape(), visible=False)
    new.degrees(turtle._fullcircle)
    new.penup()
    new.goto(turtle.pos())
    new.setheading(turtle.heading())
    new.pen(turtle.pen())
    return new


def _tell(turtle: Turtle, kind: str, **command: object) -> None:
    place = turtle.screen._convert_coordinates(*turtle.pos())
    turtle.screen._emit_live({"type": kind, "turtle": turtle._live_id, "position": place, **command})


SCREEN: dict[str, Callable[..., object]] = {
    "setup": setup,
    "screensize": screensize,
    "textinput": textinput,
    "numinput": numinput,
    "window_width": lambda screen: screen.width,
    "window_height": lambda screen: screen.height,
    "clear": clearscreen,
    "clearscreen": clearscreen,
    "resetscreen": resetscreen,
    **dict.fromkeys(("animation", "bye", "exitonclick", "mainloop", "title", "tracer", "update"), nothing),
}
TURTLE: dict[str, Callable[..., object]] = {
    "begin_fill": begin_fill,
    "end_fill": end_fill,
    "write": write,
    "dot": dot,
    "stamp": stamp,
    "clearstamp": clearstamp,
    "clearstamps": clearstamps,
    "reset": reset,
    "clone": clone,
    "teleport": teleport,
}
