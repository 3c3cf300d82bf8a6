from __future__ import annotations

import pytest

from builder.importing.xml_tree import BrokenXmlError, Node, read_pieces, read_xml

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz>&b;</quiz>"""
OUTSIDE = b"""<!DOCTYPE quiz [
<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>"""


def test_elements_know_their_lines() -> None:
    root = read_xml(
        b"<quiz>\n <question type='x'>\n  <name><text>A</text></name></question></quiz>"
    ).children[0]
    assert [(node.name, node.line) for node in root.children] == [("question", 2)]
    assert root.value("question/name/text") == "A"


@pytest.mark.parametrize(
    ("data", "line"), [(BOMB, 2), (OUTSIDE, 1), (b"\n<!DOCTYPE quiz SYSTEM 'http://a.org/x'><quiz/>", 2)]
)
def test_entities_and_document_types_are_refused(data: bytes, line: int) -> None:
    with pytest.raises(BrokenXmlError, match="declares a document type or entities") as caught:
        read_xml(data)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"<quiz>\n<a>\n</quiz>", 3), (b"", 1), (b"<quiz>\x00</quiz>", 1), (b"<quiz>\n&nbsp;</quiz>", 2)],
)
def test_what_is_no_xml_is_told_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(BrokenXmlError, match="not XML") as caught:
        read_xml(data)
    assert caught.value.line == line


PIECES = b"""<?xml version="1.0"?>
<quiz>
<question type="a"><text>good</text></question>
<question type="b">
  <text>bad</txt></question>
<question type="c"><text><![CDATA[a <question> in a text]]></text></question>
<!-- <question> -->
<question type="d"><text>&nbsp;</text></question>
<question type="e">
"""


def test_every_piece_of_a_broken_document_is_read_or_told() -> None:
    found = list(read_pieces(PIECES, "question"))
    told = [
        (each.line, str(each)) if isinstance(each, BrokenXmlError) else each.attributes["type"]
        for each in found
    ]
    assert told == [
        "a",
        (5, "not XML: mismatched tag"),
        "c",
        (8, "not XML: undefined entity"),
        (10, "not XML: no element found"),
    ]


def test_pieces_are_read_in_the_encoding_of_the_document() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>\n<quiz><question>Да</question>'
    (piece,) = read_pieces(text.encode("cp1251"), "question")
    assert isinstance(piece, Node)
    assert (piece.text, piece.line) == ("Да", 2)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(BrokenXmlError, match="nested too deeply"):
        read_xml(b"<a>" * 100_000)
