"""Takes out of the theme's style sheets what no page of the site uses, else half of a page's weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from builder.memory import Memory

TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?\*/|[{};])""", re.DOTALL)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
# Attributes whose values are all written in the pages; scripts may set any other.
FIXED = r"""(?:dir|data-md-color-primary|data-md-color-accent)=["']?[\w-]+"""
IN_SELECTOR, IN_PAGE = re.compile(r"(?<=\[)" + FIXED), re.compile(r"\b" + FIXED)
CLASSES_IN_PAGE = re.compile(r"""\bclass=["']([^"']*)["']""")
OPTIONAL = re.compile(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
ICON = re.compile(r"""(--[\w-]+):url\((?:"[^"]*"|'[^']*')\);?""")
WORD = re.compile(r"[A-Za-z_][\w-]*")


def slim_styles(sheets: Mapping[str, str], words: frozenset[str], memory: Memory) -> dict[str, bytes]:
    """Return the style sheets, by path, without what is for other words than `words`."""

    def slimmed(css: str) -> bytes:
        return memory.get(("slim", css, words), lambda: slim_css(css, words).encode())

    return {path: slimmed(css) for path, css in sheets.items()}


def words_of_page(html: str) -> frozenset[str]:
    """Return the classes, directions and colours (such as `dir=ltr`) of a page.

    >>> sorted(words_of_page('<p class="a b" dir="ltr">'))
    ['a', 'b', 'dir=ltr']
    """
    classes = [name for value in set(CLASSES_IN_PAGE.findall(html)) for name in value.split()]
    # Few pages have any, and to look for them takes longer than all the classes.
    fixed = IN_PAGE.findall(html) if "dir=" in html or "data-md-color" in html else []
    return frozenset([*classes, *(re.sub("[\"']", "", value) for value in fixed)])


def words_of_script(text: str) -> frozenset[str]:
    """Return all words of a script: any of them may be a class that it sets."""
    return frozenset(WORD.findall(text))


def slim_css(css: str, words: Set[str]) -> str:
    """Return `css` without rules for classes that are not in `words`, and without icons that nothing shows.

    >>> slim_css(".a{x:y}.b .c,.a:not(.c){x:y}", {"a"})
    '.a{x:y}.a:not(.c){x:y}'
    """
    kept = "".join(_kept(css, words))
    return ICON.sub(lambda match: match[0] if f"var({match[1]}" in kept else "", kept)


def _kept(css: str, words: Set[str]) -> Iterator[str]:
    for prelude, body in rules(css):
        if body is None:
            yield prelude
        elif prelude.startswith(("@media", "@supports")):
            if inner := "".join(_kept(body, words)):
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        elif selectors := [each for each in split_selectors(prelude) if is_used(each, words)]:
            yield f"{','.join(selectors)}{{{body}}}"


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield `(prelude, body)` for each rule at the top level; statements such as @import have no body."""
    depth, prelude, body = 0, "", ""
    for piece in TOKEN.split(css):
        if piece.startswith("/*"):
            continue
        depth += (piece == "{") - (piece == "}")
        if depth == 0 and piece == "}":
            yield prelude.strip(), body
            prelude, body = "", ""
        elif depth == 0 and piece == ";":
            yield f"{prelude.strip()};", None
            prelude = ""
        elif depth == 0:
            prelude += piece
        elif not (depth == 1 and piece == "{"):
            body += piece


def split_selectors(prelude: str) -> list[str]:
    """Split a list of selectors at the commas outside brackets.

    >>> split_selectors(".a:is(.b,.c),.d")
    ['.a:is(.b,.c)', '.d']
    """
    parts, depth = [""], 0
    for character in prelude:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def is_used(selector: str, words: Set[str]) -> bool:
    """Whether every class and colour that a selector needs is among `words`."""
    needed = OPTIONAL.sub("", selector)
    fixed = [re.sub("[\"']", "", value) for value in IN_SELECTOR.findall(needed)]
    return all(name in words for name in [*CLASS.findall(needed), *fixed])
