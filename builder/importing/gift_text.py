"""The texts of GIFT: its escapes, its four formats, and what a question's source carries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.importing.log import Place
from builder.importing.markdown import from_auto, from_html, from_markdown, from_plain
from builder.importing.pictures import Pictures

FORMATS = ("moodle", "html", "markdown", "plain")
FORMAT = re.compile(rf"\s*\[({'|'.join(FORMATS)})\]")
ESCAPED = ":#={}~"
# Code points that never are characters stand for escaped ones while the text is taken apart.
HIDDEN = {character: chr(0xFDD0 + number) for number, character in enumerate(ESCAPED + "\n\\")}
SHOWN = str.maketrans({hidden: character for character, hidden in HIDDEN.items()})


def hidden(text: str) -> str:
    r"""Hide escaped characters, so that what is left of `~ = # { } :` is syntax.

    >>> shown(hidden(r"2 \= 2 \\n"))
    '2 = 2 \\n'
    """

    def hide(match: re.Match[str]) -> str:
        character = match[1]
        return HIDDEN["\n"] if character == "n" else HIDDEN[character]

    clean = re.sub("[\ufdd0-\ufdd9]", "", text)
    return re.sub(rf"\\([{ESCAPED}n\\])", hide, clean)


def shown(text: str) -> str:
    """Return the text with what was escaped as it is meant."""
    return text.translate(SHOWN)


@dataclass(frozen=True)
class Source:
    """A question's two parts, escapes still hidden: the text around the braces, and what is between them."""

    around: str
    answers: str
    place: Place
    line: int
    language: str

    @property
    def format(self) -> str:
        """The format of the question's text, and of its answers unless they say another."""
        found = FORMAT.match(self.around)
        return found[1] if found else "moodle"

    def markdown(self, text: str, default: str | None = None) -> str:
        """Return the Markdown of one text of the question, by its own format or the question's."""
        found = FORMAT.match(text)
        form = found[1] if found else default or self.format
        plain = shown(text[found.end() :] if found else text).strip()
        if form == "plain":
            return from_plain(plain)
        readers = {"moodle": from_auto, "markdown": from_markdown, "html": from_html}
        return readers[form](plain, lambda address: _no_files.take(address, self.place), self.place.leave)

    def line_at(self, offset: int) -> int:
        """Return the line in the file of a place among the answers."""
        return self.line + self.answers.count("\n", 0, offset)


_no_files = Pictures({}, "", {})
