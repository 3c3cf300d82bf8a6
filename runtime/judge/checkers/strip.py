"""The `strip` checker, the default: white space that nobody sees does not count."""

from .options import Options, unix_lines


def accepts(output: str, expected: str, _options: Options, _given: str) -> bool:
    r"""Compare line by line without white space at the end of lines and without blank lines at the end.

    >>> accepts("hi  \n\n", "hi", {}, "")
    True
    >>> accepts("  hi", "hi", {}, "")
    False
    """
    return _visible(output) == _visible(expected)


def _visible(text: str) -> str:
    return "\n".join(line.rstrip() for line in unix_lines(text).split("\n")).rstrip("\n")
