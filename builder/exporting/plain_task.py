"""Writes a task as plain Markdown."""

from __future__ import annotations

import re
from typing import Any

from builder.course import Task
from builder.exporting.edition import Edition
from builder.exporting.plain_quiz import item


def task_lines(edition: Edition, task: Task) -> list[str]:
    """Return the blocks of a task; only the teacher's edition has private tests and programs."""
    words, file = edition.words, task.source.file
    blocks = [f"### {edition.pick(task.data['title'])}", edition.text(task.data["description"], file, 4)]
    for number, test in enumerate(task.tests):
        if edition.teacher or not test["private"]:
            blocks += _test(edition, test, number, file)
    if template := edition.pick(task.data.get("template", "")):
        blocks += [f"#### {words['template']}", fenced(template, "python")]
    if hints := task.data.get("hints", []):
        items = [item(f"{number}.", edition.text(hint, file, 5)) for number, hint in enumerate(hints, 1)]
        blocks += [f"#### {words['hints']}", "\n".join(items)]
    return [*blocks, *(_programs(edition, task) if edition.teacher else [])]


def _test(edition: Edition, test: dict[str, Any], number: int, file: str) -> list[str]:
    words = edition.words
    private = f" ({words['private']})" if test["private"] else ""
    blocks = [f"#### {words['example']} {number + 1}{private}"]
    if "call" in test:
        blocks += [f"{words['call']}:", fenced(test["call"], "python"), f"{words['value']}:"]
    else:
        if test["input"]:
            blocks += [f"{words['input']}:", fenced(test["input"])]
        blocks.append(f"{words['output']}:")
    blocks.append(fenced(test["expected"]))
    for name, content in test.get("files", {}).items():
        blocks += [f"`{name}`:", fenced(content)]
    return [*blocks, edition.text(test.get("explain", ""), file, 5)]


def _programs(edition: Edition, task: Task) -> list[str]:
    words, source = edition.words, task.source
    blocks = []
    if solution := task.data.get("solution") or source.solution:
        blocks += [f"#### {words['solution']}", fenced(solution, "python")]
    stated = [(wrong["verdict"], wrong["code"]) for wrong in task.data.get("wrong", [])]
    for verdict, code in [*stated, *((wrong.verdict, wrong.code) for wrong in source.wrong)]:
        blocks += [f"#### {words['wrong']}{f' ({verdict})' if verdict else ''}", fenced(code, "python")]
    if source.checker_source is not None:
        blocks += [f"#### {words['checker']}", fenced(source.checker_source, "python")]
    return blocks


def fenced(text: str, language: str = "text") -> str:
    r"""Return a block of code, its fence longer than any in it.

    >>> fenced("1\n")
    '```text\n1\n```'
    """
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}"
