"""Judges beyond one machine: jobs go through Redis to workers anywhere, by the queue library Dramatiq.

Jobs and results are JSON. A job stays in Redis until its result is there: when the heartbeat of a worker
stops, its jobs go back into the queue, and another worker takes them.
"""

from __future__ import annotations

import base64
import re
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from threading import Event
from typing import Any, cast
from uuid import uuid4

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker
from dramatiq.encoder import JSONEncoder
from dramatiq.results import ResultMissing, Results
from dramatiq.results.backends import RedisBackend

from builder.grade.digest import core
from builder.grade.grading import Done
from builder.grade.journal import sound_report
from builder.problems import UserError
from runtime.sandbox.backend import Backend, BackendError, Submission
from runtime.sandbox.official import judge_submission

QUEUE = ACTOR = "knapsack-judge"
HEARTBEATS = f"{QUEUE}:__heartbeats__"
HEARTBEAT_MS = 5_000
"""How long a worker may be silent before its jobs go to another; it speaks every second."""
ALWAYS = 1_000_000
"""Each fetch looks for dead workers: there are few of them and their jobs should not wait."""
RESULT_MS = 3_600_000
RUN_SECONDS = 60
"""How long after its last sign of life nobody works for a grading any more."""
LOOK = 0.2


class BrokerPool:
    """Hands jobs to the workers at a broker until `stop` is set; `trouble` says why it gave up, or is None.

    `say` gets a line when no worker is there. Raises UserError when there is no Redis at `url`.
    """

    def __init__(self, url: str, stop: Event, say: Callable[[str], None]) -> None:
        self._client = _connected(url)
        self._broker, self._results = _broker(self._client)
        self._workers = _Workers(self._client, self._broker.broker_id, url, say)
        self._broker.declare_queue(QUEUE)
        self._stop = stop
        self._run = f"{QUEUE}:run:{uuid4()}"
        self.trouble: str | None = None

    def judge(self, task: Mapping[str, Any], submissions: Mapping[str, Submission]) -> Iterator[Done]:
        """Yield what became of each submission, by digest, as it comes; after a stop fewer than there are."""
        try:
            self._show_life()
            waiting = {digest: self._send(task, submission) for digest, submission in submissions.items()}
            while waiting and not self._stop.is_set():
                self._show_life()
                self._workers.look()
                found = list(self._found(waiting))
                for done in found:
                    del waiting[done.digest]
                yield from found
                if not found:
                    self._stop.wait(LOOK)
            self._client.delete(self._run)
        except redis.RedisError as error:
            self.trouble = f"the broker does not answer: {error}"

    def _show_life(self) -> None:
        self._client.set(self._run, "1", ex=RUN_SECONDS)

    def _send(self, task: Mapping[str, Any], submission: Submission) -> dramatiq.Message[Any]:
        job = {
            "run": self._run,
            "core": core(),
            "task": dict(task),
            "code": submission.code,
            "files": {name: base64.b64encode(content).decode() for name, content in submission.files.items()},
        }
        message: dramatiq.Message[Any] = dramatiq.Message(
            queue_name=QUEUE, actor_name=ACTOR, args=(), kwargs={"job": job}, options={}
        )
        return self._broker.enqueue(message)

    def _found(self, waiting: Mapping[str, dramatiq.Message[Any]]) -> Iterator[Done]:
        for digest, message in waiting.items():
            try:
                result = self._results.get_result(message)
            except ResultMissing:
                continue
            yield _done(digest, result)


class _Workers:
    """Tells once when no worker shows any life, and again only if some have come and gone in between."""

    def __init__(self, client: redis.Redis, own: str, url: str, say: Callable[[str], None]) -> None:
        self._client = client
        self._own = own.encode()
        self._advice = f"no worker answers; start one: knapsack worker --broker {_without_password(url)}"
        self._say = say
        self._beats: dict[bytes, float] = {}
        self._heard = time.monotonic()
        self._told = False

    def look(self) -> None:
        """See whose heartbeat has gone on: that needs no clock which all computers share."""
        beats = dict(
            cast("list[tuple[bytes, float]]", self._client.zrange(HEARTBEATS, 0, -1, withscores=True))
        )
        beats.pop(self._own, None)
        if any(beats[name] != self._beats.get(name, 0) for name in beats):
            self._heard, self._told = time.monotonic(), False
        elif not self._told and time.monotonic() - self._heard > HEARTBEAT_MS / 1000:
            self._say(self._advice)
            self._told = True
        self._beats = beats


def _without_password(url: str) -> str:
    """Return the address to show.

    >>> _without_password("redis://:secret@school:6379")
    'redis://…@school:6379'
    """
    return re.sub("//.*@", "//…@", url)


def _done(digest: str, result: object) -> Done:
    answer = result if isinstance(result, dict) else {}
    report = sound_report(answer.get("report"))
    fault = "" if report else str(answer.get("fault") or "a worker sent back no report")
    return Done(digest, report, fault)


class BrokerWorker:
    """Takes jobs from the broker at `url` and judges so many at once in threads, from `start` to `stop`.

    Raises UserError when there is no Redis at `url`.
    """

    def __init__(self, url: str, backend: Backend, jobs: int) -> None:
        self._client = _connected(url)
        self._backend = backend
        broker, _ = _broker(self._client)
        dramatiq.actor(actor_name=ACTOR, queue_name=QUEUE, broker=broker)(self.judge)
        self._worker = dramatiq.Worker(broker, worker_threads=jobs)

    def start(self) -> None:
        """Start to take jobs."""
        self._worker.start()

    def stop(self) -> None:
        """Finish the jobs that run and give back all others."""
        self._worker.stop()

    def judge(self, job: dict[str, Any]) -> dict[str, Any] | None:
        """Return `{"report": …}`, or `{"fault": …}` in one line; None when nobody waits for it any more."""
        if not self._client.exists(job["run"]):
            return None
        if job["core"] != core():
            return {"fault": "a worker has another version of Knapsack; install the same everywhere"}
        files = {name: base64.b64decode(content) for name, content in job["files"].items()}
        try:
            return {"report": judge_submission(self._backend, job["task"], Submission(job["code"], files))}
        except BackendError as error:
            return {"fault": str(error)}
        except Exception as error:  # noqa: BLE001  (whoever waits for the result must hear of it; it is shown)
            traceback.print_exc()
            return {"fault": f"the judge failed: {error!r}"}


def _connected(url: str) -> redis.Redis:
    try:
        client = redis.Redis.from_url(url)
        client.ping()
    except (redis.RedisError, ValueError) as error:
        raise UserError(f"there is no broker: {error}") from error
    return client


def _broker(client: redis.Redis) -> tuple[RedisBroker, RedisBackend]:
    results = RedisBackend(client=client, namespace=QUEUE, encoder=JSONEncoder())
    kept = Results(backend=results, store_results=True, result_ttl=RESULT_MS)  # type: ignore[no-untyped-call]
    broker = RedisBroker(  # type: ignore[no-untyped-call]  # the library types only a part of itself
        client=client,
        namespace=QUEUE,
        heartbeat_timeout=HEARTBEAT_MS,
        maintenance_chance=ALWAYS,
        middleware=[kept],
    )
    return broker, results
