"""Judging for teachers: a whole class at once, and how the judge itself is."""

from __future__ import annotations

from http import HTTPStatus

from runtime.companion.api.classes import found_class
from runtime.companion.api.content import workshop
from runtime.companion.api.judging import LONGEST_CODE, open_task
from runtime.companion.licences.school import open_courses
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, FLAG, TASK_ID, maybe, record, text
from runtime.companion.store import batches, judgements
from runtime.sandbox.backend import BackendError

WAITING = record(waiting=COUNT)
FAULT = record(time=COUNT, task=text(200), message=text(10_000))


def judge_class(call: Call) -> Json:
    """Have the latest program of every student judged, for one task or for all."""
    found, line = found_class(call), workshop(call).line
    courses, task = open_courses(call.companion), None
    if call.body["task"] is not None:
        course, on_shelf = open_task(call, call.body["task"])
        courses, task = [course], on_shelf.id
    database = call.companion.database
    batch = database.read(
        batches.of_class, found.id, courses, task, LONGEST_CODE, only_missing=call.body["only_missing"]
    )
    line.take_batch(batch)
    return {"asked": len(batch.ids), "waiting": database.read(batches.waiting, found.id)}


def waiting(call: Call) -> Json:
    """Say how many programs of a class wait."""
    return {"waiting": call.companion.database.read(batches.waiting, found_class(call).id)}


def stop(call: Call) -> Json:
    """Judge no more of a batch; what students have handed in themselves is judged all the same."""
    found = found_class(call)
    workshop(call).line.drop_batch(found.id)
    return waiting(call)


def health(call: Call) -> Json:
    """Say whether programs can be judged, how many wait, and what went wrong last."""
    line = workshop(call).line
    backend, trouble = None, None
    try:
        backend = line.backend
    except BackendError as error:
        trouble = str(error)
    fault = call.companion.database.read(judgements.latest_fault)
    return {
        "backend": backend,
        "trouble": trouble,
        "waiting": line.length.waiting,
        "running": line.length.running,
        "fault": fault and {"time": fault.judged, "task": fault.task, "message": fault.message},
    }


ROUTES = (
    Route(
        "GET", "/judge", Access.TEACHER, health, "Whether programs can be judged, and how many wait",
        record(
            backend=maybe(text(40)), trouble=maybe(text(10_000)), waiting=COUNT, running=COUNT,
            fault=maybe(FAULT),
        ),
    ),
    Route(
        "GET", "/classes/{class_id}/judge", Access.CLASS_TEACHER, waiting,
        "How many programs of a class wait", WAITING,
    ),
    Route(
        "POST", "/classes/{class_id}/judge", Access.CLASS_TEACHER, judge_class,
        "Judge the latest program of every student, for one task or for all",
        record(asked=COUNT, waiting=COUNT), record(task=maybe(TASK_ID), only_missing=FLAG),
        HTTPStatus.ACCEPTED, teaching=True,
    ),
    Route(
        "DELETE", "/classes/{class_id}/judge", Access.CLASS_TEACHER, stop,
        "Judge no more of what waits since then", WAITING,
    ),
)  # fmt: skip
