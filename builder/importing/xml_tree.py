"""Reads XML from strangers into a small tree whose elements know their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

MAX_DEPTH = 50
MAX_ELEMENTS = 1_000_000


class BrokenXmlError(Exception):
    """XML that cannot be used: `line` counts from 1, the message says why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Node:
    """One element: its name, attributes, line, children, and the text directly in it."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in the element."""
        return "".join(self.pieces)

    def all(self, name: str) -> Iterator[Node]:
        """Yield the children of that name."""
        return (child for child in self.children if child.name == name)

    def get(self, path: str) -> Node | None:
        """Return the first element at a path such as `name/text`, or None."""
        node: Node | None = self
        for name in path.split("/"):
            node = next(node.all(name), None) if node else None
        return node

    def value(self, path: str, default: str = "") -> str:
        """Return the stripped text at a path, or `default` when nothing is there."""
        node = self.get(path)
        return node.text.strip() if node else default


def read_xml(data: bytes) -> Node:
    """Return the root of a document.

    Raises BrokenXmlError for what is not well-formed, for entities and document types, which may grow without
    end or read other files, and for what is nested or split beyond reason.
    """
    builder = _Builder()
    try:
        parse(BytesIO(data), builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        message = "it declares a document type or entities, which no question bank needs; remove them"
        raise BrokenXmlError(_line_of(data, rb"<!(DOCTYPE|ENTITY)"), message) from error
    except SAXParseException as error:
        raise BrokenXmlError(error.getLineNumber() or 1, f"not XML: {error.getMessage()}") from error
    except (SAXException, LookupError, ValueError) as error:
        raise BrokenXmlError(1, f"not XML: {error}") from error
    return builder.root


def _line_of(data: bytes, pattern: bytes) -> int:
    found = re.search(pattern, data)
    return data[: found.start()].count(b"\n") + 1 if found else 1


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {}, 1)
        self._open = [self.root]
        self._count = 0
        self._locator = None

    def setDocumentLocator(self, locator: object) -> None:  # noqa: N802  (the name is SAX's)
        self._at = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        line = int(self._at.getLineNumber() or 1)  # type: ignore[attr-defined]
        self._count += 1
        if len(self._open) > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise BrokenXmlError(line, "there are too many elements, or they are nested too deeply")
        node = Node(name, dict(attrs.items()), line)
        self._open[-1].children.append(node)
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(content)
