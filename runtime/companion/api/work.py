"""What a student has handed in: programs with all that was said of them."""

from __future__ import annotations

from dataclasses import asdict

from runtime.companion.api.judging import JUDGEMENT, LONGEST_CODE, SAID, VERDICTS, judgement_json, said_json
from runtime.companion.errors import not_found
from runtime.companion.people import names
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, ID, TASK_ID, array, one_of, record, text
from runtime.companion.store import judgements, users, work

# The longest programs of all would otherwise be more than a browser takes.
MOST = 30
LONGEST_SUBMISSION = 204_800
SCORE = {"type": "number"}
SUBMISSION = record(
    id=ID,
    time=COUNT,
    verdict=one_of(*VERDICTS),
    score=SCORE,
    tests=array(record(name=text(200), verdict=one_of(*VERDICTS))),
    code=text(LONGEST_SUBMISSION),
)
OFFICIAL = record(judgement=JUDGEMENT, code=text(LONGEST_CODE), verdicts=array(SAID))


def of_task(call: Call) -> Json:
    """List what a student has handed in for a task, the latest first."""
    database, (course, _, task) = call.companion.database, call.path["task_id"].partition(".")
    student = database.read(users.by_id, call.path["user_id"])
    if student is None:
        raise not_found("user")
    submitted = database.read(work.of_task, student.id, course, task, MOST)
    judged = database.read(judgements.of_task, student.id, course, task)[:MOST]
    return {
        "student": student.name,
        "submissions": [asdict(each) for each in submitted],
        "official": [
            {
                "judgement": judgement_json(call, each),
                "code": each.asked.code,
                "verdicts": [
                    said_json(said) for said in database.read(judgements.history, each.asked.id)[-MOST:]
                ],
            }
            for each in judged
        ],
    }


ROUTES = (
    Route(
        "GET", "/submissions/{user_id}/{task_id}", Access.SELF_OR_TEACHER, of_task,
        f"The latest {MOST} programs of a user for a task, and what was said of each",
        record(student=text(names.LONGEST), submissions=array(SUBMISSION), official=array(OFFICIAL)),
        gaps={"task_id": TASK_ID},
    ),
)  # fmt: skip
