import sys

import pytest

from runtime.judge import execute
from runtime.judge.drawing import MOST_BYTES
from tests.judge.fresh import execute_fresh
from tests.judge.turtle_wheel import draw, drawn, installed

SQUARE = [
    "line 0 0 100 0 black 1",
    "line 100 0 100 100 black 1",
    "line 100 100 0 100 black 1",
    "line 0 100 0 0 black 1",
]
ONE = "line 0 0 50 0 black 1"

PROGRAMS = [
    ("for _ in range(4):\n  forward(100)\n  left(90)", SQUARE),
    ("backward(50)", ["line 0 0 -50 0 black 1"]),
    ("penup(); forward(50); pendown(); right(90); forward(1.239)", ["line 50 0 50 -1.24 black 1"]),
    ("forward(0)\nleft(360)", []),
    ("pensize(3); pencolor('Red'); goto(10, -20)", ["line 0 0 10 -20 red 3"]),
    ("color('#FF8800'); forward(50)", ["line 0 0 50 0 #ff8800 1"]),
    ("colormode(255); color(255, 0, 0); forward(50)", ["line 0 0 50 0 red 1"]),
    ("color(0, 0, 1); forward(50)", ["line 0 0 50 0 blue 1"]),
    ("color('dark grey'); forward(50)", ["line 0 0 50 0 darkgray 1"]),
    ("color('red3'); forward(50)", ["line 0 0 50 0 #cd0000 1"]),
    (
        "circle(10, steps=4)",
        [
            "line 0 0 10 10 black 1",
            "line 10 10 0 20 black 1",
            "line 0 20 -10 10 black 1",
            "line -10 10 0 0 black 1",
        ],
    ),
    ("radians(); left(3.14159265 / 2); forward(50)", ["line 0 0 0 50 black 1"]),
    ("mode('logo'); forward(50); right(90); forward(5)", ["line 0 0 0 50 black 1", "line 0 50 5 50 black 1"]),
    ("dot()", ["dot 0 0 5 black"]),
    ("dot(20)", ["dot 0 0 20 black"]),
    ("dot(20, 'red')", ["dot 0 0 20 red"]),
    ("colormode(255); dot(20, (0, 255, 0))", ["dot 0 0 20 lime"]),
    ("colormode(255); Turtle().dot(20, 0, 255, 0)", ["dot 0 0 20 lime"]),
    ("pensize(10); dot('blue')", ["dot 0 0 20 blue"]),
    ("write('Hi')", ["text 0 0 8 left black Hi"]),
    (
        "write('Привет,\\n  мир', align='center', font=('Arial', 16, 'bold'))",
        ["text 0 0 16 center black Привет, мир"],
    ),
    ("goto(50, 0); write((1, 2), align='right')", [ONE, "text 50 0 8 right black (1, 2)"]),
    ("write('')", []),
    ("write('Hi', False, 'right', ('Arial', 9, 'bold'))", ["text 0 0 9 right black Hi"]),
    ("write('Hi', move=True, font=('Arial', 9))", ["text 0 0 9 left black Hi"]),
    ("colormode(255); dot(20, 0, 255, 0)", ["dot 0 0 20 lime"]),
    (
        "fillcolor('gold'); begin_fill(); fd(50); lt(90); fd(50); end_fill()",
        ["fill gold 0 0 50 0 50 50", ONE, "line 50 0 50 50 black 1"],
    ),
    ("begin_fill(); forward(50); end_fill()", [ONE]),
    ("end_fill(); forward(50)", [ONE]),
    ("forward(50); begin_fill(); dot()", [ONE, "dot 50 0 5 black"]),
    ("begin_fill(); begin_fill(); forward(50)", [ONE]),
    (
        "a = Turtle(); a.begin_fill(); begin_fill()\n"
        "for t in (getturtle(), a): t.fd(9); t.lt(90); t.fd(9); t.end_fill()",
        [
            "fill black 0 0 9 0 9 9",
            "fill black 0 0 9 0 9 9",
            *["line 0 0 9 0 black 1", "line 9 0 9 9 black 1"] * 2,
        ],
    ),
    (
        "begin_fill(); circle(9, steps=3); clear(); end_fill(); dot()",
        ["dot 0 0 5 black"],
    ),
    ("bgcolor('navy'); forward(50)", ["background navy", ONE]),
    ("forward(50); bgcolor('#fff')", [ONE]),
    ("setup(800, 600); forward(50)", ["canvas 800 600", ONE]),
    ("forward(50); setup(width=301, height=200)", ["canvas 301 200", ONE]),
    ("setup(0.25, 0.5); forward(50)", ["canvas 320 480", ONE]),
    (
        "screensize(300, 200, 'pink'); print(screensize()); forward(50)",
        ["canvas 300 200", "background pink", ONE],
    ),
    (
        "setup(400, 300); goto(window_width() / 2, window_height() / 2)",
        ["canvas 400 300", "line 0 0 200 150 black 1"],
    ),
    ("Screen().setworldcoordinates(0, 0, 64, 48); goto(32, 24)", ["line -320 -240 0 0 black 1"]),
    ("tracer(0); speed('fastest'); forward(50); update(); title('x'); delay(1)", [ONE]),
    ("forward(9); clear(); goto(50, 0)", ["line 9 0 50 0 black 1"]),
    ("color('red'); pensize(5); left(90); forward(9); reset(); forward(50)", [ONE]),
    ("forward(50); Turtle().clear()", [ONE]),
    ("a = Turtle(); a.forward(50); b = Turtle(); b.backward(5); b.clear()", [ONE]),
    ("forward(9); bgcolor('red'); clearscreen(); forward(50)", [ONE]),
    ("forward(9); clearscreen()", []),
    ("a = Turtle(); a.fd(9); forward(9); resetscreen(); forward(50)", [ONE]),
    ("penup(); forward(50); t = getturtle().clone(); t.pendown(); t.home()", ["line 50 0 0 0 black 1"]),
    ("color(''); forward(50); fillcolor(''); dot(5, 'red')", ["dot 50 0 5 red"]),
    ("hideturtle(); forward(50); showturtle()", [ONE]),
    ("forward(50); done()", [ONE]),
    ("forward(50); mainloop()", [ONE]),
    ("forward(50); exitonclick()", [ONE]),
    ("forward(50); Screen().mainloop()", [ONE]),
    ("animation('on'); forward(50); Screen().exitonclick()", [ONE]),
    ("forward(9); Screen().clear(); forward(50)", [ONE]),
    ("teleport(50, 0); home()", ["line 50 0 0 0 black 1"]),
    ("penup(); teleport(y=9); forward(5); print(pos())", []),
    (
        "color('', 'red'); begin_fill(); circle(9, steps=3); teleport(5); end_fill()",
        ["fill red 0 0 7.79 13.5 -7.79 13.5 0 0"],
    ),
    ("onkey(print, 'Up'); listen(); forward(50)", [ONE]),
]


