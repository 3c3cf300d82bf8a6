"""Escapes what Markdown would take for markup, and nothing else: teachers go on to edit these texts."""

from __future__ import annotations

import re

ALWAYS = re.compile(r"([\\`*_\[{$~|])")
AT_START = (
    (re.compile(r"^([#>])"), r"\\\1"),
    (re.compile(r"^([-+])(?=\s|$|-|\+)"), r"\\\1"),
    (re.compile(r"^(\d+)\.(?=\s|$)"), r"\1\\."),
    (re.compile(r"^!!!"), r"\!!!"),
    (re.compile(r"^\?\?\?"), "&#63;??"),
    (re.compile(r"^=(?==*\s*$)"), "&#61;"),
    (re.compile(r"^:(?=\s|$)"), "&#58;"),
)


def escape(text: str, *, begins_line: bool = True) -> str:
    r"""Return Markdown that shows a piece of text as it is.

    >>> escape("a*b_c"), escape("1. x"), escape("2 + 2 = 4!")
    ('a\\*b\\_c', '1\\. x', '2 + 2 = 4!')
    """
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = ALWAYS.sub(r"\\\1", text).replace("<", "&lt;")
    text = re.sub(r"#+$", lambda match: "\\" + "\\".join(match[0]), text)  # it could end a heading
    if not begins_line:
        return text
    lead = len(text) - len(text.lstrip())
    first = text[lead:]
    for pattern, replacement in AT_START:
        first = pattern.sub(replacement, first)
    return text[:lead] + first
