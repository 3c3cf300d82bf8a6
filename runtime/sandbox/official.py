"""Judges a submission in a backend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

from runtime.judge.judging import effective_tests, judge_test, program_for, runs_author_code
from runtime.judge.report import report
from runtime.judge.shapes import Outcome, Report, Result, RunRequest, Task, Test
from runtime.sandbox.backend import Backend, Sandbox, Submission
from runtime.sandbox.files import test_files


def judge_submission(
    backend: Backend, task: Task, submission: Submission, tested: Callable[[int], None] = lambda done: None
) -> Report:
    """Judge test by test: the program in one sandbox, code that the task brings in another.

    `tested` is told after each test how many are done. Raises BackendError when the backend fails.
    """
    with ExitStack() as stack:
        program = stack.enter_context(backend.open())
        judging = _Judging(task, submission, program, stack, backend.open)
        results = []
        for test in effective_tests(task):
            results.append(judging.result(test))
            tested(len(results))
        return report(task, results, backend.name, program.python)


class _Judging:
    def __init__(
        self,
        task: Task,
        submission: Submission,
        program: Sandbox,
        stack: ExitStack,
        another: Callable[[], AbstractContextManager[Sandbox]],
    ) -> None:
        self._task = task
        self._submission = submission
        self._program = program
        self._stack = stack
        self._another = another
        self._author: Sandbox | None = None

    def result(self, test: Test) -> Result:
        outcomes: list[Outcome] = []
        # A student hands in the sample that came with the task; the test brings the data that counts.
        files = {**self._submission.files, **test_files(test)}
        while True:
            step = self._decide(test, outcomes)
            if "run" not in step:
                return step
            asked = program_for(self._task, test, self._submission.code, step["run"])
            outcomes.append(self._program.run(asked, files))

    def _decide(self, test: Test, outcomes: Sequence[Outcome]) -> Result | RunRequest:
        if not runs_author_code(self._task):
            return judge_test(self._task, test, outcomes)
        if self._author is None:
            self._author = self._stack.enter_context(self._another())
        return self._author.decide(self._task, test, outcomes)
