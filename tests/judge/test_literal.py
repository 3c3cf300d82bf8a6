import ast
from collections import OrderedDict, namedtuple
from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.judge.literal import to_literal

ATOMS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
HASHABLE = st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=4)
VALUES = st.recursive(
    HASHABLE,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(HASHABLE, inner)
        | st.sets(HASHABLE)
        | st.complex_numbers(allow_nan=False, allow_infinity=False)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_round_trip(value: object) -> None:
    back = ast.literal_eval(to_literal(value))
    assert back == value
    assert type(back) is type(value)


class Level(IntEnum):
    LOW = 1


class Liar(int):
    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "5"

    __hash__ = int.__hash__


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Level.LOW, "1"),
        (Liar(7), "7"),
        (Point(1, 2), "(1, 2)"),
        (OrderedDict(a=1), "{'a': 1}"),
        (frozenset({1}), "{1}"),
        (frozenset(), "set()"),
        ((1,), "(1,)"),
        (float("inf"), "1e999"),
        (-float("inf"), "-1e999"),
    ],
)
def test_text(value: object, text: str) -> None:
    assert to_literal(value) == text


class Fraud:
    def __repr__(self) -> str:
        return "5"


def cycle() -> list[object]:
    items: list[object] = []
    items.append(items)
    return items


def bush() -> list[object]:
    items: list[object] = [0]
    for _ in range(50):
        items = [items, items]
    return items


@pytest.mark.parametrize(
    "value",
    [
        Fraud(),
        [Fraud()],
        range(3),
        float("nan"),
        cycle(),
        bush(),
        "x" * 10**6,
        len,
        int,
        [b"x" * 10**6],
    ],
)
def test_anything_else_is_no_literal(value: object) -> None:
    text = to_literal(value)
    assert text.startswith(f"<{type(value).__name__}> ")
    assert len(text) < 5000
    with pytest.raises(SyntaxError):
        ast.literal_eval(text)


def test_very_long_integers() -> None:
    """Python refuses to write them in decimal."""
    assert to_literal(10**5000) == hex(10**5000)
    assert to_literal(1 << 10**7) == "<int> is too large"