@pytest.mark.parametrize(("code", "lines"), PROGRAMS)
def test_draws(code: str, lines: list[str]) -> None:
    assert drawn(code) == lines


STAMPS = [
    ("shape('square'); stamp()", ["fill black -10 -10 -10 10 10 10 10 -10"]),
    ("shape('circle'); color('red'); stamp()", ["dot 0 0 20 red"]),
    ("shape('triangle'); penup(); goto(100, 0); stamp()", ["fill black 94.23 10 111.55 0 94.23 -10"]),
    ("shape('square'); shapesize(1, 2); left(90); stamp()", ["fill black 10 -20 -10 -20 -10 20 10 20"]),
    ("shape('circle'); a = stamp(); fd(50); clearstamp(a)", [ONE]),
    (
        "shape('circle'); [stamp() for _ in range(3)]; clearstamps(2); stamp(); clearstamps(-1)",
        ["dot 0 0 20 black"],
    ),
    ("shape('circle'); stamp(); stamp(); clearstamps()", []),
    ("shape('circle'); stamp(); clear()", []),
]


@pytest.mark.parametrize(("code", "lines"), STAMPS)
def test_stamps_the_shape_of_the_turtle(code: str, lines: list[str]) -> None:
    assert drawn(code) == lines


TURTLES = [
    ("forward(50); right(30)", ["turtle 50 0 330 black"]),
    ("hideturtle(); forward(50)", []),
    ("forward(50); hideturtle(); showturtle()", ["turtle 50 0 0 black"]),
    ("a = Turtle(); a.color('red'); b = Turtle(); b.left(90)", ["turtle 0 0 0 red", "turtle 0 0 90 black"]),
    ("Turtle('classic')", ["turtle 0 0 0 black classic"]),
    ("left(45); color('blue'); hideturtle(); reset()", ["turtle 0 0 0 black"]),
    ("fd(50); clone()", ["turtle 50 0 0 black"] * 2),
    ("fd(50); Screen().setworldcoordinates(0, 0, 640, 480); fd(50)", ["turtle -220 -240 0 black"]),
    ("fd(50); clearscreen(); Turtle()", ["turtle 0 0 0 black"]),
]


