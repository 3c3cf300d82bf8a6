"""Measures what the companion promises and writes benchmarks/companion.md. Run by `python3 dev.py bench`."""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks import judged_class
from benchmarks.full_class import STUDENTS, TASKS, add_full_class
from benchmarks.judged_class import PRIVATE_TESTS, Json, make_course, seconds_to_verdicts
from benchmarks.machine import describe_machine
from benchmarks.row import Row, table
from runtime.companion.store.database import Database
from runtime.companion.store.derived import rebuild

HERE = Path(__file__).parent
RESULTS = HERE / "companion.md"
LEARNERS, PIN = 100, "4711"
STARTS, ROUNDS, PAUSE_SECONDS = 5, 10, 1.0
EVENTS, BATCH, SENDERS = 100_000, 500, 4
CODE = "numbers = [int(word) for word in input().split()]\nprint(sum(numbers))\n" * 5
COURSE = {"course": "python-basics", "lesson": "output"}
TESTS = [{"name": f"{number:02}", "verdict": "OK"} for number in range(10)]

numbers = count()


class Connection:
    """A browser's connection to the companion, kept open."""

    def __init__(self, port: int, cookie: str) -> None:
        self._host, self._port, self._cookie = f"127.0.0.1:{port}", port, cookie
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> float:
        """Send a body and return the seconds until the whole answer is here; a refusal ends the benchmark."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        place = f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nOrigin: http://{self._host}\r\n"
        head = f"{place}Cookie: {self._cookie}\r\n"
        started = time.perf_counter()
        writer.write(
            f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        answer = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", answer)
        await reader.readexactly(int(length[1]) if length else 0)
        if b" 200 " not in answer.splitlines()[0]:
            raise SystemExit(f"the companion refused: {answer.decode()}")
        return time.perf_counter() - started


def event() -> dict[str, Any]:
    """Return what a learner did: every second one is a draft, the others are submissions."""
    number = next(numbers)
    task = {**COURSE, "task": f"task_{number % 100}", "code": CODE}
    submitted = {"verdict": "OK", "score": 1, "tests": TESTS}
    data = task | submitted if number % 2 else {key: task[key] for key in ("course", "task", "code")}
    return {
        "id": f"019a0000-0000-7000-8000-{number:012x}",
        "type": "submission.created" if number % 2 else "draft.saved",
        "device": "pc",
        "time": "2026-11-21T09:00:00.000Z",
        "learner": "learner",
        "data": data,
    }


def batch(size: int) -> bytes:
    """Return a request with so many new events."""
    return json.dumps({"events": [event() for _ in range(size)]}).encode()


@contextmanager
def serving(folder: Path, courses: Path | None = None) -> Iterator[int]:
    """Run the companion as it is started by hand; give its port."""
    call = [sys.executable, "-m", "builder", "serve", "--port", "0", "--no-browser"]
    call += ["--data", str(folder / "data"), "--site"]
    call += [str(folder / "built"), "--courses", str(courses)] if courses else [str(folder / "site")]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as command:  # noqa: S603 - our own
        said = next((line for line in command.stdout or () if " until " in line), "")
        found = re.search(r":(\d+)/ until", said)
        if found is None:
            raise SystemExit(f"knapsack serve says: {said}")
        try:
            yield int(found[1])
        finally:
            command.terminate()


def ask(
    port: int, method: str, path: str, body: Mapping[str, Any] | None = None, cookie: str = ""
) -> tuple[Any, str]:
    """Return the answer to a request, and the cookies it sets."""
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json", "Cookie": cookie}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    response = connection.getresponse()
    text = response.read()
    if response.status not in {200, 201, 202}:
        raise SystemExit(f"{method} {path}: {text.decode()}")
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.get_all("set-cookie", []):
        jar.load(header)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
    return (json.loads(text) if text.startswith(b"{") else text), cookies


def seconds_to_first_page(folder: Path) -> float:
    """Return how long it takes from the command to the page where one signs in."""
    started = time.perf_counter()
    with serving(folder) as port:
        ask(port, "GET", "/school/en/login")
        return time.perf_counter() - started


def sign_in_all(port: int) -> tuple[list[str], list[float]]:
    """Make a class, and return the cookies of its learners and the seconds that each needed to sign in."""
    _, admin = ask(port, "POST", "/auth/setup", {"name": "Ada", "secret": "long enough"})
    made, _ = ask(port, "POST", "/classes", {"name": "7A"}, admin)
    names = [f"Learner {number}" for number in range(LEARNERS)]
    csv = "\n".join(f"{name};{PIN}" for name in names)
    ask(port, "POST", f"/classes/{made['id']}/import", {"csv": csv, "apply": True}, admin)
    cookies, seconds = [], []
    for name in names:
        started = time.perf_counter()
        cookies.append(ask(port, "POST", "/auth/login", {"name": name, "secret": PIN})[1])
        seconds.append(time.perf_counter() - started)
    return cookies, seconds


async def saves(port: int, cookies: list[str], *, together: bool) -> list[float]:
    """Return the seconds of every save: each learner saves about once a second, or all in the same moment."""
    chance = random.Random(1)  # noqa: S311 - no secret

    async def learn(cookie: str) -> list[float]:
        connection, taken = Connection(port, cookie), []
        await connection.post("/events", batch(1))
        for _ in range(ROUNDS):
            await asyncio.sleep(PAUSE_SECONDS if together else chance.uniform(0, 2 * PAUSE_SECONDS))
            if together:
                await barrier.wait()
            taken.append(await connection.post("/events", batch(1)))
        return taken

    barrier = asyncio.Barrier(len(cookies))
    return [each for taken in await asyncio.gather(*map(learn, cookies)) for each in taken]


async def take_in_all(port: int, cookies: list[str]) -> float:
    """Return the seconds for many events that come in large requests, as from progress files."""
    waiting = [batch(BATCH) for _ in range(EVENTS // BATCH)]

    async def send(cookie: str) -> None:
        connection = Connection(port, cookie)
        while waiting:
            await connection.post("/events", waiting.pop())

    started = time.perf_counter()
    await asyncio.gather(*map(send, cookies[:SENDERS]))
    return time.perf_counter() - started


def seconds_to_results(port: int, class_id: str) -> list[float]:
    """Return how long a teacher's page waits for the results of a large class, to the last byte."""
    _, admin = ask(port, "POST", "/auth/login", {"name": "Ada", "secret": "long enough"})
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found, _ = ask(port, "GET", f"/classes/{class_id}/results", cookie=admin)
        taken.append(time.perf_counter() - started)
        if sum(len(student["tasks"]) for student in found["students"]) != STUDENTS * TASKS:
            raise SystemExit("some results are missing")
    return taken


