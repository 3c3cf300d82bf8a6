"""Measures the companion under a school's load and writes benchmarks/companion.md.

Run by `python3 dev.py bench`. The companion is a process of its own, what asks it runs on the same computer.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.machine import describe_machine
from benchmarks.row import Row, table
from runtime.companion.companion import Companion, opened
from runtime.companion.people.names import name_key
from runtime.companion.people.signing_in import start_session
from runtime.companion.store import users
from runtime.companion.store.users import NewUser

RESULTS = Path(__file__).with_name("companion.md")
PORT = 8797
STARTS, LEARNERS, ROUNDS = 5, 100, 20
EVENTS, TOGETHER = 100_000, 1000
P95 = 94
PROGRAM = "name = input()\nprint('Hello,', name)\n" * 20


@contextmanager
def serving(data: Path, site: Path) -> Iterator[float]:
    """Serve a school, and give the seconds from the command to the first page."""
    call = [sys.executable, "-m", "builder", "serve", "--site", str(site), "--data", str(data)]
    started = time.monotonic()
    with subprocess.Popen([*call, "--port", str(PORT), "--no-browser"], stdout=subprocess.DEVNULL) as server:  # noqa: S603 - our own
        try:
            while not _answers():
                if server.poll() is not None:
                    raise SystemExit("knapsack serve ended")
            yield time.monotonic() - started
        finally:
            server.terminate()


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5) as page:
            return bool(page.read())
    except OSError:
        return False


def event(kind: str, learner: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return an event as a browser makes it."""
    digits = uuid4().hex
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "id": f"01990000-0000-7{digits[:3]}-8{digits[3:6]}-{digits[6:18]}",
        "type": kind,
        "device": learner,
        "time": now,
        "learner": learner,
        "data": {"course": "basics", "task": "hello", "code": PROGRAM, **data},
    }


def saved(learner: str) -> dict[str, Any]:
    """Return the event of a program that was saved."""
    return event("draft.saved", learner, {})


def submitted(learner: str) -> dict[str, Any]:
    """Return the event of a program that was checked."""
    tests = [{"name": f"{number:02}", "verdict": "OK"} for number in range(10)]
    return event("submission.created", learner, {"lesson": "l", "verdict": "OK", "score": 1, "tests": tests})


class Learner:
    """A browser: one connection, kept open."""

    def __init__(self, cookies: str) -> None:
        self._cookies = cookies
        self.id = f"01990000-0000-7000-8000-{uuid4().hex[:12]}"

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", PORT)

    async def hand_in(self, events: list[dict[str, Any]]) -> float:
        """Send events, and return the milliseconds until they are acknowledged."""
        body = json.dumps({"events": events}).encode()
        lines = [
            "POST /events HTTP/1.1",
            f"Host: 127.0.0.1:{PORT}",
            f"Origin: http://127.0.0.1:{PORT}",
            f"Cookie: {self._cookies}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        started = time.monotonic()
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        answer = json.loads(await self._reader.readexactly(int(length.partition(b":")[2])))
        taken = (time.monotonic() - started) * 1000
        if answer.get("taken") != len(events):
            raise SystemExit(f"the companion did not take what was sent: {answer}")
        return taken


async def saves(cookies: list[str]) -> list[float]:
    """Let all learners save at the same moment, every fifth of them also submit, round after round."""
    learners = [Learner(each) for each in cookies]
    await asyncio.gather(*(learner.open() for learner in learners))
    times: list[float] = []
    for round_ in range(ROUNDS):
        sent = [
            learner.hand_in([saved(learner.id)] + [submitted(learner.id)] * ((number + round_) % 5 == 0))
            for number, learner in enumerate(learners)
        ]
        times += await asyncio.gather(*sent)
    return times


async def flood(cookies: str) -> float:
    """Return the seconds in which all events of one save file are taken in."""
    learner = Learner(cookies)
    await learner.open()
    batches = [[saved(learner.id) for _ in range(TOGETHER)] for _ in range(EVENTS // TOGETHER)]
    started = time.monotonic()
    for batch in batches:
        await learner.hand_in(batch)
    return time.monotonic() - started


def sign_in(companion: Companion, number: int) -> str:
    """Add a learner and return the cookies of their browser."""
    name = f"Learner {number}"
    new = NewUser(str(uuid4()), name, name_key(name), "student", "none")
    user = companion.database.write(users.add, new, companion.now)
    return "; ".join(f"{key}={text}" for key, text in start_session(companion, user).items())


def measure(work: Path) -> Iterator[Row]:
    """Measure everything with a school in the folder `work`."""
    site = work / "site"
    site.mkdir()
    (site / "index.html").write_text("<!doctype html><title>Lessons</title>", encoding="utf-8")
    starts = []
    for number in range(STARTS):
        with serving(work / f"new{number}", site) as seconds:
            starts.append(seconds)
    yield Row("from the command to the first page", statistics.median(starts), "s", 1.5)
    with opened(work / "data") as companion:
        cookies = [sign_in(companion, number) for number in range(LEARNERS)]
    with serving(work / "data", site):
        times = asyncio.run(saves(cookies))
        yield Row(
            f"a save when {LEARNERS} learners save at the same moment, median",
            statistics.median(times),
            "ms",
            None,
        )
        yield Row("the same, 95 of 100", statistics.quantiles(times, n=100)[P95], "ms", 150)
        yield Row(f"{EVENTS:,} events taken in".replace(",", " "), asyncio.run(flood(cookies[0])), "s", 60)


def main() -> None:
    """Measure and write the table."""
    with tempfile.TemporaryDirectory(prefix="knapsack-bench-") as folder:
        rows = list(measure(Path(folder)))
    for row in rows:
        print(row.markdown())
    head = [
        "# Results of the companion",
        "",
        "Made by `python3 dev.py bench`; what each line means stands in `benchmarks/companion.py`.",
        f"The start is the median of {STARTS}, saves are those of {ROUNDS} rounds.",
    ]
    machine = [f"- {line}" for line in describe_machine()]
    RESULTS.write_text("\n".join([*head, "", *machine, "", *table(rows), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
