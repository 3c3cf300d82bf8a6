"""Makes tasks of CodeRunner questions in Python, as far as their tests are plain."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from builder.importing.haul import FolderTask
from builder.importing.log import Place
from builder.importing.naming import is_id, slug, unused
from builder.importing.question import parsed
from builder.importing.xml_tree import Node
from builder.validate.task import code_fault

TYPES = {"python3", "python3_w_input"}
MAX_TIME_MS, MIN_MEMORY, MAX_MEMORY = 60_000, 16, 2048
Text = Callable[[Node | None], str]


def coderunner(node: Node, place: Place, taken: set[str], text: Text) -> FolderTask | None:
    """Return the task, or None when it is malformed or more than tests by input or by one printed value."""
    kind = node.value("coderunnertype")
    if kind not in TYPES:
        place.leave(f"the question: its CodeRunner type ‘{kind}’ is not plain Python 3")
        return None
    if node.value("template") and node.value("iscombinatortemplate", "1") != "":
        place.leave("the question: it has a template of its own, a program that marks the answer")
        return None
    cases = [_test(case, place) for holder in node.all("testcases") for case in holder.all("testcase")]
    if not cases:
        place.error("it has no tests")
        return None
    tests = [case for case in cases if case is not None]
    if len(tests) < len(cases):
        place.leave("the question: a test runs code of its own that is more than one print")
        return None
    wanted = node.value("idnumber")
    id_ = unused(wanted if is_id(wanted) else slug(place.item, "task"), taken)
    data: dict[str, Any] = {
        "id": id_,
        "title": place.item[:300],
        "description": text(node.get("questiontext")),
    }
    data |= {"tests": tests, **_limits(node), **_programs(node, place)}
    points = parsed(node.value("defaultgrade", "1"))
    return FolderTask(data | ({"points": points} if points and points != 1 and points <= 1000 else {}))  # noqa: PLR2004


def _test(case: Node, place: Place) -> dict[str, Any] | None:
    """Return a test of ours, or None when only CodeRunner could run it."""
    code, given = case.value("testcode/text"), _raw(case, "stdin")
    expected = _raw(case, "expected")
    test: dict[str, Any] = {}
    if not code or all(line.strip().startswith("#") for line in code.splitlines()):
        test = {"input": given, "expected": expected}
    elif (call := printed_value(code)) and not given.strip():
        test = {"call": call, "expected": _literal(expected.strip())}
        place.leave(
            f"how {call[:60]} is printed: the value itself is compared, see that ‘expected’ is of its kind",
            case.line,
        )
    else:
        return None
    if case.value("display/text", "SHOW") == "HIDE" and case.attributes.get("useasexample") != "1":
        test["private"] = True
    mark = parsed(case.attributes.get("mark", "1"))
    return test | ({"points": mark} if mark and mark > 0 and mark != 1 else {})


def printed_value(code: str) -> str | None:
    """Return the expression that code does nothing but print, or None.

    >>> printed_value("print(square(3))")
    'square(3)'
    """
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(call := body[0].value, ast.Call):
        return None
    plain = isinstance(call.func, ast.Name) and call.func.id == "print" and len(call.args) == 1
    return ast.unparse(call.args[0]) if plain and not call.keywords else None


def _literal(printed: str) -> str:
    """Return the Python literal that prints as this text: a number as such, anything else as a text."""
    try:
        ast.literal_eval(printed)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return repr(printed)
    return printed


def _raw(node: Node, name: str) -> str:
    text = node.get(f"{name}/text")
    return text.text if text else ""


def _limits(node: Node) -> dict[str, Any]:
    seconds, memory = parsed(node.value("cputimelimitsecs") or "0"), parsed(node.value("memlimitmb") or "0")
    limits = {}
    if seconds and seconds > 0:
        limits["time_ms"] = min(int(seconds * 1000), MAX_TIME_MS)
    if memory and memory > 0:
        limits["memory_mb"] = max(MIN_MEMORY, min(int(memory), MAX_MEMORY))
    return {"limits": limits} if limits else {}


def _programs(node: Node, place: Place) -> dict[str, str]:
    found = {"template": _code(node, "answerpreload"), "solution": _code(node, "answer")}
    if found["solution"] and (fault := code_fault(found["solution"])):
        place.leave(f"the sample answer: {fault}")
        found["solution"] = ""
    return {name: code for name, code in found.items() if code.strip()}


def _code(node: Node, name: str) -> str:
    held = node.get(name)
    return held.text.strip("\n") + "\n" if held and held.text.strip() else ""
