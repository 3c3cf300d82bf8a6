"""What all checkers share."""

from collections.abc import Callable, Mapping

Options = Mapping[str, object]
"""The `checker` object of a task: `{"type": "float", "abs": 0.01}`."""

Checker = Callable[[str, str, Options, str], bool]
"""Called with output, expected, options and the test's input; raises JudgeFault for an author's mistake."""


def unix_lines(text: str) -> str:
    r"""Return the text with Windows line ends made Unix ones.

    >>> unix_lines("a\r\n")
    'a\n'
    """
    return text.replace("\r\n", "\n")
