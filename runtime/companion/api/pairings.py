"""Pairing a page that was opened from a stick: a short code for a token that is good for little."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from uuid import uuid4

from runtime.companion.api.forms import checked_name, user_json
from runtime.companion.errors import ApiError
from runtime.companion.people.inviting import NOBODY
from runtime.companion.people.pairing import hashed_token, new_code, new_token, read_code
from runtime.companion.people.signing_in import too_many
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, ID, NAME, USER, array, record, text
from runtime.companion.store import guesses, pairings, users
from runtime.companion.store.pairings import Pairing

CODE_SECONDS = 5 * 60
PAIRING = record(id=ID, name=text(60), created=COUNT, seen=COUNT)


def make_code(call: Call) -> Json:
    """Make a code that pairs one page with the caller, for a few minutes."""
    companion, code = call.companion, new_code()
    companion.database.write(pairings.add_code, code, call.me.id, companion.now + CODE_SECONDS)
    return {"code": code, "seconds": CODE_SECONDS}


def pair(call: Call) -> Json:
    """Give a page that shows a code its token. Guesses at codes are counted like those at passwords."""
    companion, database = call.companion, call.companion.database
    name, _ = checked_name(call.body["name"])
    places = [place for place in guesses.guesses(NOBODY, call.address) if place.kind != "name"]
    wait = database.write(guesses.begin, places, companion.now)
    if wait:
        raise too_many(wait)
    user_id = database.write(pairings.use_code, read_code(call.body["code"]), companion.now)
    user = database.read(users.by_id, user_id) if user_id else None
    if user is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "wrong_pairing_code", "Nobody has this code, or it is too old.")
    database.write(guesses.succeed, places)
    token = new_token()
    made = Pairing(str(uuid4()), user.id, name, companion.now, companion.now)
    database.write(pairings.add, made, hashed_token(token))
    return {"token": token, "user": user_json(user)}


def own(call: Call) -> Json:
    """List the caller's pairings."""
    found = call.companion.database.read(pairings.of_user, call.me.id)
    fields = ("id", "name", "created", "seen")
    return {"pairings": [{field: asdict(each)[field] for field in fields} for each in found]}


def end(call: Call) -> None:
    """End a pairing."""
    call.companion.database.write(pairings.remove, call.path["pairing_id"])


ROUTES = (
    Route(
        "POST", "/pairings/code", Access.SIGNED_IN, make_code,
        "Make a code that pairs a page from a stick with the caller",
        record(code=text(10), seconds=COUNT), status=HTTPStatus.CREATED,
    ),
    Route(
        "POST", "/pairings", Access.ANYONE, pair, "Pair a page from a stick by a code",
        record(token=text(100), user=USER), record(code=text(20, 1), name=NAME), HTTPStatus.CREATED,
        stick=True,
    ),
    Route(
        "GET", "/pairings", Access.SIGNED_IN, own, "The caller's pairings", record(pairings=array(PAIRING))
    ),
    Route(
        "DELETE", "/pairings/{pairing_id}", Access.OWN_PAIRING, end, "End a pairing",
        status=HTTPStatus.NO_CONTENT,
    ),
)  # fmt: skip
