"""Turn a value into Python literal text that can be compared in another interpreter."""

import math
from collections.abc import Iterable

MAX_CHARACTERS = 256 * 1024
MAX_DEPTH = 60
_MAX_BITS = 8000
_SHOWN = 2000


class NotLiteral(Exception):  # noqa: N818 - an answer, not a fault
    """The value has no literal form; the text, if any, says why."""


def to_literal(value: object) -> str:
    """Return text from which `ast.literal_eval` makes an equal value.

    Takes int, float, complex, str, bytes, bool, None, list, tuple, dict, set and frozenset, nested. Instances
    of their subclasses count as the base type: an `IntEnum` or a `namedtuple` is what it holds, whatever its
    `__eq__` says. Everything else (also nan, cycles and values of more than 256 Ki characters) becomes
    `<type> repr`, which is no literal and so equals nothing.

    >>> to_literal([1, (2.5, "a")])
    "[1, (2.5, 'a')]"
    >>> to_literal(range(3))
    '<range> range(0, 3)'
    """
    try:
        return _Encoder().encode(value, 0)
    except NotLiteral as reason:
        shown = str(reason) or repr(value)[:_SHOWN]
        return f"<{type(value).__name__}> {shown}"


class _Encoder:
    def __init__(self) -> None:
        self._left = MAX_CHARACTERS

    def encode(self, value: object, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise NotLiteral("is nested too deep")
        text = _atom(value)
        self._spend(2 + len(text or ""))
        return self._container(value, depth + 1) if text is None else text

    def _container(self, value: object, depth: int) -> str:
        match value:
            case list():
                return f"[{', '.join(self._items(list.__iter__(value), depth))}]"
            case tuple():
                items = self._items(tuple.__iter__(value), depth)
                return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
            case set():
                return _set_text(self._items(set.__iter__(value), depth))
            case frozenset():
                return _set_text(self._items(frozenset.__iter__(value), depth))
            case dict():
                keys = self._items(dict.keys(value), depth)
                values = self._items(dict.values(value), depth)
                return f"{{{', '.join(f'{key}: {item}' for key, item in zip(keys, values, strict=True))}}}"
        raise NotLiteral

    def _items(self, items: Iterable[object], depth: int) -> list[str]:
        return [self.encode(item, depth) for item in items]

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise NotLiteral("is too large")


def _atom(value: object) -> str | None:  # noqa: PLR0911 - one line a type
    match value:
        case None | bool():
            return repr(value)
        case int():
            return _int_text(int.__add__(value, 0))
        case float():
            return _float_text(float.__float__(value))
        case complex():
            return _complex_text(complex.__add__(value, 0))
        case str():
            _refuse_long(str.__len__(value))
            return str.__repr__(value)
        case bytes():
            _refuse_long(bytes.__len__(value))
            return bytes.__repr__(value)
    return None


def _set_text(items: list[str]) -> str:
    return f"{{{', '.join(sorted(items))}}}" if items else "set()"


def _int_text(value: int) -> str:
    """Python refuses to write very long integers in decimal, not in hexadecimal."""
    _refuse_long(value.bit_length() // 4)
    return repr(value) if value.bit_length() < _MAX_BITS else hex(value)


def _float_text(value: float) -> str:
    if math.isnan(value):
        raise NotLiteral("nan")
    return repr(value).replace("inf", "1e999")


def _complex_text(value: complex) -> str:
    if not (math.isfinite(value.real) and math.isfinite(value.imag)):
        raise NotLiteral
    return repr(value)


def _refuse_long(size: int) -> None:
    if size > MAX_CHARACTERS:
        raise NotLiteral("is too large")
