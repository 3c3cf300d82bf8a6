"""Official verdicts: programs go in, places in the line and verdicts come out."""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from runtime.companion.api.content import found_task, workshop
from runtime.companion.errors import ApiError, not_found, unfit
from runtime.companion.licences.school import open_courses
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, FLAG, ID, TASK_ID, array, maybe, one_of, record, text
from runtime.companion.store import content, judgements
from runtime.companion.store.content import TaskOnShelf
from runtime.companion.store.judgements import Asked, Judgement, Verdict
from runtime.judge.shapes import Report, Result

MOST_WAITING = 3
LONGEST_CODE = 100_000
VERDICTS = ("OK", "WA", "RE", "CE", "TL", "ML", "OL", "IE")
NUMBER = {"type": "number"}
OUTPUT = text(4_000_000)
ALWAYS = ("name", "private", "verdict")
OF_PUBLIC = ("points", "score", "time_ms", "stdout", "stderr", "message")
TEST = record(
    OF_PUBLIC,
    name=text(300),
    private=FLAG,
    verdict=one_of(*VERDICTS),
    points=NUMBER,
    score=NUMBER,
    time_ms=NUMBER,
    stdout=OUTPUT,
    stderr=OUTPUT,
    message=OUTPUT,
)
SAID = record(
    judged=COUNT,
    verdict=maybe(one_of(*VERDICTS)),
    score=maybe(NUMBER),
    backend=maybe(text(40)),
    tests=array(TEST),
    fault=maybe(text(10_000)),
)
JUDGEMENT = record(
    id=ID,
    task=TASK_ID,
    asked=COUNT,
    state=one_of("waits", "runs", "judged"),
    place=maybe(COUNT),
    done=COUNT,
    tests=COUNT,
    verdict=maybe(SAID),
)
TAKEN = record(judgement=JUDGEMENT)
BEST = record(task=TASK_ID, verdict=one_of(*VERDICTS), score=NUMBER, asked=COUNT)


def hand_in(call: Call) -> Json:
    """Take a program in; with the id of one that is here already nothing is taken twice."""
    course, task = open_task(call, call.path["id"])
    code = call.body["code"]
    if not code.strip():
        raise unfit("The program is empty.", "/code")
    database, line = call.companion.database, workshop(call).line
    asked = Asked(
        call.body.get("id") or str(uuid4()), call.me.id, course, task.id, code, call.companion.milliseconds
    )
    known = database.read(judgements.by_id, asked.id)
    if known is not None and known.asked.user_id != call.me.id:
        raise unfit("This id is somebody else's.", "/id")
    if known is None and database.read(judgements.waiting_of, call.me.id) >= MOST_WAITING:
        message = "Wait until one of your programs is judged."
        raise ApiError(HTTPStatus.TOO_MANY_REQUESTS, "too_many_waiting", message)
    line.take(asked)
    return {"judgement": judgement_json(call, found(call, asked.id))}


def look(call: Call) -> Json:
    """Say how far a program is, and its latest verdict."""
    return {"judgement": judgement_json(call, found(call, call.path["id"]))}


def official(call: Call) -> Json:
    """Say which tasks are judged here, and how the caller stands in each."""
    companion = call.companion
    shelf = companion.database.read(content.shelf) if companion.workshop else []
    opened = open_courses(companion) if shelf else []
    best = companion.database.read(judgements.best_of, call.me.id)
    return {
        "tasks": [
            f"{course.id}.{task.id}" for course in shelf if course.id in opened for task in course.tasks
        ],
        "best": [
            {"task": f"{each.course}.{each.task}", "verdict": each.verdict}
            | {"score": each.score, "asked": each.asked}
            for each in best
        ],
    }


def history(call: Call) -> Json:
    """List all verdicts on a program, and the program."""
    judgement = found(call, call.path["id"])
    said = call.companion.database.read(judgements.history, judgement.asked.id)
    return {"code": judgement.asked.code, "verdicts": [said_json(each) for each in said]}


def again(call: Call) -> Json:
    """Let a program be judged by the tests as they are now."""
    judgement = found(call, call.path["id"])
    _check_open(call, judgement.asked.course)
    workshop(call).line.take_again(judgement.asked.id)
    return {"judgement": judgement_json(call, found(call, judgement.asked.id))}


def open_task(call: Call, id_: str) -> tuple[str, TaskOnShelf]:
    """Return the course and the task of an id that programs may be judged for. Raises ApiError."""
    course, task = found_task(call, id_)
    _check_open(call, course)
    return course, task


def _check_open(call: Call, course: str) -> None:
    workshop(call)  # a site alone judges nothing, which has nothing to do with licences
    if course not in open_courses(call.companion):
        message = "The school has no licence for this course."
        raise ApiError(HTTPStatus.FORBIDDEN, "licence_feature", message)


def found(call: Call, id_: str) -> Judgement:
    """Return what was handed in. Raises ApiError."""
    judgement = call.companion.database.read(judgements.by_id, id_)
    if judgement is None:
        raise not_found("program")
    return judgement


def judgement_json(call: Call, judgement: Judgement) -> Json:
    """Return what may be known of a program and how far it is."""
    asked, line = judgement.asked, call.companion.workshop.line if call.companion.workshop else None
    standing = line.standing(asked.id) if line and judgement.waits else None
    state = "waits" if judgement.waits else "judged"
    if standing and standing.place is None:
        state = "runs"
    return {
        "id": asked.id,
        "task": f"{asked.course}.{asked.task}",
        "asked": asked.asked,
        "state": state,
        "place": standing.place if standing else None,
        "done": standing.done if standing else 0,
        "tests": standing.tests if standing else 0,
        "verdict": said_json(judgement.verdict) if judgement.verdict else None,
    }


def said_json(verdict: Verdict) -> Json:
    """Return what may be known of a verdict."""
    report: Report | None = verdict.report
    return {
        "judged": verdict.judged,
        "verdict": report["verdict"] if report else None,
        "score": report["score"] if report else None,
        "backend": report["backend"] if report else None,
        "tests": [_test(result) for result in report["tests"]] if report else [],
        "fault": verdict.fault,
    }


def _test(result: Result) -> Json:
    """Return what may be known of a test: of a private one its verdict and nothing else."""
    fields: Json = {**result}
    known = ALWAYS if result["private"] else (*ALWAYS, *OF_PUBLIC)
    return {name: fields[name] for name in known}


ROUTES = (
    Route(
        "POST", "/judge/{id}", Access.SIGNED_IN, hand_in, "Hand a program in for its official verdict",
        TAKEN, record(("id",), code=text(LONGEST_CODE, 1), id=ID), HTTPStatus.ACCEPTED,
        limit=8 * LONGEST_CODE, gaps={"id": TASK_ID}, teaching=True, stick=True,
    ),
    Route("GET", "/judge/{id}", Access.OWN_JUDGEMENT, look, "How far a program is", TAKEN, stick=True),
    Route(
        "GET", "/official", Access.SIGNED_IN, official,
        "Which tasks are judged, and the caller's best official verdicts",
        record(tasks=array(TASK_ID), best=array(BEST)), stick=True,
    ),
    Route(
        "GET", "/judge/{id}/verdicts", Access.OWN_JUDGEMENT, history,
        "A program and all its verdicts", record(code=text(LONGEST_CODE), verdicts=array(SAID)),
    ),
    Route(
        "POST", "/judge/{id}/again", Access.JUDGEMENT_TEACHER, again,
        "Judge a program by the tests as they are now", TAKEN, status=HTTPStatus.ACCEPTED,
        teaching=True,
    ),
)  # fmt: skip
