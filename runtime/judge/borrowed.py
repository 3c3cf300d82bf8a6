"""The parts of the interpreter that a student's program gets for its run, given back afterwards."""

import atexit
import builtins
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .errors import STUDENT_FILE, forget_source, remember_source
from .streams import Streams

MAX_RECURSION = 10_000
_STREAMS = ("stdin", "stdout", "stderr")
_OWN = ("argv", "setrecursionlimit", *_STREAMS, *(f"__{name}__" for name in _STREAMS))

ExitCall = Callable[[], object]


@contextmanager
def borrowed(module: Any, code: str, streams: Streams) -> Iterator[list[ExitCall]]:  # noqa: ANN401 - a module to fill
    """Lend the program streams, `__main__` and a bounded recursion limit; yield what it leaves to `atexit`.

    The recursion limit is counted from here, so that a program gets as deep under any backend. More than 10
    000 levels would end Pyodide for good, so asking for more gives 10 000.
    """
    saved = {name: getattr(sys, name) for name in _OWN}
    names, limit = dict(vars(builtins)), sys.getrecursionlimit()
    main, hooks = sys.modules.get("__main__"), (atexit.register, atexit.unregister)
    left: list[ExitCall] = []
    try:
        remember_source(code)
        _lend_streams(streams)
        _lend_recursion()
        _lend_atexit(left)
        sys.modules["__main__"] = module
        with warnings.catch_warnings():
            warnings.simplefilter("default", SyntaxWarning)
            yield left
    finally:
        vars(builtins).update(names)
        for name, value in saved.items():
            setattr(sys, name, value)
        sys.setrecursionlimit(limit)
        atexit.register, atexit.unregister = hooks
        if main is not None:
            sys.modules["__main__"] = main
        forget_source()


def _lend_streams(streams: Streams) -> None:
    for name in _STREAMS:
        stream = getattr(streams, name)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = [STUDENT_FILE]


def _lend_recursion() -> None:
    base, real = _depth(), sys.setrecursionlimit

    def setrecursionlimit(limit: int, /) -> None:
        """Set the recursion limit, to 10 000 at most."""
        real(min(limit, MAX_RECURSION) + base)

    setrecursionlimit(1000)
    sys.setrecursionlimit = setrecursionlimit


def _depth() -> int:
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


def _lend_atexit(left: list[ExitCall]) -> None:
    def register(function: Callable[..., object], /, *args: object, **named: object) -> Callable[..., object]:
        left.append(lambda: function(*args, **named))
        return function

    atexit.register = register  # type: ignore[assignment]
    atexit.unregister = lambda function, /: None
