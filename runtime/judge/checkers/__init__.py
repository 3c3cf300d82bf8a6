"""The checkers that a task names. Each is one function `accepts(output, expected, options, given)`."""

from .exact import accepts as _exact
from .float import accepts as _float
from .options import Checker
from .python_expr import accepts as _python_expr
from .regex import accepts as _regex
from .strip import accepts as _strip

CHECKERS: dict[str, Checker] = {
    "strip": _strip,
    "exact": _exact,
    "regex": _regex,
    "float": _float,
    "python_expr": _python_expr,
}

__all__ = ["CHECKERS", "Checker"]
