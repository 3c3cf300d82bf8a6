"""The line of programs that wait for their official verdict.

It stands in the database: what was taken in is judged, after a restart or a power cut too. Here is only what
changes from second to second: who is next, and how many tests of a program are done.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from builder.submission import SubmissionError
from runtime.companion import logs
from runtime.companion.content.shelf import Assignment
from runtime.companion.store import batches, judgements
from runtime.companion.store.batches import Batch
from runtime.companion.store.database import Database
from runtime.companion.store.judgements import Asked, Verdict
from runtime.judge.judging import effective_tests
from runtime.judge.shapes import Report
from runtime.sandbox.backend import Backend, BackendError
from runtime.sandbox.official import judge_submission

FindTask = Callable[[str, str], Assignment | None]
"""Returns the task of a course with all that the judge needs, or None."""
# What is written at once must not keep learners' work waiting.
TOGETHER = 100
NO_TASK = "the task is not in any course now; put it back and judge again"


@dataclass(frozen=True)
class Standing:
    """How far a program is: `place` 1 is the next one, None runs, with `done` of its `tests` judged."""

    place: int | None
    done: int = 0
    tests: int = 0


@dataclass(frozen=True)
class Length:
    """How many programs wait, and how many are being judged."""

    waiting: int
    running: int


class Line:
    """Judges what waits in `database`, so many at once in threads, from `start` to the end of `with`."""

    def __init__(
        self,
        database: Database,
        choose: Callable[[], Backend],
        find: FindTask,
        clock: Callable[[], int],
        threads: int,
    ) -> None:
        """`choose` returns the backend, or raises BackendError; `clock` gives milliseconds since 1970."""
        self._database, self._choose, self._find, self._clock = database, choose, find, clock
        self._changed = threading.Condition()
        self._waiting: list[str] = []
        # In order; a batch may be large, so that looking one up must not take long.
        self._patient: dict[str, None] = {}
        self._running: dict[str, Standing] = {}
        self._started = self._over = False
        self._threads = [threading.Thread(target=self._work, name=f"judge-{n}") for n in range(threads)]

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Begin, with what waited when the companion ended; a second start changes nothing."""
        with self._changed:
            if self._started or self._over:
                return
            self._started = True
            self._waiting = self._database.read(judgements.waiting)
            self._patient = dict.fromkeys(self._database.read(judgements.waiting, judgements.PATIENT))
            for thread in self._threads:
                thread.start()

    def reload(self) -> None:
        """Let the line be what waits in the database now: another one has taken its place."""
        with self._changed:
            if self._started:
                hurried = self._database.read(judgements.waiting)
                patient = self._database.read(judgements.waiting, judgements.PATIENT)
                self._waiting = [id_ for id_ in hurried if id_ not in self._running]
                self._patient = dict.fromkeys(id_ for id_ in patient if id_ not in self._running)
                self._changed.notify_all()

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        """End when the programs that run have had their next test; they are judged anew another time."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._started:
            for thread in self._threads:
                thread.join()

    def take(self, asked: Asked) -> None:
        """Take a program in; once this returns it will be judged, whatever happens."""
        self._database.write(judgements.add, asked)
        self._queue(asked.id)

    def take_again(self, id_: str) -> None:
        """Let a program that was taken before be judged by the tests as they are now."""
        self._database.write(judgements.ask_again, id_)
        self._queue(id_)

    def take_batch(self, batch: Batch) -> None:
        """Take many programs in, behind all that others wait for; once this returns they will be judged."""
        for part in batch.parts(TOGETHER):
            self._database.write(batches.take, part)
            ids = part.ids
            with self._changed:
                known = self._running.keys() | set(self._waiting)
                self._patient |= dict.fromkeys(id_ for id_ in ids if id_ not in known)
                self._changed.notify_all()

    def drop_batch(self, class_id: str) -> None:
        """Let what waits in a batch for a class be, as if nobody had asked."""
        dropped = self._database.write(batches.drop, class_id)
        with self._changed:
            for id_ in dropped:
                self._patient.pop(id_, None)

    def standing(self, id_: str) -> Standing | None:
        """Return how far a program is, None when it is judged or was never taken."""
        with self._changed:
            if id_ in self._running:
                return self._running[id_]
            if id_ in self._waiting:
                return Standing(self._waiting.index(id_) + 1)
            if id_ in self._patient:
                return Standing(len(self._waiting) + list(self._patient).index(id_) + 1)
            return None

    @property
    def length(self) -> Length:
        """How many programs wait, and how many are being judged."""
        with self._changed:
            return Length(len(self._waiting) + len(self._patient), len(self._running))

    @property
    def backend(self) -> str:
        """The name of what judges. Raises BackendError, one line for the operator, when nothing can."""
        backend = self._choose()
        if trouble := backend.trouble():
            raise BackendError(f"{backend.name} does not work any more: {trouble}")
        return backend.name

    def _queue(self, id_: str) -> None:
        with self._changed:
            self._patient.pop(id_, None)
            if id_ not in self._waiting and id_ not in self._running:
                self._waiting.append(id_)
            self._changed.notify()

    def _work(self) -> None:
        while (id_ := self._next()) is not None:
            try:
                self._judge(id_)
            except _OverError:
                return
            finally:
                with self._changed:
                    del self._running[id_]

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._waiting or self._patient)
            if self._over:
                return None
            id_ = self._waiting.pop(0) if self._waiting else next(iter(self._patient))
            self._patient.pop(id_, None)
            self._running[id_] = Standing(None)
            return id_

    def _judge(self, id_: str) -> None:
        judgement = self._database.read(judgements.by_id, id_)
        if judgement is not None and judgement.waits:
            report, fault = self._decided(judgement.asked)
            self._database.write(judgements.settle, id_, Verdict(self._clock(), report, fault))

    def _decided(self, asked: Asked) -> tuple[Report | None, str | None]:
        found = self._find(asked.course, asked.task)
        if found is None:
            return None, NO_TASK
        tests = len(effective_tests(found.task))

        def tested(done: int) -> None:
            self._tell(asked.id, Standing(None, done, tests))

        tested(0)
        try:
            submission = found.submission(asked.code)
            return judge_submission(self._choose(), found.task, submission, tested), None
        except (BackendError, SubmissionError) as error:
            return None, str(error)
        except _OverError:
            raise
        except Exception as error:  # noqa: BLE001  (one program must not end the line; the teacher sees it)
            traceback.print_exc()
            logs.failed("judge_failed", error, course=asked.course, task=asked.task, program=asked.id)
            return None, f"the judge failed: {error!r}"

    def _tell(self, id_: str, standing: Standing) -> None:
        with self._changed:
            if self._over:
                raise _OverError
            self._running[id_] = standing


class _OverError(Exception):
    """The companion is ending: what runs is left for its next start."""
