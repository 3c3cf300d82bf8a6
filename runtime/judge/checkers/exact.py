"""The `exact` checker: every character counts."""

from .options import Options, unix_lines


def accepts(output: str, expected: str, _options: Options, _given: str) -> bool:
    r"""Compare output and expected as they are, once CRLF has become LF.

    >>> accepts("hi", "hi\n", {}, "")
    False
    """
    return unix_lines(output) == unix_lines(expected)
