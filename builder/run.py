"""Runs the solutions and wrong programs of a course against its tests, for `knapsack check --run`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from builder.course import Course, Task
from builder.load import WrongProgram
from builder.problems import pointer
from builder.remembered import Remembered, digest_of
from runtime.judge.execute import killed
from runtime.judge.judging import effective_tests, fault_result, judge_test, program_for, runs_author_code

if TYPE_CHECKING:
    from builder.wheels.wheel import Wheel

CHILD = Path(__file__).with_name("child.py")
CHECKER_SECONDS = 20.0
START_SECONDS = 10.0
SLOWDOWN = 4
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Trial:
    """One program to run, and where it stands; `verdict` is what it must get, None for any but OK.

    `packages` are the folders of the packages that it may import.
    """

    task: Task
    file: str
    pointer: str
    code: str
    verdict: str | None
    packages: tuple[Path, ...] = ()


def run_programs(course: Course, report: Report, wheels: Sequence[Wheel]) -> None:
    """Report every solution that is not OK, every wrong program without its verdict, and weak tests.

    `wheels` are the packages that the course needs. A program whose packages do not run here is not run.

    The programs are the author's own, but each runs in a process of its own with limits: they may loop. One
    that kept its promise does not run again until something changes that this depends on.
    `report(more, done)` is told how many programs were added and done.
    """
    programs = [trial for task in course.tasks.values() for trial in trials(task)]
    if wheels:
        from builder.wheels.here import with_packages  # noqa: PLC0415  (few courses have packages)

        programs = list(with_packages(course, programs, wheels))
    report(len(programs), 0)
    caught: dict[str, list[list[str]]] = {}
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        with Remembered() as remembered:
            for trial, outcome in zip(programs, _outcomes(programs, pool, remembered), strict=True):
                report(0, 1)
                if outcome.fault:
                    course.package.problems.error(trial.file, outcome.fault, trial.pointer)
                elif trial.verdict != "OK":
                    caught.setdefault(trial.task.id, []).append(outcome.failed)
    finally:
        pool.shutdown(cancel_futures=True)
    for id_, failed in caught.items():
        _warn_of_one_test(course, course.tasks[id_], failed)


def _warn_of_one_test(course: Course, task: Task, caught: list[list[str]]) -> None:
    """Warn when one test alone tells the wrong programs from the solution, and the others prove nothing."""
    names = {name for failed in caught for name in failed}
    if len(names) == 1 and len(inputs(task)) > 1:
        message = (
            f"Only test {names.pop()} tells the wrong programs from the solution; no other test catches any."
            " Add a test with another input that does, or a wrong program that the others catch."
        )
        course.package.problems.warning(task.source.file, message)


def inputs(task: Task) -> set[str]:
    """Return the different inputs and calls of a task's tests."""
    given = ({name: test.get(name) for name in ("input", "call", "files")} for test in task.tests)
    return {json.dumps(each, sort_keys=True) for each in given}


@dataclass(frozen=True)
class Outcome:
    """What came of a trial: how it broke its promise, or None, and the tests that it failed, at most two."""

    fault: str | None
    failed: list[str]


def _outcomes(programs: list[Trial], pool: ThreadPoolExecutor, remembered: Remembered) -> Iterator[Outcome]:
    """Yield the outcome of each trial in order; what is remembered is not run."""
    digests = [
        digest_of(trial.task.judged, trial.code, trial.verdict, [folder.name for folder in trial.packages])
        for trial in programs
    ]
    known = [remembered.get(digest) for digest in digests]
    running = [
        pool.submit(_outcome, trial) if failed is None else None
        for trial, failed in zip(programs, known, strict=True)
    ]
    for digest, failed, future in zip(digests, known, running, strict=True):
        if future is None:
            yield Outcome(None, failed or [])
            continue
        outcome = future.result()
        if outcome.fault is None:
            remembered.put(digest, outcome.failed)
        yield outcome


def trials(task: Task) -> Iterator[Trial]:
    """Yield the programs that a task brings: its solution, then the wrong ones."""
    source = task.source
    if source.solution is not None:
        yield Trial(task, source.solution_file, "", source.solution, "OK")
    elif "solution" in task.data:
        yield Trial(task, source.file, "/solution", task.data["solution"], "OK")
    stated = [
        WrongProgram(source.file, pointer("wrong", index), wrong["code"], wrong["verdict"])
        for index, wrong in enumerate(task.data.get("wrong", []))
    ]
    for wrong in [*stated, *source.wrong]:
        if wrong.verdict != "ML" or sys.platform == "linux":  # elsewhere nothing would hold its memory back
            yield Trial(task, wrong.file, wrong.pointer, wrong.code, wrong.verdict)


