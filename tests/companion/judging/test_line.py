"""The line of programs, with a real database and a real sandbox."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from runtime.companion.content.shelf import Assignment
from runtime.companion.judging.line import NO_TASK, Line, Standing
from runtime.companion.store import judgements, users
from runtime.companion.store.database import Database
from runtime.companion.store.judgements import Asked, Judgement
from runtime.sandbox.bubblewrap import Bubblewrap

TOP = Path(__file__).parents[3]
DOUBLE: Mapping[str, Any] = {
    "id": "double",
    "tests": [
        {"name": f"{n:02}", "input": str(n), "expected": str(2 * n), "private": n > 1, "points": 1}
        for n in range(1, 4)
    ],
    "checker": {"type": "strip"},
    "limits": {"time_ms": 2000, "memory_mb": 128, "output_kb": 64},
}
RIGHT, WRONG = "print(int(input()) * 2)", "print(int(input()) + 1)"
ADA = users.NewUser("ada", "Ada", "ada", "student", "secret")


def find(course: str, task: str) -> Assignment | None:
    return Assignment(DOUBLE, None) if (course, task) == ("basics", "double") else None


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "school.sqlite3") as opened:
        opened.write(users.add, ADA, 1)
        yield opened


@contextmanager
def judging(database: Database, threads: int = 2) -> Iterator[Line]:
    ticks = count(1)
    with Line(database, Bubblewrap, find, lambda: next(ticks), threads) as line:
        line.start()
        yield line


def asked(id_: str, code: str = RIGHT, task: str = "double", at: int = 0) -> Asked:
    return Asked(id_, "ada", "basics", task, code, at)


def judged(database: Database, line: Line, id_: str) -> Judgement:
    """Wait until a program is judged."""
    while line.standing(id_) is not None:
        threading.Event().wait(0.01)
    found = database.read(judgements.by_id, id_)
    assert found is not None
    return found


def test_a_program_gets_its_verdict_by_all_tests(database: Database) -> None:
    with judging(database) as line:
        line.take(asked("a"))
        line.take(asked("b", WRONG))
        found = [judged(database, line, id_) for id_ in "ab"]
    assert [each.waits for each in found] == [False, False]
    reports = [each.verdict.report for each in found if each.verdict]
    assert [report["verdict"] for report in reports if report] == ["OK", "WA"]
    assert reports[0] is not None
    assert [test["private"] for test in reports[0]["tests"]] == [False, True, True]


def test_those_who_wait_know_their_place_and_those_who_run_how_far_they_are(database: Database) -> None:
    slow = "import time; time.sleep(0.5); " + RIGHT
    with judging(database, threads=1) as line:
        for id_ in "abc":
            line.take(asked(id_, slow))
        seen = set[Standing | None]()
        while (standing := line.standing("c")) is not None:
            seen.add(standing)
            threading.Event().wait(0.01)
    assert {Standing(2), Standing(1), Standing(None, 0, 3), Standing(None, 1, 3)} <= seen


def test_what_waited_when_the_companion_ended_is_judged_later(database: Database) -> None:
    for number, id_ in enumerate("cab"):
        database.write(judgements.add, asked(id_, at=number))
    assert database.read(judgements.waiting) == ["c", "a", "b"]
    with judging(database) as line:
        assert all(judged(database, line, id_).verdict for id_ in "abc")


def test_what_waits_in_a_database_that_took_the_place_of_the_old_one_is_judged(database: Database) -> None:
    slow = "import time; time.sleep(0.5); " + RIGHT
    with judging(database, threads=1) as line:
        line.take(asked("a", slow))
        line.take(asked("gone", slow))
        while line.standing("a") == Standing(1):
            threading.Event().wait(0.01)
        database.write(lambda connection: connection.execute("DELETE FROM judgements WHERE id = 'gone'"))
        database.write(judgements.add, asked("b"))
        line.reload()
        assert line.standing("gone") is None
        assert all(judged(database, line, id_).verdict for id_ in "ab")


def test_the_end_does_not_wait_for_programs_that_stand_in_line(database: Database) -> None:
    slow = "import time; time.sleep(1); " + RIGHT
    with judging(database, threads=1) as line:
        for id_ in "abcdefgh":
            line.take(asked(id_, slow))
        while line.standing("a") != Standing(None, 0, 3):
            threading.Event().wait(0.01)
    assert database.read(judgements.waiting) == list("abcdefgh")


def test_a_task_that_is_gone_is_a_fault_and_no_verdict(database: Database) -> None:
    with judging(database) as line:
        line.take(asked("a", task="gone"))
        verdict = judged(database, line, "a").verdict
        assert verdict is not None
        assert (verdict.report, verdict.fault) == (None, NO_TASK)
        line.take(asked("b"))
        assert judged(database, line, "b").verdict


def test_a_regrade_leaves_the_verdicts_before(database: Database) -> None:
    with judging(database) as line:
        line.take(asked("a"))
        first = judged(database, line, "a").verdict
        line.take_again("a")
        second = judged(database, line, "a").verdict
    assert first is not None
    assert second is not None
    assert first.judged < second.judged
    assert database.read(judgements.history, "a") == [first, second]


def test_the_same_program_is_taken_once(database: Database) -> None:
    with judging(database) as line:
        for _ in range(5):
            line.take(asked("a"))
        judged(database, line, "a")
        line.take(asked("a", WRONG))
        assert judged(database, line, "a").asked.code == RIGHT
    assert len(database.read(judgements.history, "a")) == 1


def test_programs_are_listed_with_the_latest_first(database: Database) -> None:
    for number, id_ in enumerate("abc"):
        database.write(judgements.add, asked(id_, at=number))
    found = database.read(judgements.of_task, "ada", "basics", "double")
    assert [each.asked.id for each in found] == ["c", "b", "a"]


@pytest.mark.parametrize("point", range(5))
def test_a_companion_that_is_killed_judges_later_what_it_took(
    tmp_path: Path, database: Database, point: int
) -> None:
    database.close()
    words = [sys.executable, "-m", "tests.companion.judging.killed", str(tmp_path / "school.sqlite3")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=TOP) as companion:
        assert companion.stdout is not None
        taken = [companion.stdout.readline().decode().strip() for _ in range(2 + 3 * point)]
        os.kill(companion.pid, signal.SIGKILL)
        taken += companion.stdout.read().decode().split()
    with Database(tmp_path / "school.sqlite3") as again, judging(again) as line:
        assert all(judged(again, line, id_).verdict for id_ in taken)
        assert [len(again.read(judgements.history, id_)) for id_ in taken] == [1] * len(taken)
