"""Reads XML from strangers into a small tree whose elements know their lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
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


def read_xml(data: bytes, lines_before: int = 0) -> Node:
    """Return the root of a document, or of a piece of one that `lines_before` lines stand before.

    Raises BrokenXmlError for what is not well-formed, for entities and document types, which may grow without
    end or read other files, and for what is nested or split beyond reason.
    """
    builder = _Builder(lines_before)
    try:
        parse(BytesIO(data), builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        message = "it declares a document type or entities, which no question bank needs; remove them"
        line = lines_before + _line_of(data, rb"<!(DOCTYPE|ENTITY)")
        raise BrokenXmlError(line, message) from error
    except SAXParseException as error:
        line = lines_before + (error.getLineNumber() or 1)
        raise BrokenXmlError(line, f"not XML: {error.getMessage()}") from error
    except (SAXException, LookupError, ValueError) as error:
        raise BrokenXmlError(lines_before + 1, f"not XML: {error}") from error
    return builder.root


def read_pieces(data: bytes, name: str) -> Iterator[Node | BrokenXmlError]:
    """Yield each element of that name in a document that is not well-formed, or what is wrong in it.

    A parser stops at the first fault; whoever has to mend a file wants to hear of all. A piece goes from one
    start tag to the next, and of a piece with several faults only the first is told.
    """
    text = re.sub(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", _blank, data, flags=re.DOTALL)
    starts = [found.start() for found in re.finditer(rb"<%b\b" % name.encode(), text)]
    closing = b"</%b>" % name.encode()
    for start, end in pairwise([*starts, len(data)]):
        closed = text.rfind(closing, start, end)
        piece = data[start : closed + len(closing) if closed >= 0 else end]
        line = data.count(b"\n", 0, start)
        try:
            yield read_xml(_declaration(data) + piece, line).children[0]
        except BrokenXmlError as error:
            yield error


def _blank(found: re.Match[bytes]) -> bytes:
    """Return as many bytes that are no tags."""
    return b" " * len(found[0])


def _declaration(data: bytes) -> bytes:
    """Return the declaration with the encoding, which every piece needs too, without its line's end."""
    found = re.match(rb"\s*(<\?xml[^>\n]*\?>)", data.removeprefix(codecs.BOM_UTF8))
    return found[1] if found else b""


def _line_of(data: bytes, pattern: bytes) -> int:
    found = re.search(pattern, data)
    return data[: found.start()].count(b"\n") + 1 if found else 1


class _Builder(ContentHandler):
    def __init__(self, lines_before: int) -> None:
        super().__init__()
        self.root = Node("", {}, 1)
        self._lines_before = lines_before
        self._open = [self.root]
        self._count = 0
        self._locator = None

    def setDocumentLocator(self, locator: object) -> None:  # noqa: N802  (the name is SAX's)
        self._at = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        line = self._lines_before + int(self._at.getLineNumber() or 1)  # type: ignore[attr-defined]
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
