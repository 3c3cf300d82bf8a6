"""A companion that is killed again and again under a class's load loses nothing that it has acknowledged."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from runtime.companion.companion import DATABASE
from tests.companion.school import make_site, school_in, use_quick_hashes

TOP = Path(__file__).parents[2]
KILLS, LEARNERS = 200, 25
MOMENT = 0.25
"""Seconds that a companion lives at most, from its first request on."""


def event(kind: str, number: int) -> dict[str, Any]:
    """Return an event as the shell makes it, with an id of its own."""
    random_part = uuid4().hex
    data: dict[str, Any] = {"course": "basics", "lesson": "first", "state": "opened"}
    if kind == "submission.created":
        data = {"course": "basics", "lesson": "first", "task": f"task{number % 7}", "code": "print(1)"}
        data |= {"verdict": "OK", "score": 1, "tests": [{"name": "01", "verdict": "OK"}]}
    return {
        "id": f"01980000-0000-7{random_part[:3]}-8{random_part[3:6]}-{random_part[6:18]}",
        "type": kind,
        "device": "01980000-0000-7000-8000-000000000000",
        "time": "2027-01-15T08:00:00.000Z",
        "learner": "01980000-0000-7000-8000-000000000000",
        "data": data,
    }


@dataclass
class Learner:
    """Somebody at a PC who hands in without a break, and again what was not acknowledged."""

    cookies: str
    port: int
    acknowledged: list[str] = field(default_factory=list)
    sent: int = 0
    refusals: list[str] = field(default_factory=list)

    def work(self, over: threading.Event) -> None:
        waiting: list[dict[str, Any]] = []
        while not over.is_set():
            if not waiting:
                kinds = ("submission.created", "progress.updated")
                waiting = [event(kinds[number % 2], self.sent + number) for number in range(3)]
                self.sent += len(waiting)
            if self._hand_in(waiting):
                self.acknowledged += [each["id"] for each in waiting]
                waiting = []

    def _hand_in(self, events: list[dict[str, Any]]) -> bool:
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": self.cookies}
        headers["Content-Type"] = "application/json"
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
                connection.request("POST", "/events", json.dumps({"events": events}), headers)
                response = connection.getresponse()
                text = response.read().decode()
        except (OSError, http.client.HTTPException):
            return False  # it was killed before it had answered
        if response.status != http.client.OK:
            self.refusals.append(text)
        return response.status == http.client.OK


@pytest.fixture
def cookies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A class whose students are signed in; the companion is closed again."""
    use_quick_hashes(monkeypatch)
    site = make_site(tmp_path / "site")
    with school_in(tmp_path / "data", site) as school:
        school.companion = replace(school.companion, clock=time.time)
        school.add_class("7A")
        names = [f"Learner {number}" for number in range(LEARNERS)]
        for name in names:
            school.add(name, "student", "7A")
        return ["; ".join(f"{key}={text}" for key, text in school.cookies(name).items()) for name in names]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, Iterator[int]]]:
    """Serve the school in a folder; gives the port, and the processes that serve it one after the other."""
    words = [sys.executable, "-m", "tests.companion.serving", str(folder / "data"), str(folder / "site")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=TOP, start_new_session=True) as server:
        assert server.stdout is not None
        lines = (int(line) for line in server.stdout)
        try:
            yield next(lines), lines
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path, cookies: list[str]) -> None:
    over, moments = threading.Event(), random.Random(7)  # noqa: S311  (no secret)
    with serving(tmp_path) as (port, processes):
        learners = [Learner(each, port) for each in cookies]
        threads = [threading.Thread(target=learner.work, args=[over]) for learner in learners]
        for thread in threads:
            thread.start()
        for _ in range(KILLS):
            process = next(processes)
            over.wait(moments.uniform(0, MOMENT))
            os.kill(process, signal.SIGKILL)
        next(processes)
        over.set()
        for thread in threads:
            thread.join()
    acknowledged = [id_ for learner in learners for id_ in learner.acknowledged]
    assert [refusal for learner in learners for refusal in learner.refusals] == []
    assert min(len(learner.acknowledged) for learner in learners) > 10
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = [id_ for (id_,) in connection.execute("SELECT id FROM events")]
        handed_in = {id_ for (id_,) in connection.execute("SELECT id FROM submissions")}
        submitted = {
            id_ for (id_,) in connection.execute("SELECT id FROM events WHERE type = 'submission.created'")
        }
    assert len(kept) == len(set(kept))
    assert set(acknowledged) <= set(kept)
    assert len(kept) <= sum(learner.sent for learner in learners)
    assert handed_in == submitted
