"""Rules for tasks beyond their schema: patterns, expressions, literals and programs must make sense."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from typing import Any

from builder.course import Course, Task
from builder.load import TaskSource
from builder.paths import case_clash, path_fault
from builder.problems import Problems, pointer
from runtime.judge.picture import DrawingError, read_drawing

TURTLE = "basthon-turtle"
VERDICTS = {"WA", "RE", "CE", "TL", "ML", "OL"}


def check_tasks(course: Course, sources: list[TaskSource]) -> None:
    """Report every broken rule of all tasks."""
    problems = course.package.problems
    counts = Counter(source.data["id"].casefold() for source in sources)
    lessons = {lesson.id for lesson in course.lessons}
    for source in sources:
        if counts[source.data["id"].casefold()] > 1:
            problems.error(
                source.file,
                f"More than one task has the id ‘{source.data['id']}’. Each needs its own.",
                "/id",
            )
        if (lesson := source.data.get("lesson")) is not None and lesson not in lessons:
            problems.error(source.file, f"There is no lesson with the id ‘{lesson}’.", "/lesson")
        _check_concepts(course, source)
    for task in course.tasks.values():
        _check_task(course, task)
        _check_turtle(course, task)


def _check_task(course: Course, task: Task) -> None:
    """Report what is wrong with a task by itself."""

    def find(problems: Problems) -> None:
        _check_checker(problems, task)
        _check_tests(problems, task)
        _check_programs(problems, task)

    course.package.memory.check(("task rules", task.source.key), course.package.problems, find)


def _check_turtle(course: Course, task: Task) -> None:
    names = {re.sub(r"[-_.]+", "-", name).lower() for name in course.data.get("packages", [])}
    if task.checker["type"] == "drawing" and TURTLE not in names:
        message = f'Nothing can draw here. Add the turtle to manifest.json: "packages": ["{TURTLE}"].'
        course.package.problems.warning(task.source.file, message, "/checker")


def _check_concepts(course: Course, source: TaskSource) -> None:
    for index, concept in enumerate(source.data.get("concepts", [])):
        if f"concepts/{concept}.md" not in course.package.texts:
            message = f"There is no file concepts/{concept}.md."
            course.package.problems.error(source.file, message, pointer("concepts", index))


def _check_checker(problems: Problems, task: Task) -> None:
    source = task.source
    if source.checker_source is not None:
        if "checker" in task.data:
            problems.error(
                source.file, "checker.py decides here. Remove either it or the field ‘checker’.", "/checker"
            )
        if fault := code_fault(source.checker_source) or _no_check(source.checker_source):
            problems.error(source.checker_file, fault)
    elif task.checker["type"] == "python_expr" and (fault := code_fault(task.checker["expr"], "eval")):
        problems.error(source.file, fault, "/checker/expr")


def _no_check(code: str) -> str | None:
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef) and node.name == "check":
            arguments = [*node.args.posonlyargs, *node.args.args]
            fits = len(arguments) == 2 or node.args.vararg  # noqa: PLR2004  (check(run_solution, case))
            return None if fits else "‘check’ must take two arguments: def check(run_solution, case)."
    return "There is no function ‘check’ here. Write: def check(run_solution, case)."


def _check_tests(problems: Problems, task: Task) -> None:
    source = task.source
    if not task.tests and source.checker_source is None:
        problems.error(
            source.file, "The task has no tests and no checker.py, so no answer could be right. Add tests."
        )
    elif task.tests and all(test["private"] for test in task.tests):
        problems.warning(
            source.file,
            "All tests are private, so the students' site cannot judge this task. Add a public test.",
        )
    counts = Counter(test["name"] for test in task.tests)
    for index, test in enumerate(task.tests):
        file, place = (test["file"], "") if "file" in test else (source.file, pointer("tests", index))
        if counts[test["name"]] > 1:
            problems.error(file, f"Two tests have the name ‘{test['name']}’. Each needs its own.", place)
        for field, fault in [*_file_faults(test), *_test_faults(task, test)]:
            problems.error(file, fault, f"{place}/{field}" if place else "")
    _check_pairs(problems, source)


def _file_faults(test: dict[str, Any]) -> list[tuple[str, str]]:
    names = list(test.get("files", {}))
    faults = [(pointer("files", name)[1:], path_fault(name)) for name in names]
    return [(place, fault) for place, fault in [*faults, ("files", case_clash(names))] if fault]


def _test_faults(task: Task, test: dict[str, Any]) -> list[tuple[str, str]]:
    if "call" in test:
        faults = [("call", code_fault(test["call"], "eval")), ("expected", _literal_fault(test["expected"]))]
        return [(field, fault) for field, fault in faults if fault]
    if task.checker["type"] == "drawing":
        try:
            read_drawing(test["expected"])
        except DrawingError as error:
            return [("expected", f"This is not a drawing, {error}.")]
    if task.checker["type"] == "regex":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                re.compile(test["expected"])
        except (re.error, RecursionError, OverflowError) as error:
            return [("expected", f"This regular expression does not work: {error}.")]
    return []


def _literal_fault(text: str) -> str | None:
    try:
        ast.literal_eval(text.strip())
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return f'‘{text[:60]}’ is not a Python literal such as 5, "text" or [1, 2]. A text needs its quotes.'
    return None


def _check_pairs(problems: Problems, source: TaskSource) -> None:
    """Report an .in without its .out, and the other way round."""
    for test in source.file_tests:
        stem = test["file"].removesuffix(".in")
        if "expected" not in test and source.checker_source is None:
            problems.error(f"{stem}.in", f"The test has no {stem.rsplit('/', 1)[1]}.out beside it.")
        if "input" not in test:
            problems.error(f"{stem}.out", f"The test has no {stem.rsplit('/', 1)[1]}.in beside it.")


def _check_programs(problems: Problems, task: Task) -> None:
    source = task.source
    if "solution" in task.data and source.solution is not None:
        problems.error(source.file, "There is a solution.py too. Keep one of the two solutions.", "/solution")
    solution = task.data.get("solution") or source.solution
    if solution is not None and (fault := code_fault(solution)):
        inline = "solution" in task.data
        problems.error(source.file if inline else source.solution_file, fault, "/solution" if inline else "")
    for wrong in source.wrong:
        if wrong.verdict is not None and wrong.verdict not in VERDICTS:
            problems.error(
                wrong.file, f"‘{wrong.verdict}’ is not a verdict it can get: {', '.join(sorted(VERDICTS))}."
            )


def code_fault(code: str, mode: str = "exec") -> str | None:
    """Say why `code` does not compile, or None.

    >>> code_fault("1 +", "eval")
    'Line 1 does not compile: invalid syntax.'
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code.strip() if mode == "eval" else code, "code", mode, dont_inherit=True)
    except SyntaxError as error:
        return f"Line {error.lineno} does not compile: {error.msg}."
    except (ValueError, MemoryError, RecursionError, OverflowError) as error:
        return f"The code does not compile: {error}."
    return None
