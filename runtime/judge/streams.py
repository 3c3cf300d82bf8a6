"""Standard streams of a student's program: text in, captured text out, within a budget."""

import codecs
import io
from collections.abc import Callable
from typing import Any

OnOutput = Callable[[str, str], None]
ReadLine = Callable[[], str | None]

# A student may replace builtins while our methods run inside the program.
_len, _min, _memoryview, _decode = len, min, memoryview, codecs.utf_8_decode


class OutputLimitExceeded(BaseException):
    """The program wrote more than it may. Not an Exception, so that `except Exception` does not stop it."""


class Budget:
    """The bytes that stdout and stderr may still write together."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.exceeded = False


class Capture(io.BufferedIOBase):
    """The binary end of an output stream: keeps what arrives as text and passes it on at once."""

    def __init__(self, name: str, budget: Budget, on_output: OnOutput | None) -> None:
        self.name = name
        self._budget = budget
        self._on_output = on_output
        self._parts: list[str] = []
        self._pending = b""

    def writable(self) -> bool:
        """Say yes, for TextIOWrapper."""
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any object with the buffer protocol
        """Take bytes until the budget is spent; then and ever after raise `OutputLimitExceeded`."""
        chunk = _memoryview(data).tobytes()
        size, room = _len(chunk), self._budget.left
        self._budget.left = room - _min(size, room)
        self._keep(chunk[:room])
        if size > room:
            self._budget.exceeded = True
        if self._budget.exceeded:
            raise OutputLimitExceeded
        return size

    def _keep(self, data: bytes) -> None:
        text, used = _decode(self._pending + data, "replace", False)
        self._pending = (self._pending + data)[used:]
        if text:
            self._parts.append(text)
            if self._on_output:
                self._on_output(self.name, text)

    def text(self) -> str:
        """Return all that was written. A character that the limit cut in two is left out."""
        broken = "\ufffd" if self._pending and not self._budget.exceeded else ""
        return "".join(self._parts) + broken


class LineSource(io.RawIOBase):
    """Standard input that asks for a line when the program wants one, and counts the time it waited."""

    def __init__(self, read_line: ReadLine, clock: Callable[[], float]) -> None:
        self.waited = 0.0
        self._read_line: ReadLine | None = read_line
        self._clock = clock
        self._pending = b""

    def readable(self) -> bool:
        """Say yes, for BufferedReader."""
        return True

    def readinto(self, target: Any, /) -> int:  # noqa: ANN401 - a writable buffer
        """Fill the buffer from the current line; 0 is the end of input."""
        if not self._pending:
            self._pending = self._next_line()
        size = _min(_len(target), _len(self._pending))
        target[:size] = self._pending[:size]
        self._pending = self._pending[size:]
        return size

    def _next_line(self) -> bytes:
        if self._read_line is None:
            return b""
        asked = self._clock()
        line = self._read_line()
        self.waited += self._clock() - asked
        if line is None:
            self._read_line = None
            return b""
        return (line.rstrip("\r\n") + "\n").encode("utf-8", "replace")


class Streams:
    """The three streams of one run: what the program gets as `sys.stdin`, `sys.stdout` and `sys.stderr`."""

    def __init__(
        self,
        given: str,
        limit: int,
        on_output: OnOutput | None,
        read_line: ReadLine | None,
        clock: Callable[[], float],
    ) -> None:
        self.budget = Budget(limit)
        self._source = LineSource(read_line, clock) if read_line else None
        self._out = Capture("stdout", self.budget, on_output)
        self._err = Capture("stderr", self.budget, on_output)
        lines = given.replace("\r\n", "\n").encode("utf-8", "replace")
        raw = io.BufferedReader(self._source) if self._source else io.BytesIO(lines)
        self.stdin = io.TextIOWrapper(raw, encoding="utf-8")
        self.stdout = _writer(self._out, "strict")
        self.stderr = _writer(self._err, "backslashreplace")

    @property
    def waited(self) -> float:
        """Seconds spent waiting for somebody to type."""
        return self._source.waited if self._source else 0.0

    def flush(self) -> None:
        """Write out what a program that switched buffering on left behind."""
        for stream in (self.stdout, self.stderr):
            if not stream.closed:
                stream.flush()

    def texts(self) -> tuple[str, str]:
        """Return all that was written to stdout and to stderr."""
        return self._out.text(), self._err.text()


def _writer(capture: Capture, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(capture, encoding="utf-8", errors=errors, newline="\n", write_through=True)
