from __future__ import annotations

import pytest

from runtime.sandbox.backend import BackendError
from runtime.sandbox.process import GoneError, ProcessSandbox, start_process


class Counted(ProcessSandbox[int]):
    """A sandbox on processes that are but numbers."""

    def __init__(self, fault: BaseException | None = None) -> None:
        self.started: list[int] = []
        self.removed: list[int] = []
        self.fault = fault
        super().__init__(self._next)

    def _next(self) -> int:
        self.started.append(len(self.started) + 1)
        return self.started[-1]

    def _greeting(self, process: int) -> str:
        if self.fault:
            raise self.fault
        return f"3.{process}"

    def _remove(self, process: int) -> str:
        self.removed.append(process)
        return "no room"

    def lose(self) -> None:
        self._close()

    def use(self) -> int:
        return self._running()


def test_a_process_is_started_at_once_kept_and_removed() -> None:
    with Counted() as sandbox:
        assert sandbox.started == [1]
        assert [sandbox.use(), sandbox.use()] == [1, 1]
    assert (sandbox.started, sandbox.removed) == ([1], [1])


def test_a_lost_process_is_replaced() -> None:
    with Counted() as sandbox:
        sandbox.lose()
        assert (sandbox.use(), sandbox.python) == (2, "3.2")
    assert sandbox.removed == [1, 2]


@pytest.mark.parametrize(
    ("fault", "words"), [(GoneError(), "no room"), (GoneError("no snapshot"), "no snapshot")]
)
def test_a_process_that_does_not_get_ready_is_removed_with_its_own_words(
    fault: GoneError, words: str
) -> None:
    sandbox = Counted(fault)
    with pytest.raises(BackendError, match=f"^the sandbox does not start: {words}$"), sandbox:
        pass
    assert sandbox.removed == [1]


def test_ctrl_c_while_it_gets_ready_leaves_no_process() -> None:
    sandbox = Counted(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt), sandbox:
        pass
    assert sandbox.removed == [1]


def test_a_command_that_is_not_there_is_the_backends_fault() -> None:
    with pytest.raises(BackendError, match=r"^/no/such does not start: No such file"):
        start_process(["/no/such"])
