"""Writes XML: elements with text in them, and nothing that XML cannot hold."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def add(parent: Element, tag: str, /, text: str = "", **attributes: str) -> Element:
    """Add a child element with a text and return it."""
    child = SubElement(parent, tag, attributes)
    child.text = UNPRINTABLE.sub("", text) or None
    return child


def document(root: Element) -> bytes:
    r"""Return a whole document in UTF-8, indented, texts untouched.

    >>> document(Element("quiz")).decode()
    '<?xml version="1.0" encoding="UTF-8"?>\n<quiz />\n'
    """
    indent(root)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
