"""Turns our Markdown into the plain kind that every program shows: no attributes, notes as quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*(.*?)\s*$")
LANGUAGE = re.compile(r"^\{?\s*\.?([\w+#-]+)")
NOTE = re.compile(r'^(?:!!!|\?\?\?\+?)\s+([\w-]+)(?:\s+[\w-]+)*\s*(?:"(.*)")?\s*$')
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[.#][^{}\n]*\}[ \t]*$")
LINK = re.compile(r"(!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?)([^()\s<>]+)(>?(?:\s+\"[^\"]*\")?\s*\))")
REFERENCE = re.compile(r"^(\s{0,3}\[[^\]^][^\]]*\]:\s*)(\S+)(.*)$")
SOURCE = re.compile(r"""(\b(?:src|href)\s*=\s*["'])([^"']+)(["'])""")
CODE = re.compile(r"(`+[^`]+`+)")
HEADING = re.compile(r"^(#{1,6})(?=\s*[^#\s])")
LAST_LEVEL = 6
LinkRule = Callable[[str], str]


def plain_markdown(text: str, link: LinkRule, top: int = 1) -> str:
    """Return Markdown without what only Knapsack knows, its highest heading of level `top`.

    `link(address)` returns the new address of a link or picture.
    """
    lines = list(_notes(list(_unfenced(text.split("\n")))))
    delta = top - min(
        (len(found[1]) for code, line in lines if not code and (found := HEADING.match(line))), default=top
    )
    return "\n".join(line if code else _prose(line, link, delta) for code, line in lines).strip()


def _unfenced(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """Yield each line with whether it is code; fences say nothing but their language."""
    closing = ""
    for line in lines:
        fence = FENCE.match(line)
        if closing:
            ends = fence is not None and not fence[3] and fence[2].startswith(closing)
            closing = "" if ends else closing
            yield True, line
        elif fence and "`" not in fence[3]:
            closing = fence[2]
            language = LANGUAGE.match(fence[3])
            yield True, f"{fence[1]}{fence[2]}{language[1] if language else ''}"
        else:
            yield False, line


def _notes(lines: list[tuple[bool, str]]) -> Iterator[tuple[bool, str]]:
    """Turn notes, whose lines are indented by four, into quotations."""
    inside, blank = False, 0
    for code, line in lines:
        if not line.strip():
            blank = blank + 1 if code else 1
            continue
        goes_on = inside and line.startswith("    ")
        yield from [(code, ">" if goes_on else "")] * blank
        blank = 0
        if goes_on:
            yield code, f"> {line[4:]}"
        elif not code and (note := NOTE.match(line)):
            inside = True
            title = note[2] if note[2] is not None else note[1].capitalize()
            if title:
                yield False, f"> **{title}**"
                blank = 1
        else:
            inside = False
            yield code, line
    yield from [(False, "")] * blank


def _prose(line: str, link: LinkRule, delta: int) -> str:
    bare = ATTRIBUTES.sub("", line)
    if heading := HEADING.match(bare):
        bare = "#" * max(1, min(LAST_LEVEL, len(heading[1]) + delta)) + bare[heading.end() :]
    if reference := REFERENCE.match(bare):
        return f"{reference[1]}{link(reference[2])}{reference[3]}"
    return "".join(
        each if number % 2 else _linked(each, link) for number, each in enumerate(CODE.split(bare))
    )


def _linked(text: str, link: LinkRule) -> str:
    def replace(match: re.Match[str]) -> str:
        return f"{match[1]}{link(match[2])}{match[3]}"

    return SOURCE.sub(replace, LINK.sub(replace, text))
