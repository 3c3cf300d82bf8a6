"""What learners did: events come in, progress goes out."""

from __future__ import annotations

from dataclasses import asdict

from runtime.companion.door import KILOBYTE
from runtime.companion.errors import not_found, unfit
from runtime.companion.licences.school import calendar
from runtime.companion.moments import milliseconds
from runtime.companion.route import Access, Call, Json, Pending, Route
from runtime.companion.schemas import COUNT, FLAG, MOST_EVENTS, PROGRESS, array, event, record, text
from runtime.companion.store import derived, events, practice, users
from runtime.companion.streaks import streak

# Forty of the longest programs, so that no sound event is too large to be sent.
LIMIT = 8 * KILOBYTE * KILOBYTE
START = "start"
TAKEN_IN = record(taken=COUNT, known=COUNT, foreign=array(text(36)))
SUBMISSION = {"allOf": [event(), {"properties": {"type": {"const": "submission.created"}}}]}
AFTER = {"type": "string", "pattern": f"^(?:{START}|[0-9a-f-]{{36}})$"}
# Of one answer: a page that is opened asks for the next one at once.
MOST_SENT, MOST_LETTERS = 500, 2 * KILOBYTE * KILOBYTE


def take_in(call: Call) -> Pending:
    """Keep what the signed-in user did; what is here already is not kept twice."""
    for number, each in enumerate(call.body["events"]):
        _check_time(each, f"/events/{number}")
    return _kept(call, call.body["events"])


def submit(call: Call) -> Pending:
    """Keep one submission with the verdict that the browser gave it."""
    _check_time(call.body)
    return _kept(call, [call.body])


def _check_time(event: Json, pointer: str = "") -> None:
    try:
        milliseconds(event["time"])
    except ValueError as error:
        raise unfit("There is no such day or hour.", f"{pointer}/time") from error


def _kept(call: Call, new: list[Json]) -> Pending:
    companion = call.companion
    sent = companion.database.send(events.take_in, call.me.id, new, companion.milliseconds)
    return Pending(sent, asdict)


def own(call: Call) -> Json:
    """Hand out what the signed-in user did, in the order in which it came in."""
    after = call.path["after"]
    previous = None if after == START else after
    database = call.companion.database
    return asdict(database.read(events.of_user, call.me.id, previous, MOST_SENT, MOST_LETTERS))


def progress(call: Call) -> Json:
    """Say how far a user has come."""
    user_id = call.path["user_id"]
    if call.companion.database.read(users.by_id, user_id) is None:
        raise not_found("user")
    return call.companion.database.read(derived.progress_of, user_id)


def days(call: Call) -> Json:
    """Say how many days in a row a user has practised."""
    companion, user_id = call.companion, call.path["user_id"]
    if companion.database.read(users.by_id, user_id) is None:
        raise not_found("user")
    now = max(companion.clock(), calendar(companion).latest.timestamp())
    return asdict(streak(companion.database.read(practice.moments, user_id), now))


ROUTES = (
    Route(
        "POST", "/events", Access.SIGNED_IN, take_in, "Hand in what the signed-in user did",
        TAKEN_IN, record(events=array(event(), MOST_EVENTS)),
        verbatim=True, limit=LIMIT, quick=True, stick=True,
    ),
    Route(
        "POST", "/submissions", Access.SIGNED_IN, submit,
        "Hand in one program with the verdict that the browser gave it", TAKEN_IN, SUBMISSION,
        verbatim=True, limit=LIMIT, quick=True,
    ),
    Route(
        "GET", "/events/{after}", Access.SIGNED_IN, own,
        "What the signed-in user did after an event of theirs, or from the `start`",
        record(events=array(event(), MOST_SENT), known=FLAG, more=FLAG), gaps={"after": AFTER}, stick=True,
    ),
    Route(
        "GET", "/progress/{user_id}", Access.SELF_OR_TEACHER, progress,
        "How far a user has come: lessons, tasks and questions", PROGRESS,
    ),
    Route(
        "GET", "/progress/{user_id}/days", Access.SELF_OR_TEACHER, days,
        "How many days in a row a user has practised", record(days=COUNT, today=FLAG, longest=COUNT),
    ),
)  # fmt: skip
