"""Reads the text and JSON files of a package, and says plainly what is wrong with them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MAX_TEXT_BYTES = 1_000_000


class UnreadableError(Exception):
    """A file that cannot be used; the message says why and what to do."""


def read_text(path: Path) -> str:
    r"""Return the text of a UTF-8 file with `\n` line ends.

    Raises UnreadableError for files over 1 MB and for bytes that are not UTF-8.
    """
    size = path.stat().st_size
    if size > MAX_TEXT_BYTES:
        raise UnreadableError(f"The file has {size / 1e6:.1f} MB. At most 1 MB is allowed; make it shorter.")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(
            f"Line {line} is not UTF-8 text. Save the file in the encoding UTF-8."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path) -> Any:  # noqa: ANN401  (JSON has any shape until its schema has been checked)
    """Return the value of a JSON file; raises UnreadableError as `read_text` and `parse_json` do."""
    return parse_json(read_text(path))


def digest(path: Path) -> str:
    """Return the SHA-256 digest of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parse_json(text: str) -> Any:  # noqa: ANN401  (JSON has any shape until its schema has been checked)
    """Return the value of the JSON in `text`.

    Raises UnreadableError, with line and column, for what is not strict JSON, and for a key given twice.

    >>> parse_json('{"id": "sum"}')
    {'id': 'sum'}
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"Line {error.lineno}, column {error.colno}: this is not JSON: {_plain(error, text)}"
        ) from error
    except RecursionError as error:
        raise UnreadableError("The lists and objects in this file are nested too deeply.") from error
    except ValueError as error:
        raise UnreadableError(f"A number in this file cannot be used: {error}.") from error
    if value is None:
        raise UnreadableError("The file says ‘null’, which is nothing. Write an object in {…}.")
    if "\\u" in text:
        _check_characters(value)
    return value


def _check_characters(value: Any) -> None:  # noqa: ANN401  (any JSON)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise UnreadableError(f"{half} is half of a character. Write the character itself.") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableError(f"The field ‘{key}’ is given twice in the same object. Remove one.")
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise UnreadableError(f"‘{name}’ is not a number in JSON.")


def _plain(error: json.JSONDecodeError, text: str) -> str:
    before = text[: error.pos].rstrip()
    if before.endswith(",") and text[error.pos : error.pos + 1] in {"}", "]"}:
        return "there is one comma too many before the bracket."
    if error.pos >= len(text.rstrip()):
        return "the file ends too early. Is a closing bracket missing?"
    return {
        "Expecting ',' delimiter": "a comma or a closing bracket is missing before this place.",
        "Expecting property name enclosed in double quotes": "a field name in quotes is missing here.",
        "Expecting ':' delimiter": "a colon is missing here.",
        "Expecting value": "a value is missing here.",
        "Extra data": "something follows after the end.",
        "Invalid control character at": "a text runs over the end of its line. Write a line break as \\n.",
        "Unterminated string starting at": "a text that starts here has no closing quote.",
        "Illegal trailing comma before end of object": "there is one comma too many before the bracket.",
        "Illegal trailing comma before end of array": "there is one comma too many before the bracket.",
        "Invalid \\escape": "a backslash must be written as \\\\.",
    }.get(error.msg, error.msg + ".")
