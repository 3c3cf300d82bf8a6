"""The order of versions, as semver.org defines it."""

from __future__ import annotations

import re

Precedence = tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, without what follows them.

    >>> numbers("1.10.0-beta+5")
    (1, 10, 0)
    """
    return tuple(int(number) for number in re.split(r"[+-]", version, maxsplit=1)[0].split("."))


def precedence(version: str) -> Precedence:
    """Return what orders versions: the numbers, then whether it is a release, then its other parts.

    >>> precedence("1.0.0-beta.2") < precedence("1.0.0-beta.10") < precedence("1.0.0") < precedence("1.0.1")
    True
    """
    _, _, early = version.partition("+")[0].partition("-")
    parts = tuple(_part(part) for part in early.split(".")) if early else ()
    return numbers(version), not early, parts


def _part(text: str) -> tuple[bool, int, str]:
    return (False, int(text), "") if text.isdigit() else (True, 0, text)