@pytest.mark.parametrize(("code", "lines"), TURTLES)
def test_says_where_turtles_stand(code: str, lines: list[str]) -> None:
    text = draw("from turtle import *\n" + code)["drawing"]
    assert [line for line in text.splitlines() if line.startswith("turtle")] == lines


def test_asks_without_windows() -> None:
    code = (
        "from turtle import *\ngoto(numinput('Size', 'How?', 5, 1, 99), 0)\nwrite(textinput('Name', 'Who?'))"
    )
    with installed():
        outcome = execute(
            {"code": code, "stdin": "long\n100\n50\nAda\n", "call": None, "limits": {"time_ms": 60_000}}
        )
    assert outcome["stdout"] == "Size: How? " * 3 + "Name: Who? "
    assert outcome["drawing"] == f"{ONE}\ntext 50 0 8 left black Ada\nturtle 50 0 0 black\n"


def test_no_drawing_without_a_turtle() -> None:
    assert "drawing" not in draw("print(1)")
    assert "drawing" not in draw("import turtle")


def test_a_wrong_colour_is_an_error_where_it_stands() -> None:
    for call in ("color('purpel')", "dot(5, 'purpel')", "bgcolor('purpel')", "color(300, 0, 0)"):
        error = draw(f"from turtle import *\nforward(50)\n{call}")["error"]
        assert error is not None
        assert (error["type"], error["line"]) == ("TurtleGraphicsError", 3)


def test_a_crash_keeps_what_was_drawn() -> None:
    outcome = draw("import turtle\nturtle.forward(50)\n1 / 0")
    assert outcome["verdict"] == "RE"
    assert outcome["drawing"] == f"{ONE}\nturtle 50 0 0 black\n"


def test_drawing_for_ever_ends_at_the_limit() -> None:
    outcome = draw("from turtle import *\nwhile True:\n  forward(5)\n  left(1)\n  clear()\n  dot(9)")
    assert outcome["verdict"] == "OL"
    assert len(outcome["drawing"]) <= MOST_BYTES
    outcome = draw("from turtle import *\ntry:\n  while True: forward(5)\nexcept Exception: pass")
    assert outcome["verdict"] == "OL"


def test_numbers_that_are_none_stay_readable() -> None:
    code = "goto(float('nan'), float('inf')); goto(-1e300, 0)"
    assert drawn(code) == ["line 0 0 0 1000000 black 1", "line 0 1000000 -1000000 0 black 1"]


def test_words_stay_on_their_line() -> None:
    [line] = drawn(r"write('a\nclear\r\x00\u2028b\ud800' + chr(0x85) + 'c')")
    assert line == "text 0 0 8 left black a clear b c"


