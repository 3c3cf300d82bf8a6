"""Real Redis, real graders and workers, each a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import redis

from builder.cli import main
from builder.grade import broker
from builder.grade.broker import QUEUE, BrokerPool, BrokerWorker
from builder.grade.digest import core
from builder.grade.journal import NAME
from builder.problems import UserError
from runtime.sandbox.backend import Submission
from tests.builder.grade.school import CLASS, JUDGED, SOLVES, TASK
from tests.builder.grade.test_pool import Odd
from tests.builder.packages import Files, write

SLOW = "import time\ntime.sleep(3600)\n"
MESSAGES = f"{QUEUE}:{QUEUE}.msgs"
ACKS = f"{QUEUE}:__acks__.*"
Process = subprocess.Popen[str]


@contextmanager
def running(*command: str | Path) -> Iterator[Process]:
    pipe = subprocess.PIPE
    with subprocess.Popen([str(part) for part in command], stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    options: list[str | Path] = [
        "--port",
        "0",
        "--unixsocket",
        tmp_path / "redis",
        "--save",
        "",
        "--dir",
        tmp_path,
    ]
    with running("redis-server", *options) as process:
        assert process.stdout is not None
        assert any("eady to accept connections" in line for line in process.stdout)
        yield process


@pytest.fixture
def url(server: Process, tmp_path: Path) -> str:
    return f"unix://{tmp_path}/redis"


@pytest.fixture
def client(url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(url, decode_responses=True) as connected:
        yield connected


def worker(url: str) -> Any:
    called = ["worker", "--broker", url, "--backend", "bubblewrap", "--jobs", "1"]
    return running(sys.executable, "-m", "builder", *called)


def grader(root: Path, url: str) -> Any:
    called: list[str | Path] = ["grade", "--broker", url, "--json", root / "sum.json", root / "class"]
    return running(sys.executable, "-m", "builder", *called)


def school(root: Path, files: Files, **task: Any) -> Path:
    write(root, {"sum.json": {**TASK, **task}})
    write(root / "class", files)
    return root


def until(condition: Callable[[], Any], process: Process) -> Any:
    """Return what the condition gives as soon as that is something."""
    while not (found := condition()):
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended with {process.wait(0.02)}: {process.communicate()}")
    return found


def journal(root: Path) -> list[dict[str, Any]]:
    path = root / "class" / NAME
    whole = path.read_text(encoding="utf-8").rpartition("\n")[0] if path.exists() else ""
    return [json.loads(line) for line in whole.splitlines()]


def advice(url: str) -> str:
    return f"knapsack: no worker answers; start one: knapsack worker --broker {url}\n"


def verdicts(graded: Process, url: str = "") -> dict[str, str]:
    """What a grading comes to. With `url` workers may be so late that it has missed them."""
    out, err = graded.communicate(timeout=120)
    assert graded.returncode == 0
    assert err in {"", advice(url)} if url else err == ""
    return {report["student"]: report["verdict"] for report in json.loads(out)}


def test_a_class_is_judged_by_workers_and_not_again(tmp_path: Path, url: str) -> None:
    school(tmp_path, CLASS)
    with worker(url) as one, worker(url) as other:
        with grader(tmp_path, url) as graded:
            assert verdicts(graded, url) == {"anna": "OK", "boris": "WA", "clara": "OK"}
        for process in (one, other):
            process.send_signal(signal.SIGTERM)
            assert process.wait() == 0
    assert {line["report"]["backend"] for line in journal(tmp_path)} == {"bubblewrap"}
    with grader(tmp_path, url) as graded:  # no worker is left, and none is needed
        assert verdicts(graded) == {"anna": "OK", "boris": "WA", "clara": "OK"}


def test_a_worker_that_is_killed_half_way_loses_nothing(
    tmp_path: Path, url: str, client: redis.Redis
) -> None:
    slow_in_the_middle: Files = {
        "1.py": SOLVES,
        "2.py": SLOW,
        "3.py": "print(3)",
        "4.py": "(",
        "5.py": "1 / 0",
    }
    school(tmp_path, slow_in_the_middle, limits={"time_ms": 300})
    with grader(tmp_path, url) as graded, ExitStack() as workers:
        until(lambda: client.hlen(MESSAGES) == len(slow_in_the_middle), graded)
        killed = workers.enter_context(worker(url))
        until(lambda: journal(tmp_path), graded)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        (held,) = client.keys(ACKS)
        assert client.scard(held) > 0  # it died with work in hand
        workers.enter_context(worker(url))
        assert verdicts(graded, url) == {"1": "OK", "2": "TL", "3": "WA", "4": "CE", "5": "RE"}
    digests = [line["digest"] for line in journal(tmp_path)]
    assert (len(digests), len(set(digests))) == (5, 5)


def test_jobs_are_json_and_nobody_runs_those_of_a_grading_that_was_stopped(
    tmp_path: Path, url: str, client: redis.Redis
) -> None:
    school(tmp_path, {"anna.py": SOLVES, "anna2/main.py": SOLVES, "anna2/a.bin": b"\xff"})
    with grader(tmp_path, url) as graded:
        until(lambda: client.hlen(MESSAGES) == 2, graded)
        messages = [json.loads(data) for data in client.hvals(MESSAGES)]
        graded.send_signal(signal.SIGINT)
        out, err = graded.communicate()
    assert {message["kwargs"]["job"]["code"] for message in messages} == {SOLVES}
    assert sorted(message["kwargs"]["job"]["files"].get("a.bin", "") for message in messages) == ["", "/w=="]
    assert (graded.returncode, json.loads(out)) == (130, [])
    assert err == "knapsack: stopped: 0 are graded, 2 are left; the same command goes on from there\n"
    with worker(url) as process:
        until(lambda: client.hlen(MESSAGES) == 0, process)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
    assert SOLVES not in str([client.lrange(key, 0, -1) for key in client.scan_iter(_type="list")])


def test_a_redis_that_dies_half_way_is_told_in_one_line(
    tmp_path: Path, server: Process, url: str, client: redis.Redis
) -> None:
    with grader(school(tmp_path, CLASS), url) as graded:
        until(lambda: client.hlen(MESSAGES) == 3, graded)
        server.kill()
        out, err = graded.communicate()
    assert (graded.returncode, json.loads(out), err.count("\n")) == (1, [], 1)
    assert err.startswith("knapsack: the broker does not answer: ")
    assert err.endswith("; stopped: 0 are graded, 3 are left; the same command goes on from there\n")


def test_a_redis_that_dies_half_way_takes_no_result_along(tmp_path: Path, server: Process, url: str) -> None:
    school(tmp_path, {"1.py": SOLVES, "2.py": SLOW}, limits={"time_ms": 10_000})
    with worker(url), grader(tmp_path, url) as graded:
        until(lambda: journal(tmp_path), graded)
        server.kill()
        out, err = graded.communicate()
    assert (graded.returncode, [each["verdict"] for each in json.loads(out)]) == (1, ["OK"])
    assert err.removeprefix(advice(url)).startswith("knapsack: the broker does not answer: ")
    assert err.endswith("; stopped: 1 are graded, 1 are left; the same command goes on from there\n")
    assert len(journal(tmp_path)) == 1


def test_a_grading_that_no_worker_takes_says_so_once_and_goes_on(tmp_path: Path, url: str) -> None:
    with grader(school(tmp_path, CLASS), url) as graded:
        assert graded.stderr is not None
        assert graded.stderr.readline() == advice(url)
        with worker(url):
            assert verdicts(graded) == {"anna": "OK", "boris": "WA", "clara": "OK"}


def test_workers_that_vanish_are_missed_again_but_once(
    url: str, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    said: list[str] = []
    with redis.Redis.from_url(url) as own:
        workers = broker._Workers(own, "own", "redis://:secret@school", said.append)
        for now, (name, beat), lines in [
            (0, ("own", 1), 0),
            (4, ("own", 2), 0),
            (6, ("own", 3), 1),
            (60, ("own", 4), 1),
            (61, ("other", 1), 1),
            (66, ("other", 2), 1),
            (70, ("own", 5), 1),
            (72, ("own", 6), 2),
            (99, ("own", 7), 2),
        ]:
            client.zadd(broker.HEARTBEATS, {name: beat})
            workers.look()
            assert len(said) == lines, now
    assert set(said) == {"no worker answers; start one: knapsack worker --broker redis://…@school"}


@pytest.fixture
def odd(url: str) -> BrokerWorker:
    return BrokerWorker(url, Odd(Event()), 1)


def job(client: redis.Redis, code: str, **changes: Any) -> dict[str, Any]:
    client.set("run", "1")
    return {"run": "run", "core": core(), "task": JUDGED, "code": code, "files": {}, **changes}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("# backend fails", "the container is gone"),
        ("# judge fails", "the judge failed: ZeroDivisionError('of our own')"),
    ],
)
def test_a_worker_tells_what_went_wrong(
    odd: BrokerWorker, client: redis.Redis, code: str, fault: str
) -> None:
    assert odd.judge(job(client, code)) == {"fault": fault}


def test_a_worker_of_another_version_does_not_judge(odd: BrokerWorker, client: redis.Redis) -> None:
    answer = odd.judge(job(client, SOLVES, core="other"))
    assert answer == {"fault": "a worker has another version of Knapsack; install the same everywhere"}


@pytest.mark.parametrize("answer", [None, [], {}, {"report": {"verdict": "OK"}}, {"report": 1}])
def test_an_answer_that_is_no_report_is_no_verdict(
    url: str, odd: BrokerWorker, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    pool = BrokerPool(url, Event(), print)
    monkeypatch.setattr(pool._results, "get_result", lambda _message: answer)
    (done,) = pool.judge(JUDGED, {"a": Submission(SOLVES)})
    assert (done.report, done.fault) == (None, "a worker sent back no report")


@pytest.mark.parametrize("place", ["unix:///nowhere/redis", "nonsense", "redis://localhost:x"])
@pytest.mark.parametrize("command", ["grade", "worker"])
def test_no_redis_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, place: str) -> None:
    school(tmp_path, CLASS)
    rest = [str(tmp_path / "sum.json"), str(tmp_path / "class")] if command == "grade" else []
    with pytest.raises(SystemExit) as caught:
        main([command, "--broker", place, *rest])
    out, err = capsys.readouterr()
    assert (caught.value.code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("knapsack: there is no broker: ")


@pytest.mark.parametrize("command", ["grade", "worker"])
def test_without_the_extra_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setitem(sys.modules, "builder.grade.broker", None)
    school(tmp_path, CLASS)
    rest = [str(tmp_path / "sum.json"), str(tmp_path / "class")] if command == "grade" else []
    with pytest.raises(SystemExit) as caught:
        main([command, "--broker", "redis://localhost", *rest])
    assert caught.value.code == 2
    assert "pip install 'knapsack-courseware[broker]'" in capsys.readouterr().err


def test_the_workers_say_what_they_judge_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    school(tmp_path, CLASS)
    with pytest.raises(SystemExit) as caught:
        main(["grade", "--broker", "redis://x", "--jobs", "2", f"{tmp_path}/sum.json", f"{tmp_path}/class"])
    assert caught.value.code == 2
    assert "give --backend, --allow-weak and --jobs to the workers" in capsys.readouterr().err
    assert not (tmp_path / "class" / NAME).exists()


def test_an_address_that_is_none() -> None:
    with pytest.raises(UserError, match="there is no broker"):
        BrokerPool("http://localhost", Event(), print)
