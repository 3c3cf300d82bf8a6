"""Run a student's program in this interpreter and say what happened."""

import builtins
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from types import CodeType, ModuleType, TracebackType
from typing import TYPE_CHECKING

from .borrowed import ExitCall, borrowed
from .drawing import Recorder
from .errors import STUDENT_FILE, describe, describe_syntax
from .literal import to_literal
from .shapes import DEFAULT_LIMITS, Outcome, Program, ProgramError
from .streams import OnOutput, OutputLimitExceeded, ReadLine, Streams
from .turtle_package import lent
from .verdict import Verdict

if TYPE_CHECKING:
    from threading import Thread

_COMPILER_ERRORS = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)


def execute(
    program: Program,
    *,
    clock: Callable[[], float] = time.perf_counter,
    on_output: OnOutput | None = None,
    read_line: ReadLine | None = None,
) -> Outcome:
    r"""Run a program and return its outcome; an exception of the program never gets out.

    The backend gives a pristine interpreter for every call, raises KeyboardInterrupt when the time is up,
    makes allocations past `memory_mb` raise MemoryError, fills in `memory_kb` (0 here), and keeps its own
    channel away from file descriptors 0 to 2. A program that has to be killed gets its outcome from `killed`.

    Args:
        program: code, standard input, and a `call` to evaluate afterwards or None.
        clock: seconds, monotonic. A run that took `time_ms` or longer is TL, even if it swallowed the
            interrupt.
        on_output: called as `on_output("stdout" | "stderr" | "drawing", text)` while the program writes and
            draws. The traceback of an uncaught exception is not passed on: it is in `error` and at the end of
            `stderr`.
        read_line: returns the next line of standard input, None at its end; used instead of
            `program["stdin"]`. Time spent in it does not count.

    >>> execute({"code": "print(int(input()) * 2)", "stdin": "21", "call": None, "limits": {}})["stdout"]
    '42\n'
    """
    return _Run(program, clock, on_output, read_line).outcome()


def killed(program: Program, verdict: str, time_ms: float) -> Outcome:
    """Return the outcome of a program that the backend had to end from outside.

    >>> killed({"code": "", "stdin": "", "call": None, "limits": {}}, "TL", 2000)["verdict"]
    'TL'
    """
    return {
        "stdin": program["stdin"], "stdout": "", "stderr": "", "verdict": verdict, "time_ms": time_ms,
        "memory_kb": 0, "value": None, "error": None,
    }  # fmt: skip


