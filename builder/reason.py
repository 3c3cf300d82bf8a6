"""Why a test is not OK, in one line for the teacher."""

from __future__ import annotations

from runtime.judge.shapes import Result

SHOWN = 200


def reason(result: Result) -> str:
    """Return in one line why a test is not OK, as far as the student's program shows it."""
    if result["message"]:
        text = result["message"]
    elif result["error"]:
        line = f", line {result['error']['line']}" if result["error"]["line"] else ""
        text = f"{result['error']['type']}: {result['error']['message']}{line}"
    elif result["verdict"] == "WA":
        text = f"got {result['value'] if result['value'] is not None else result['stdout']!r}"
    else:
        text = ""
    return printable(" ".join(text.split())[:SHOWN])


def printable(text: str) -> str:
    r"""Return text in one line that does nothing to a terminal: students choose names and messages.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
