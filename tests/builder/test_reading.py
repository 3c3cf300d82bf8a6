from __future__ import annotations

from pathlib import Path

import pytest

from builder.reading import UnreadableError, parse_json, read_text


def test_text_from_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(path) == "one\ntwo\nthree\n"


def test_the_line_of_a_wrong_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\ntwo \xe9\n")
    with pytest.raises(UnreadableError, match="Line 2 is not UTF-8"):
        read_text(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,\n}', "there is one comma too many before the bracket"),
        ('{"a": 1 "b": 2}', "a comma or a closing bracket is missing"),
        ("{'a': 1}", "a field name in quotes is missing"),
        ('{"a": "one\ntwo"}', "a text runs over the end of its line"),
        ('{"a": "\\d"}', "a backslash must be written as"),
        ("", "the file ends too early"),
        ("{} {}", "something follows after the end"),
        ('{"b": {"a": 1, "c": 2, "a": 1}}', "The field ‘a’ is given twice"),
        ('{"a": Infinity}', "‘Infinity’ is not a number"),
        ('{"a": "\\ud800"}', "\\ud800 is half of a character"),
    ],
)
def test_what_is_wrong_with_json(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        parse_json(read_text(path))
    assert message in str(caught.value)