class _Run:
    def __init__(
        self,
        program: Program,
        clock: Callable[[], float],
        on_output: OnOutput | None,
        read_line: ReadLine | None,
    ) -> None:
        self._program = program
        self._limits = {**DEFAULT_LIMITS, **program["limits"]}
        self._clock = clock
        self._streams = Streams(
            program["stdin"], self._limits["output_kb"] * 1024, on_output, read_line, clock
        )
        self._recorder = Recorder(on_output)
        self._drawing = ""
        self._module = ModuleType("__main__")
        self._module.__dict__.update({"__builtins__": builtins, "__file__": STUDENT_FILE})
        self._failure: BaseException | None = None
        self._error: ProgramError | None = None
        self._interrupted = self._compiled = False
        self._value: str | None = None
        self._threads = set(_threads())

    def outcome(self) -> Outcome:
        code = self._program["code"].removeprefix("\ufeff")
        started = self._clock()
        with borrowed(self._module, code, self._streams) as left, lent(self._recorder):
            self._go(code, left)
        elapsed = self._clock() - started - self._streams.waited
        self._guarded(self._finish_drawing)
        verdict = self._verdict(elapsed)
        error = self._error if verdict in {Verdict.RE, Verdict.CE, Verdict.ML} else None
        stdout, stderr = self._streams.texts()
        outcome: Outcome = {
            "stdin": self._program["stdin"],
            "stdout": stdout,
            "stderr": stderr + _last_words(error, self._failure),
            "verdict": verdict.value,
            "time_ms": round(elapsed * 1000, 3),
            "memory_kb": 0,
            "value": self._value if verdict is Verdict.OK else None,
            "error": error,
        }
        if self._drawing:
            outcome["drawing"] = self._drawing
        return outcome

    def _go(self, code: str, left: list[ExitCall]) -> None:
        """Run every part of the program's life; each guards itself against what the program raises."""
        compiled = self._compile(code)
        if compiled is None:
            return
        self._compiled = True
        self._guarded(lambda: exec(compiled, self._module.__dict__))  # noqa: S102 - what this module is for
        if self._program["call"] is not None and _clean_exit(self._failure):
            self._failure = None
            self._guarded(self._call)
        self._guarded(self._describe)
        for function in reversed(left):
            self._guarded(function)
        self._guarded(self._leave)
        self._guarded(self._describe)

    def _compile(self, code: str) -> CodeType | None:
        try:
            return compile(code, STUDENT_FILE, "exec", dont_inherit=True)
        except _COMPILER_ERRORS as error:
            self._error = describe_syntax(error)
        except KeyboardInterrupt:
            self._interrupted = self._compiled = True
        return None

    def _guarded(self, step: Callable[[], object]) -> None:
        try:
            step()
        except KeyboardInterrupt:
            self._interrupted = True
        except BaseException as error:  # noqa: BLE001 - the edge of the student's program
            self._failure = error if self._failure is None else self._failure

    def _call(self) -> None:
        expression = compile(self._program["call"] or "", "<call>", "eval", dont_inherit=True)
        self._value = to_literal(eval(expression, self._module.__dict__))  # noqa: S307 - what this module is for

    def _describe(self) -> None:
        failure = self._failure
        if self._error or failure is None or _clean_exit(failure) or _is(failure, OutputLimitExceeded):
            return
        if _is(failure, MemoryError):
            self._release(failure.__traceback__)
        self._error = describe(failure)

    def _release(self, frames: TracebackType | None) -> None:
        """Free what the program holds: describing the error needs some memory too."""
        traceback.clear_frames(frames)
        self._module.__dict__.clear()

    def _leave(self) -> None:
        """End as Python does: wait for threads, drop the globals, write what is still buffered."""
        for thread in set(_threads()) - self._threads:
            if not thread.daemon:
                thread.join()
        self._module.__dict__.clear()
        self._streams.flush()

    def _finish_drawing(self) -> None:
        """Do so where the builtins are ours again; the recorder may still be as the program left it."""
        self._recorder.finish()
        text = self._recorder.text()
        self._drawing = text if type(text) is str else ""

    def _verdict(self, elapsed: float) -> Verdict:
        if not self._compiled:
            return Verdict.CE
        if self._streams.budget.exceeded or self._recorder.exceeded:
            return Verdict.OL
        if self._interrupted or elapsed * 1000 >= self._limits["time_ms"]:
            return Verdict.TL
        if _is(self._failure, MemoryError):
            return Verdict.ML
        return Verdict.OK if _clean_exit(self._failure) else Verdict.RE


def _is(failure: BaseException | None, kind: type[BaseException]) -> bool:
    """Do what `isinstance` does without asking the object, whose class may be the student's."""
    return issubclass(type(failure), kind)


def _exit_code(failure: BaseException | None) -> object:
    return BaseException.__getattribute__(failure, "code") if failure is not None else None


def _clean_exit(failure: BaseException | None) -> bool:
    """Whether the program came to its end or left with status 0."""
    if not _is(failure, SystemExit):
        return failure is None
    code = _exit_code(failure)
    return type(code) in {type(None), int, bool} and not code


def _last_words(error: ProgramError | None, failure: BaseException | None) -> str:
    """Return what Python writes to stderr at the end: the traceback, or the text given to `sys.exit`."""
    if error is None:
        return ""
    if _is(failure, SystemExit):
        return "" if isinstance(_exit_code(failure), int) else error["message"] + "\n"
    return error["text"]


def _threads() -> "Iterable[Thread]":
    """Return the other running threads; to import `threading` only to see none would cost milliseconds."""
    threading = sys.modules.get("threading")
    if threading is None:
        return ()
    return [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