def _outcome(trial: Trial) -> Outcome:
    """Run a program: a solution up to the first test that it fails, a wrong program up to the second."""
    failures = []
    for result in failing_results(trial):
        failures.append(result)
        if trial.verdict == "OK" or len(failures) > 1:
            break
    return Outcome(_fault(trial, failures[0] if failures else None), [each["name"] for each in failures])


def _fault(trial: Trial, result: dict[str, Any] | None) -> str | None:
    """Say in which way a program is not what its author says, by the first test that it failed, or None."""
    verdict = result["verdict"] if result else "OK"
    if verdict == trial.verdict or (trial.verdict is None and verdict not in {"OK", "IE"}):
        return None
    if verdict == "IE" and result:
        return f"Test {result['name']} cannot be judged: {result['message']}."
    if trial.verdict == "OK" and result:
        return f"The solution gets {verdict} in test {result['name']}{_shown(trial.task, result)}."
    return f"This wrong program should get {trial.verdict or 'any verdict but OK'}, but it gets {verdict}."


def _shown(task: Task, result: dict[str, Any]) -> str:
    if result["message"]:
        return f": {result['message']}"
    if result["error"]:
        return f": {result['error']['type']}: {result['error']['message']}"
    test = next((test for test in task.tests if test["name"] == result["name"]), None)
    if test is None or result["verdict"] != "WA":
        return ""
    got = result["value"] if "call" in test else result["stdout"]
    return f": it should give {test['expected'][:80]!r}, but gives {str(got)[:80]!r}"


def failing_results(trial: Trial) -> Iterator[dict[str, Any]]:
    """Judge a program test by test and yield the results that are not OK."""
    judged = trial.task.judged
    with TemporaryDirectory(prefix="knapsack-") as folder:
        for test in effective_tests(judged):
            result = _judge_test(judged, dict(test), trial, Path(folder))
            if result["verdict"] != "OK":
                yield result


def _judge_test(task: dict[str, Any], test: dict[str, Any], trial: Trial, folder: Path) -> dict[str, Any]:
    outcomes: list[Any] = []
    while True:
        step = _decide(task, test, outcomes, folder)
        if "run" not in step:
            return step
        program = program_for(task, test, trial.code, step["run"])
        seconds = task["limits"]["time_ms"] / 1000 * SLOWDOWN + START_SECONDS
        job = {"program": program, "files": test.get("files", {}), "packages": [*map(str, trial.packages)]}
        outcome = _child(job, seconds, folder)
        outcomes.append(outcome or killed(program, "TL", task["limits"]["time_ms"]))


def _decide(task: dict[str, Any], test: dict[str, Any], outcomes: list[Any], folder: Path) -> dict[str, Any]:
    if not runs_author_code(task):
        return dict(judge_test(task, test, outcomes))
    decided = _child({"task": task, "test": test, "outcomes": outcomes}, CHECKER_SECONDS, folder)
    return decided or dict(fault_result(test, "the checker took too long or broke down", outcomes))


def _child(job: dict[str, Any], seconds: float, folder: Path) -> dict[str, Any] | None:
    """Do a job in a fresh interpreter; None when it did not come back in time or died."""
    job_file, result_file = folder / "job.json", folder / "result.json"
    job_file.write_text(json.dumps(job), encoding="utf-8")
    result_file.unlink(missing_ok=True)
    command = [sys.executable, "-I", str(CHILD), str(job_file), str(result_file)]
    with TemporaryDirectory(dir=folder) as work:
        _put(job.get("files", {}), Path(work))
        try:
            subprocess.run(  # noqa: S603  (our own interpreter and file)
                command, timeout=seconds, check=False, cwd=work, stdin=subprocess.DEVNULL, capture_output=True
            )
        except subprocess.TimeoutExpired:
            return None
    if not result_file.is_file():
        return None
    result: dict[str, Any] = json.loads(result_file.read_text(encoding="utf-8"))
    return result


def _put(files: dict[str, str], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name  # the name was checked with the task
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
