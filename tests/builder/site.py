"""A built site as tests look at it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Element = tuple[str, dict[str, str]]


class Html(HTMLParser):
    """The elements of some HTML in order, and the JSON of its data scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.text = text
        self.feed(self.text)
        found = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', self.text, re.DOTALL)
        self.data: list[Any] = [json.loads(each) for each in found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Return the attributes of all elements of a kind; `class_` looks for one class of them."""
        wanted = attributes.pop("class_", None)
        return [
            found
            for name, found in self.elements
            if name == tag
            and (wanted is None or wanted in found.get("class", "").split())
            and all(found.get(key.replace("_", "-")) == value for key, value in attributes.items())
        ]

    def meta(self, name: str) -> str:
        return self.all("meta", name=name)[0]["content"]


class Page(Html):
    """A page of a site on the disk."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.read_text(encoding="utf-8"))
