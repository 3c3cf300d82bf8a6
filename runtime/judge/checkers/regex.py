"""The `regex` checker: the output must match a pattern as a whole."""

import re

from ..fault import JudgeFault
from .options import Options, unix_lines


def accepts(output: str, expected: str, _options: Options, _given: str) -> bool:
    r"""Match the pattern `expected` with the whole output, white space around the output left out.

    Line ends at the end of the pattern are those of the file it stands in, and do not count. Raises
    JudgeFault for a pattern that `re` does not take.

    >>> accepts("Hello, Ann!\n", r"Hello, \w+!", {}, "")
    True
    """
    try:
        pattern = re.compile(unix_lines(expected).rstrip("\n"))
    except (re.error, OverflowError, RecursionError) as error:
        raise JudgeFault(f"expected is not a regular expression: {error}") from error
    return pattern.fullmatch(unix_lines(output).strip()) is not None
