"""The `float` checker: numbers may differ a little."""

import math

from ..fault import JudgeFault
from .options import Options

DEFAULT_DIFFERENCE = 1e-6


def accepts(output: str, expected: str, options: Options, _given: str) -> bool:
    """Compare token by token: numbers may differ by `abs`, or by `rel` times the expected one; text may not.

    Without both options each is 1e-6; with one of them the other is 0. nan equals nan, an infinity itself.

    >>> accepts("pi is 3.1416", "pi is 3.14159", {"abs": 0.001}, "")
    True
    """
    absolute, relative = _differences(options)
    got, wanted = output.split(), expected.split()
    return len(got) == len(wanted) and all(
        _same(one, other, absolute, relative) for one, other in zip(got, wanted, strict=True)
    )


def _differences(options: Options) -> tuple[float, float]:
    default = 0.0 if "abs" in options or "rel" in options else DEFAULT_DIFFERENCE
    return _difference(options, "abs", default), _difference(options, "rel", default)


def _difference(options: Options, name: str, default: float) -> float:
    value = options.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise JudgeFault(f"checker.{name} must be a number, 0 or more")
    return value


def _same(got: str, wanted: str, absolute: float, relative: float) -> bool:
    one, other = _number(got), _number(wanted)
    if one is None or other is None:
        return got == wanted
    if math.isnan(other) or math.isinf(other):
        return one == other or (math.isnan(one) and math.isnan(other))
    return abs(one - other) <= max(absolute, relative * abs(other))


def _number(token: str) -> float | None:
    """`1_000` is a number for Python, not for people."""
    try:
        return None if "_" in token else float(token)
    except ValueError:
        return None
