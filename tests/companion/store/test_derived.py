"""The tables follow the log: in any order, twice, made anew, and as the browser does it."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.companion.forms import faults
from runtime.companion.schemas import event as event_schema
from runtime.companion.store.derived import TABLES, progress_of, rebuild
from runtime.companion.store.events import take_in
from runtime.companion.store.migrations import migrate

Event = dict[str, Any]
NODE_TEST = Path(__file__).with_name("derive_events.ts")
USER = "8d5a8d1e-0000-4000-8000-000000000001"
SMALL = st.sampled_from(["a", "b"])
SCORES = st.sampled_from([0, 0.25, 0.5, 1])
VERDICTS = st.sampled_from(["OK", "WA", "TL", "IE"])
# Few moments, some with more digits than count, so that the order of ids decides, too.
TIMES = st.sampled_from(
    [
        "2026-11-21T09:00:00Z",
        "2026-11-21T09:00:00.5Z",
        "2026-11-21T09:00:00.5004Z",
        "2026-11-20T23:59:59.999Z",
    ]
)
LESSON = st.fixed_dictionaries(
    {"course": SMALL, "lesson": SMALL, "state": st.sampled_from(["opened", "read"])}
)
DRAFT = st.fixed_dictionaries({"course": SMALL, "task": SMALL, "code": st.text(max_size=5)})
SUBMISSION = st.fixed_dictionaries(
    {
        "course": SMALL,
        "lesson": SMALL,
        "task": SMALL,
        "code": st.just("x"),
        "verdict": VERDICTS,
        "score": SCORES,
    }
).map(lambda data: data | {"tests": []})
ATTEMPT = st.fixed_dictionaries(
    {
        "course": SMALL,
        "lesson": SMALL,
        "quiz": SMALL,
        "question": SMALL,
        "answer": st.one_of(st.integers(0, 3), st.lists(st.integers(0, 3), max_size=2), st.text(max_size=3)),
        "correct": st.booleans(),
        "points": SCORES,
    }
)
DATA = st.one_of(
    st.tuples(st.just("progress.updated"), LESSON),
    st.tuples(st.just("draft.saved"), DRAFT),
    st.tuples(st.just("submission.created"), SUBMISSION),
    st.tuples(st.just("attempt.created"), ATTEMPT),
)


def make_event(number: int, time: str, kind: str, data: dict[str, Any]) -> Event:
    name = str(UUID(int=(7 << 76) | (2 << 62) | number))
    return {"id": name, "type": kind, "device": "pc", "time": time, "learner": "anna", "data": data}


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """A learner's events, their ids in no order of their times."""
    parts = draw(st.lists(st.tuples(TIMES, DATA), max_size=15))
    numbers = draw(st.permutations(range(len(parts))))
    return [
        make_event(number, time, kind, data)
        for number, (time, (kind, data)) in zip(numbers, parts, strict=True)
    ]


@contextmanager
def store(*batches: list[Event]) -> Iterator[sqlite3.Connection]:
    """A database in memory that has taken in the batches."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, Path("unused"))
        connection.execute("INSERT INTO users VALUES (?, 'Anna', 'anna', 'student', '', 0, NULL)", (USER,))
        for batch in batches:
            take_in(connection, USER, batch, now=0)
        yield connection


def contents(connection: sqlite3.Connection) -> dict[str, set[tuple[Any, ...]]]:
    every = ((table, f"SELECT * FROM {table}") for table in TABLES)  # noqa: S608  (our own names)
    return {table: {tuple(row) for row in connection.execute(query)} for table, query in every}


@given(logs(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_order_and_twice_gives_what_a_rebuild_gives(log: list[Event], chance: random.Random) -> None:
    shuffled = chance.sample(log, len(log))
    some = chance.sample(log, len(log) // 2)
    with store(log) as straight, store(*([each] for each in shuffled), some, log) as mixed:
        expected = contents(straight)
        assert contents(mixed) == expected
        rebuild(mixed)
        assert contents(mixed) == expected


def test_progress_is_what_the_browser_shows() -> None:
    cases: list[list[Event]] = []

    @given(logs())
    @settings(max_examples=200, deadline=None, database=None)
    def collect(log: list[Event]) -> None:
        cases.append(log)

    collect()
    for log, theirs in zip(cases, _in_browser(cases), strict=True):
        with store(log) as connection:
            assert progress_of(connection, USER) == theirs, log


def test_the_events_of_these_tests_are_sound() -> None:
    @given(logs())
    @settings(max_examples=50, deadline=None, database=None)
    def check(log: list[Event]) -> None:
        assert [fault for event in log for fault in faults(event_schema(), event)] == []

    check()


def test_an_event_of_somebody_else_is_neither_taken_nor_changed() -> None:
    log = [
        make_event(
            1, "2026-11-21T09:00:00Z", "progress.updated", {"course": "a", "lesson": "a", "state": "read"}
        )
    ]
    other = USER.replace("1", "2")
    with store(log) as connection:
        connection.execute("INSERT INTO users VALUES (?, 'Boris', 'boris', 'student', '', 0, NULL)", (other,))
        took = take_in(connection, other, log, now=0)
        assert (took.taken, took.known, took.foreign) == (0, 0, [log[0]["id"]])
        assert progress_of(connection, other)["lessons"] == {}
        assert progress_of(connection, USER)["lessons"] == {"a/a": "read"}


def _in_browser(cases: list[list[Event]]) -> list[Any]:
    node = shutil.which("node")
    assert node, "run: python3 dev.py setup"
    done = subprocess.run(
        [node, NODE_TEST], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found
