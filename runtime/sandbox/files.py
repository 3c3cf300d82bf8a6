"""Names and contents of the files that stand beside a program."""

from __future__ import annotations

import base64

from runtime.judge.shapes import Test
from runtime.sandbox.backend import Files


def test_files(test: Test) -> Files:
    """Return the files that a test gives the program to read.

    >>> test_files({"files": {"data.txt": "1 2"}})
    {'data.txt': b'1 2'}
    """
    return {name: text.encode() for name, text in (test.get("files") or {}).items()}


def encoded(files: Files) -> dict[str, str]:
    """Return files as JSON can hold them, in base64.

    >>> encoded({"data.txt": b"1 2"})
    {'data.txt': 'MSAy'}
    """
    return {name: base64.b64encode(content).decode() for name, content in files.items()}