def dashboards(port: int, class_id: str) -> Iterator[Row]:
    """Measure how soon a teacher sees the page of that class in each browser."""
    place = f"http://127.0.0.1:{port}"
    call = ["node", str(HERE / "dashboard.ts"), place, class_id, str(STUDENTS), str(TASKS)]
    said = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own
    for line in said.splitlines():
        seen = json.loads(line)
        what = f"dashboard of {STUDENTS} students with {TASKS} tasks, {seen['kind']}"
        yield Row(f"{what}: from going to the page to the table", seen["first"], "ms", 500)
        yield Row(f"{what}: to its last row", seen["whole"], "ms", None)


def judged(folder: Path, cookies: list[str]) -> Row:
    """Return how long a class waits for its official verdicts."""

    def answer(method: str, path: str, body: Json | None, cookie: str) -> Json:
        found: Json = ask(port, method, path, body, cookie)[0]
        return found

    with serving(folder, make_course(folder / "courses")) as port:
        seconds, backend = seconds_to_verdicts(answer, cookies)
    what = f"programs of {judged_class.STUDENTS} students, {PRIVATE_TESTS} private tests each ({backend})"
    return Row(f"{what}: judged", seconds, "s", 30)


def milliseconds(seconds: list[float], percentile: int) -> float:
    """Return a percentile in milliseconds."""
    return statistics.quantiles(seconds, n=100)[percentile - 1] * 1000


def rows(folder: Path) -> Iterator[Row]:
    """Measure everything."""
    first = statistics.median(seconds_to_first_page(folder) for _ in range(STARTS))
    yield Row(f"from the command to the first page, median of {STARTS}", first, "s", 1.5)
    with serving(folder) as port:
        cookies, signed_in = sign_in_all(port)
        yield Row("signing in, median", statistics.median(signed_in) * 1000, "ms", None)
        spread = asyncio.run(saves(port, cookies, together=False))
        yield Row(f"{LEARNERS} learners save about once a second: p95", milliseconds(spread, 95), "ms", 150)
        herd = asyncio.run(saves(port, cookies, together=True))
        yield Row(f"{LEARNERS} learners save in the same moment: p95", milliseconds(herd, 95), "ms", 150)
        yield Row(f"{EVENTS:,} events taken in", asyncio.run(take_in_all(port, cookies)), "s", 60)
    with Database(folder / "data/companion.sqlite3") as database:
        started = time.perf_counter()
        database.write(rebuild)
        yield Row("their tables made anew from the log", time.perf_counter() - started, "s", None)
        class_id = add_full_class(database)
    with serving(folder) as port:
        waited = statistics.median(seconds_to_results(port, class_id)) * 1000
        yield Row(f"results of {STUDENTS} students in {TASKS} tasks each, median", waited, "ms", 500)
        yield from dashboards(port, class_id)
    yield judged(folder, cookies)


def main() -> None:
    """Measure and write the table."""
    measured = []
    with tempfile.TemporaryDirectory(prefix="knapsack-") as name:
        site = Path(name) / "site"
        site.mkdir()
        (site / "index.html").write_text("<!doctype html><title>Lessons</title>", encoding="utf-8")
        for row in rows(Path(name)):
            measured.append(row)
            print(row.markdown(), flush=True)
    head = [
        "# Results of the companion",
        "",
        "Made by `python3 dev.py bench`; `benchmarks/companion.py` says how.",
    ]
    machine = [f"- {line}" for line in describe_machine()]
    RESULTS.write_text("\n".join([*head, "", *machine, "", *table(measured), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
