"""What a reader notices of a Markdown text, found without the code under test."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from markdown import Markdown

from builder.convert import CONFIG, EXTENSIONS

ALIKE = {"b": "strong", "i": "em", "kbd": "code", "th": "td"}
MARKS = {
    "strong",
    "em",
    "code",
    "pre",
    "sub",
    "sup",
    "li",
    "td",
    "blockquote",
    "img",
    "a",
    "table",
    "ol",
    "ul",
}


def rendered(markdown: str) -> BeautifulSoup:
    plain = {**CONFIG, "pymdownx.highlight": {**CONFIG["pymdownx.highlight"], "use_pygments": False}}
    html = Markdown(extensions=EXTENSIONS, extension_configs=plain, output_format="html").convert(markdown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(html, "html.parser")


def shown(markdown: str) -> str:
    """The text that is read, without white space."""
    return "".join(rendered(markdown).get_text().split())


def noticed(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and what is set off in it; code to the letter."""
    soup = rendered(markdown)
    found = []
    for element in soup.find_all(True):
        name = ALIKE.get(element.name, element.name)
        if element.name == "img":
            found.append((name, str(element["alt"])))
        elif name == "pre":
            found.append((name, element.get_text().strip("\n")))
        elif name == "code" and element.find_parent("pre"):
            language = " ".join(element.get("class") or []).replace("norun", "").strip()
            found.append(("language", language))
        elif name in MARKS:
            found.append((name, re.sub(r"\s+", "", element.get_text())))
    return "".join(soup.get_text().split()), found
