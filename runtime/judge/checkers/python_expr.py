"""The `python_expr` checker: an expression of the author's decides."""

from ..fault import JudgeFault
from .options import Options, unix_lines


def accepts(output: str, expected: str, options: Options, given: str) -> bool:
    """Evaluate `expr` over the strings `output`, `expected` and `input`; it must give True or False.

    This runs the author's code in this interpreter: see `runs_author_code`. Raises JudgeFault when the
    expression is missing, raises, or gives anything but a bool.

    >>> accepts("12", "", {"expr": "len(output.strip()) == 2"}, "")
    True
    """
    expression = options.get("expr")
    if not isinstance(expression, str) or not expression.strip():
        raise JudgeFault("checker.expr is missing")
    names = {"output": unix_lines(output), "expected": unix_lines(expected), "input": unix_lines(given)}
    try:
        answer = eval(expression.strip(), names)  # noqa: S307 - the author's code, in the sandbox of the judge
    except BaseException as error:
        raise JudgeFault(f"checker.expr raised {type(error).__name__}: {error}") from error
    if not isinstance(answer, bool):
        raise JudgeFault(f"checker.expr gave {type(answer).__name__}, not True or False")
    return answer
