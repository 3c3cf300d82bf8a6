"""Judges many submissions at once here; every sandbox is a process of its own, so threads suffice."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event
from typing import Any

from builder.grade.grading import Done
from runtime.judge.shapes import Outcome, Program, Result, RunRequest, Task, Test
from runtime.sandbox.backend import Backend, BackendError, Files, Sandbox, Submission
from runtime.sandbox.official import judge_submission

LOOK = 0.5
"""Seconds after which the main thread looks whether it should stop: Windows does not wake it for Ctrl-C."""


class StoppedError(Exception):
    """The operator stopped the grading."""


class LocalPool:
    """Judges in `jobs` threads until `stop` is set; a backend that breaks down sets it, and `trouble`."""

    def __init__(self, backend: Backend, jobs: int, stop: Event) -> None:
        self._backend = backend
        self._jobs = jobs
        self._stop = stop
        self.trouble: str | None = None

    def judge(self, task: Mapping[str, Any], submissions: Mapping[str, Submission]) -> Iterator[Done]:
        """Yield what became of each submission, by digest, as it comes; after a stop fewer than there are."""
        with ThreadPoolExecutor(self._jobs, thread_name_prefix="judge") as executor:
            try:
                waiting = {executor.submit(self._one, task, *item) for item in submissions.items()}
                while waiting:
                    done, waiting = wait(waiting, LOOK, FIRST_COMPLETED)
                    yield from filter(None, map(Future.result, done))
            finally:
                self._stop.set()
                executor.shutdown(cancel_futures=True)

    def _one(self, task: Mapping[str, Any], digest: str, submission: Submission) -> Done | None:
        try:
            return Done(digest, judge_submission(_Stoppable(self._backend, self._stop), task, submission))
        except StoppedError:
            return None
        except BackendError as error:
            if trouble := self._backend.trouble():
                self.trouble = trouble
                self._stop.set()
                return None
            return Done(digest, None, str(error))
        except Exception as error:  # noqa: BLE001  (one submission must not take the class with it; it is shown)
            traceback.print_exc()
            return Done(digest, None, f"the judge failed: {error!r}")


class _Stoppable:
    """A backend whose sandboxes start nothing any more once `stop` is set."""

    def __init__(self, backend: Backend, stop: Event) -> None:
        self._backend = backend
        self._stop = stop

    @property
    def name(self) -> str:
        return self._backend.name

    def trouble(self) -> str | None:
        return self._backend.trouble()

    def fingerprint(self) -> str:
        return self._backend.fingerprint()

    @contextmanager
    def open(self) -> Iterator[Sandbox]:
        if self._stop.is_set():
            raise StoppedError
        with self._backend.open() as sandbox:
            yield _StoppableSandbox(sandbox, self._stop)


class _StoppableSandbox:
    def __init__(self, sandbox: Sandbox, stop: Event) -> None:
        self._sandbox = sandbox
        self._stop = stop

    @property
    def python(self) -> str:
        return self._sandbox.python

    def run(self, program: Program, files: Files) -> Outcome:
        if self._stop.is_set():
            raise StoppedError
        return self._sandbox.run(program, files)

    def decide(self, task: Task, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        return self._sandbox.decide(task, test, outcomes)
