"""Exceptions as a student reads them: only their own lines, whatever the exception does."""

import linecache
import traceback
from types import TracebackType

from .shapes import ProgramError

STUDENT_FILE = "main.py"
_HEAD, _TAIL, _WIDTH = 20, 30, 2000


def describe(error: BaseException) -> ProgramError:
    r"""Return type, message, line and traceback text of an exception from the student's program.

    The text keeps chained exceptions and shows only frames of `main.py`; long tracebacks lose their middle.
    An exception whose own methods fail is still described, by its type.

    >>> describe(ValueError("no"))["text"]
    'ValueError: no\n'
    """
    line = _line(error)
    try:
        text, message = _texts(error)
    except BaseException:  # noqa: BLE001 - a student's __str__ or __repr__ may raise anything
        text, message = f"{type(error).__name__}\n", ""
    return {"type": type(error).__name__, "message": _clean(message), "line": line, "text": _clean(text)}


def describe_syntax(error: BaseException) -> ProgramError:
    """Return the description of an error that the compiler raised; the code never ran."""
    if isinstance(error, SyntaxError):
        text = "".join(traceback.format_exception_only(error))
        message, line, name = error.msg, error.lineno, type(error).__name__
    else:
        message, line, name = _compiler_message(error), None, "SyntaxError"
        text = f"SyntaxError: {message}\n"
    return {"type": name, "message": _clean(message), "line": line, "text": _clean(text)}


def remember_source(code: str) -> None:
    """Let tracebacks show lines of the student's code."""
    linecache.cache[STUDENT_FILE] = (len(code), None, code.splitlines(keepends=True), STUDENT_FILE)


def forget_source() -> None:
    """Undo `remember_source`."""
    linecache.cache.pop(STUDENT_FILE, None)


def _compiler_message(error: BaseException) -> str:
    if isinstance(error, RecursionError | MemoryError):
        return "the program is nested too deep"
    return str(error)


def _line(error: BaseException) -> int | None:
    found = None
    step: TracebackType | None = BaseException.__getattribute__(error, "__traceback__")
    while step:
        if step.tb_frame.f_code.co_filename == STUDENT_FILE:
            found = step.tb_lineno
        step = step.tb_next
    return found


def _thin_out(error: BaseException | None, seen: set[int]) -> None:
    """Unlink the middle of long tracebacks: to look up ten thousand frames of a recursion takes a second."""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = []
        step: TracebackType | None = BaseException.__getattribute__(error, "__traceback__")
        while step:
            frames.append(step)
            step = step.tb_next
        if len(frames) > _HEAD + _TAIL:
            frames[_HEAD - 1].tb_next = frames[-_TAIL]
        _thin_out(BaseException.__getattribute__(error, "__cause__"), seen)
        error = BaseException.__getattribute__(error, "__context__")


def _texts(error: BaseException) -> tuple[str, str]:
    _thin_out(error, set())
    summary = traceback.TracebackException.from_exception(error)
    _keep_student_frames(summary, set())
    last = next(iter(summary.format_exception_only()))
    whole = "".join(summary.format()) if summary.stack or _chained(summary) else last
    return _shorten(whole), last.partition(": ")[2].rstrip("\n")


def _chained(summary: traceback.TracebackException) -> bool:
    return bool(summary.__cause__ or summary.__context__)


def _keep_student_frames(summary: traceback.TracebackException, seen: set[int]) -> None:
    if id(summary) in seen:
        return
    seen.add(id(summary))
    summary.stack[:] = [frame for frame in summary.stack if frame.filename == STUDENT_FILE]
    nested = getattr(summary, "exceptions", None) or []
    for other in (summary.__cause__, summary.__context__, *nested):
        if other is not None:
            _keep_student_frames(other, seen)


def _shorten(text: str) -> str:
    lines = [line if len(line) <= _WIDTH else line[:_WIDTH] + "…" for line in text.splitlines()]
    if len(lines) > _HEAD + _TAIL:
        lines[_HEAD:-_TAIL] = ["  …"]
    return "\n".join(lines) + "\n"


def _clean(text: str) -> str:
    """Replace what has no place in UTF-8, and cut what nobody would read."""
    return text.encode("utf-8", "backslashreplace").decode()[: _WIDTH * 8]
