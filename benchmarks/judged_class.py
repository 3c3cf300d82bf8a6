"""How long a class waits for its official verdicts when everybody hands a program in at the same moment."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

STUDENTS, PRIVATE_TESTS = 25, 10
LOOK_SECONDS, MOST_LOOKS = 0.25, 400
TASK = "class.sum"
PROGRAM = "numbers = [int(word) for word in input().split()]\nprint(sum(numbers))\n"
Found = TypeVar("Found")
Json = dict[str, Any]
Ask = Callable[[str, str, Json | None, str], Json]
"""Sends a method, a path, a body and a cookie; returns the answer."""


def make_course(folder: Path) -> Path:
    """Write a course whose one task has private tests only; returns the folder of courses."""
    course = folder / "class"
    for name in ("tasks", "theory"):
        (course / name).mkdir(parents=True)
    lesson = {"id": "first", "title": "First", "theory": "theory/first.md", "tasks": ["sum"]}
    manifest = {"id": "class", "title": "A class", "version": "1.0.0", "language": "en", "lessons": [lesson]}
    (course / "theory/first.md").write_text("Add numbers.\n", encoding="utf-8")
    tests = [
        {"input": f"{number} {number + 1}\n", "expected": f"{2 * number + 1}\n", "private": True}
        for number in range(PRIVATE_TESTS)
    ]
    task = {"id": "sum", "title": "Sum", "description": "Add them.", "tests": tests, "solution": PROGRAM}
    (course / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (course / "tasks/sum.json").write_text(json.dumps(task), encoding="utf-8")
    return folder


def seconds_to_verdicts(ask: Ask, cookies: list[str]) -> tuple[float, str]:
    """Return the seconds until the last of the students has a verdict, and what judged."""
    cookies = cookies[:STUDENTS]
    _wait_for_task(ask, cookies[0])
    with ThreadPoolExecutor(STUDENTS) as pool:
        started = time.perf_counter()
        handed_in = list(pool.map(lambda cookie: _hand_in(ask, cookie), cookies))
        verdicts = list(pool.map(lambda pair: _verdict(ask, *pair), zip(handed_in, cookies, strict=True)))
        taken = time.perf_counter() - started
    wrong = [each for each in verdicts if each["verdict"] != "OK" or len(each["tests"]) != PRIVATE_TESTS]
    if wrong:
        raise SystemExit(f"a right program was judged wrong: {wrong[0]}")
    return taken, verdicts[0]["backend"]


def _wait_for_task(ask: Ask, cookie: str) -> None:
    _looked_for(lambda: TASK in ask("GET", "/official", None, cookie)["tasks"] or None)


def _hand_in(ask: Ask, cookie: str) -> str:
    answer = ask("POST", f"/judge/{TASK}", {"code": PROGRAM}, cookie)
    return str(answer["judgement"]["id"])


def _verdict(ask: Ask, judgement: str, cookie: str) -> Json:
    def look() -> Json | None:
        found = ask("GET", f"/judge/{judgement}", None, cookie)["judgement"]
        return found["verdict"] if found["state"] == "judged" else None

    return _looked_for(look)


def _looked_for(look: Callable[[], Found | None]) -> Found:
    for _ in range(MOST_LOOKS):
        if (found := look()) is not None:
            return found
        time.sleep(LOOK_SECONDS)
    raise SystemExit("the companion is not ready, however long one waits")
