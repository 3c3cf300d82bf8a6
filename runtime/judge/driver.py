"""The loop that every backend that can block goes through."""

from collections.abc import Callable

from .judging import effective_tests, judge_test, program_for
from .shapes import Outcome, Program, Result, Task, Test


def judge(task: Task, code: str, run: Callable[[Program], Outcome]) -> list[Result]:
    """Judge a submission test by test; `run` executes one program in a pristine interpreter and may block.

    >>> from .execute import execute
    >>> [result["verdict"] for result in judge({"tests": [{"expected": "1"}]}, "print(2)", execute)]
    ['WA']
    """
    return [_judge_one(task, test, code, run) for test in effective_tests(task)]


def _judge_one(task: Task, test: Test, code: str, run: Callable[[Program], Outcome]) -> Result:
    outcomes: list[Outcome] = []
    while True:
        step = judge_test(task, test, outcomes)
        if "run" not in step:
            return step
        outcomes.append(run(program_for(task, test, code, step["run"])))
