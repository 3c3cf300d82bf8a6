"""Reads GIFT question banks: splits them into questions and finds each one's parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from builder.importing.gift_answers import made_of
from builder.importing.gift_text import FORMATS, Source, hidden, shown
from builder.importing.haul import Haul
from builder.importing.log import Place
from builder.importing.question import Bank, Made
from builder.reading import UnreadableError, read_text

CATEGORY = re.compile(r"\$CATEGORY:(.*)", re.DOTALL)
ID = re.compile(r"\[id:((?:\\.|[^\]\\])*)\]")
TITLE_LENGTH = 60


@dataclass(frozen=True)
class Block:
    """The lines of one question, escapes hidden and comments emptied, from line `line` on."""

    text: str
    line: int
    id: str

    def line_at(self, offset: int) -> int:
        """Return the line in the file of a place in the text."""
        return self.line + self.text.count("\n", 0, offset)


def read_gift(path: Path, haul: Haul, language: str) -> None:
    """Read the bank at `path` into `haul`: a quiz for each category."""
    try:
        text = read_text(path)
    except UnreadableError as error:
        line = re.match(r"Line (\d+) ", str(error))
        haul.log.refuse(path.name, int(line[1]) if line else 0, str(error))
        return
    bank, seen = Bank(path.stem, haul.ids), 0
    for block in blocks(text):
        if category := CATEGORY.match(block.text.strip()):
            bank.open(shown(category[1]).strip(), block.id)
            continue
        seen += 1
        place = Place(haul.log, path.name, block.line, f"question {seen}")
        if question := _read(block, place, language):
            bank.add(question)
    haul.quizzes += bank.quizzes()
    if not seen:
        haul.log.refuse(path.name, 0, "there is no question in it")


def blocks(text: str) -> Iterator[Block]:
    r"""Yield the blocks between empty lines; a comment is no empty line.

    >>> [block.text for block in blocks("// a\na\n// b\n{T}\n\nb{F}")]
    ['a\n\n{T}', 'b{F}']
    """
    lines: list[str] = []
    start, id_ = 1, ""
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip().startswith("//"):
            found = ID.search(line)
            id_ = found[1].strip() if found else id_
            lines = [*lines, ""] if lines else []
            start = start if lines else number + 1
            continue
        bare = line.strip()
        if bare.startswith("$CATEGORY:") and not any(lines):
            yield Block(bare, number, id_)
            lines, start, id_ = [], number + 1, ""
        elif bare:
            lines.append(line)
        else:
            if any(lines):
                yield Block(hidden("\n".join(lines)), start, id_)
                id_ = ""
            lines, start = [], number + 1


def _read(block: Block, place: Place, language: str) -> Made | None:
    text, name = block.text, ""
    begin = len(text) - len(text.lstrip())
    if text[begin:].startswith("::"):
        end = text.find("::", begin + 2)
        if end < 0:
            place.error("the name of the question has no :: at its end", block.line_at(begin))
            return None
        name, begin = " ".join(shown(text[begin + 2 : end]).split()), end + 2
    fallback = place.item
    place = replace(place, line=block.line_at(begin), item=name or _start(text[begin:]) or fallback)
    opening, closing = text.find("{", begin), text.find("}", begin)
    if opening < 0 and closing < 0:
        place.leave("the text: it has no { }, so nothing is asked")
        return None
    if fault := _brace_fault(text, opening, closing):
        place.error(fault[0], block.line_at(fault[1]))
        return None
    around = _around(text[begin:opening], text[closing + 1 :])
    source = Source(around, text[opening + 1 : closing], place, block.line_at(opening), language)
    return made_of(source, block.id or name or fallback)


def _brace_fault(text: str, opening: int, closing: int) -> tuple[str, int] | None:
    """Say what is wrong with the braces of a question, and where."""
    if opening < 0 or 0 <= closing < opening:
        return "there is a } without its {; write \\} for a brace that is text", closing
    if closing < 0:
        return (
            "there is a { without its } before the next empty line; write \\{ for a brace that is text",
            opening,
        )
    if (second := text.find("{", opening + 1)) >= 0:
        return "there is a second {; is an empty line missing? Write \\{ for a brace that is text", second
    if (second := text.find("}", closing + 1)) >= 0:
        return "there is a second }; write \\} for a brace that is text", second
    return None


def _around(before: str, after: str) -> str:
    """Return the question's text; where it goes on after the answers stands a gap."""
    return f"{before}_____{after}" if after.strip() else before


def _start(text: str) -> str:
    plain = " ".join(shown(re.sub(rf"^\s*\[({'|'.join(FORMATS)})\]", "", text.split("{", 1)[0])).split())
    return plain if len(plain) <= TITLE_LENGTH else plain[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
