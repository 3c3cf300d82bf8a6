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
AFTER = {"type": "string", "pattern": f"^(?:{START}|[0-9a-f-]{{36}})$"}
# Of one answer: a page that is opened asks for the next one at once.
MOST_SENT, MOST_LETTERS = 500, 2 * KILOBYTE * KILOBYTE


def take_in(call: Call) -> Pending:
    """Keep what the signed-in user did; what is here already is not kept twice."""
    for number, each in enumerate(call.body["events"]):
        try:
            milliseconds(each["time"])
        except ValueError as error:
            raise unfit("There is no such day or hour.", f"/events/{number}/time") from error
    companion = call.companion
    new = (call.me.id, call.body["events"], companion.milliseconds)
    return Pending(companion.database.send(events.take_in, *new), asdict)


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
        record(taken=COUNT, known=COUNT, foreign=array(text(36))),
        record(events=array(event(), MOST_EVENTS)), verbatim=True, limit=LIMIT, quick=True, stick=True,
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
