"""Turns TeX mathematics into MathML at build time, so that pages need no script and no font for it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from latex2mathml import converter

# What pymdownx.arithmatex leaves in its generic mode.
FORMULA = re.compile(r'<(span|div) class="arithmatex">\s*\\([(\[])(.*?)\\[)\]]\s*</\1>', re.DOTALL)
MAX_LENGTH = 2_000
UNKNOWN = re.compile(r"<m[io]>(\\[A-Za-z]+)</m[io]>")


class FormulaError(ValueError):
    """A formula that is not TeX mathematics we know; the message says what is wrong."""


def to_mathml(tex: str, *, block: bool) -> str:
    """Return the MathML of a formula.

    Raises FormulaError for a formula that does not make sense or uses an unknown command.

    >>> to_mathml("x^2", block=False).startswith("<math ")
    True
    """
    if len(tex) > MAX_LENGTH:
        raise FormulaError(f"it is longer than {MAX_LENGTH} characters")
    if tex.count("{") - tex.count(r"\{") != tex.count("}") - tex.count(r"\}"):
        raise FormulaError("the braces { } do not pair up")
    try:
        mathml = converter.convert(tex, display="block" if block else "inline")
    except Exception as error:
        raise FormulaError(_reason(error)) from error
    if unknown := UNKNOWN.search(mathml):
        raise FormulaError(f"the command {unknown.group(1)} is not known")
    return mathml


def _reason(error: Exception) -> str:
    words = re.sub(r"(?<!^)([A-Z])", r" \1", type(error).__name__.removesuffix("Error")).lower()
    return f"{words} ({error})" if str(error) else words


def replace_formulas(text: str, failed: Callable[[str, str], None]) -> str:
    """Replace every formula in rendered HTML; `failed(tex, reason)` is told of those that fail."""

    def replace(match: re.Match[str]) -> str:
        tex = html.unescape(match.group(3)).strip()
        try:
            return to_mathml(tex, block=match.group(2) == "[")
        except FormulaError as error:
            failed(tex, str(error))
            return f"<code>{html.escape(tex)}</code>"

    return FORMULA.sub(replace, text)