def streamed(code: str) -> list[str]:
    pieces: list[tuple[str, str]] = []
    with installed():
        execute(
            {
                "code": "from turtle import *\n" + code,
                "stdin": "",
                "call": None,
                "limits": {"time_ms": 60_000},
            },
            on_output=lambda name, text: pieces.append((name, text)),
        )
    assert {name for name, _ in pieces} == {"drawing"}
    return "".join(text for _, text in pieces).splitlines()


def test_streams_while_it_draws() -> None:
    assert streamed("setup(300, 200); forward(50)") == ["canvas 300 200", ONE, "turtle 50 0 0 black"]
    assert streamed("hideturtle(); bgcolor('red'); bgcolor('blue')") == ["background red", "background blue"]


def test_streams_a_filled_shape_below_its_outline() -> None:
    shape = "hideturtle(); dot(); begin_fill(); forward(50); left(90); forward(50); end_fill(); "
    shown = ["dot 0 0 5 black", "fill black 0 0 50 0 50 50", ONE, "line 50 0 50 50 black 1"]
    assert streamed(shape + "home()") == [*shown, "line 50 50 0 0 black 1"]
    assert streamed("hideturtle(); begin_fill(); forward(50)") == [ONE]


def test_streams_again_what_is_left_when_something_goes() -> None:
    a_and_b = "hideturtle(); bgcolor('red'); a = Turtle(visible=False); a.dot(5); forward(50); "
    assert streamed(a_and_b + "a.clear()") == [
        "background red", "dot 0 0 5 black", ONE, "clear", "background red", ONE,
    ]  # fmt: skip
    assert streamed(a_and_b + "clearscreen()")[3:] == ["clear"]
    assert streamed("hideturtle(); forward(50); Turtle(visible=False).clear()") == [ONE]


def test_nothing_of_one_program_reaches_the_next() -> None:
    first = drawn("bgcolor('red'); setup(300, 300); color('blue'); forward(50)")
    assert first == ["canvas 300 300", "background red", "line 0 0 50 0 blue 1"]
    assert drawn("forward(50)") == [ONE]
    assert not [name for name in sys.modules if name.startswith("basthon")]
    assert not [finder for finder in sys.meta_path if "judge" in type(finder).__module__]


def test_a_program_that_takes_the_recorder_apart_gets_no_further() -> None:
    spoiled = (
        "t._items = None",
        "t.text = lambda: 5",
        "t._header = 1",
        "t._turtles['x'] = 3",
        "t._say = None; t.finish = None",
    )
    for harm in spoiled:
        outcome = draw(f"import turtle\nturtle.forward(50)\nt = turtle.Screen()._standalone_session\n{harm}")
        assert outcome["verdict"] in {"OK", "RE"}
        assert isinstance(outcome.get("drawing", ""), str)


def test_without_the_package_turtle_is_pythons_own_affair() -> None:
    [outcome] = execute_fresh("import sys\nsys.modules['tkinter'] = None\nimport turtle")
    assert outcome["verdict"] == "RE"
    assert "drawing" not in outcome


def test_adopts_the_package_where_it_was_loaded_before() -> None:
    with installed():
        import turtle  # noqa: PLC0415

        outcome = execute(
            {"code": "from turtle import *\nforward(50)", "stdin": "", "call": None, "limits": {}}
        )
        assert outcome["drawing"] == f"{ONE}\nturtle 50 0 0 black\n"
        assert turtle.__name__ == "basthon.turtle"
    for name in [name for name in sys.modules if name.split(".")[0] in {"basthon", "turtle"}]:
        del sys.modules[name]


def test_a_program_that_replaced_builtins_keeps_its_drawing() -> None:
    outcome = draw("import builtins, turtle\nturtle.forward(50)\nbuiltins.len = builtins.max = None")
    assert outcome["verdict"] == "OK"
    assert outcome["drawing"] == f"{ONE}\nturtle 50 0 0 black\n"
