"""Compare the value of a `call` test with the literal that the author expects."""

import ast
import math

from .fault import JudgeFault

DEFAULT_TOLERANCE = 1e-9
_LONGEST = 1024 * 1024
_BAD_LITERAL = (ValueError, SyntaxError, TypeError, RecursionError, MemoryError)


def call_matches(value: str | None, expected: str, tolerance: float = DEFAULT_TOLERANCE) -> bool:
    """Say whether the literal text `value` equals the literal text `expected`.

    Values are compared with `==`; where a float is involved, alone or inside lists, tuples and dicts, a
    difference of `tolerance` times the expected number is allowed (of `tolerance` itself when 0 is expected).
    A value that is no literal (see `to_literal`) equals nothing. Raises JudgeFault when `expected` is no
    literal.

    >>> call_matches("0.30000000000000004", "0.3")
    True
    >>> call_matches("(1, 2)", "[1, 2]")
    False
    """
    wanted = _expected(expected)
    if value is None or len(value) > _LONGEST:
        return False
    try:
        return _same(ast.literal_eval(value), wanted, tolerance)
    except _BAD_LITERAL:
        return False


def _expected(text: str) -> object:
    try:
        return ast.literal_eval(text.strip())
    except _BAD_LITERAL as error:
        raise JudgeFault(f"expected is not a Python literal: {text[:80]!r}") from error


def _same(value: object, wanted: object, tolerance: float) -> bool:
    if isinstance(value, int | float) and isinstance(wanted, int | float):
        return value == wanted or (float in {type(value), type(wanted)} and _close(value, wanted, tolerance))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(
            _same(value[key], wanted[key], tolerance) for key in wanted
        )
    if isinstance(value, list | tuple) and isinstance(wanted, list | tuple):
        if type(value) is not type(wanted) or len(value) != len(wanted):
            return False
        return all(_same(one, other, tolerance) for one, other in zip(value, wanted, strict=True))
    return value == wanted


def _close(value: float, wanted: float, tolerance: float) -> bool:
    """Compare two different numbers; an integer too large for a float is close to none."""
    try:
        return math.isfinite(value - wanted) and abs(value - wanted) <= tolerance * (abs(wanted) or 1)
    except OverflowError:
        return False
