"""Who is asking, and what for."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request

from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError
from runtime.companion.people.pairing import hashed_token
from runtime.companion.people.signing_in import ACCESS_COOKIE, who
from runtime.companion.route import Caller
from runtime.companion.sticks import STICK_ORIGIN
from runtime.companion.store import pairings, users

# A page that has been open for long says whose work it brings.
USER_HEADER = "Knapsack-User"
# As a script, a style or a frame no answer may be loaded. What learners' programs run in may not fetch at all
# (docs/architecture.md); browsers say who tries the ways beside it.
PURPOSES = {"empty", "document"}
BEARER = "Bearer "


def asking(companion: Companion, request: Request) -> Caller | None:
    """Return who is signed in where a request comes from. Raises ApiError for those that no page sends.

    A page from a stick has its token and nothing else: cookies do not count for it, nor the token for others.
    """
    if request.headers.get("sec-fetch-dest", "empty") not in PURPOSES:
        raise ApiError(HTTPStatus.FORBIDDEN, "wrong_purpose", "This is data, and nothing else.")
    if request.headers.get("origin") == STICK_ORIGIN:
        caller = _paired(companion, request.headers.get("authorization", ""))
    else:
        caller = who(companion, request.cookies.get(ACCESS_COOKIE))
    meant = request.headers.get(USER_HEADER)
    if meant is not None and caller is not None and caller.user.id != meant:
        raise ApiError(HTTPStatus.CONFLICT, "other_user", "Somebody else has signed in in this browser.")
    return caller


def _paired(companion: Companion, authorization: str) -> Caller | None:
    """Return who a page from a stick brings work for, while its pairing lasts and they have not left."""
    if not authorization.startswith(BEARER):
        return None
    database, now = companion.database, companion.now
    pairing = database.read(pairings.by_token, hashed_token(authorization.removeprefix(BEARER)))
    user = database.read(users.by_id, pairing.user_id) if pairing else None
    if pairing is None or user is None:
        return None
    if not 0 <= now - pairing.seen < pairings.SEEN_SECONDS:
        database.send(pairings.note, pairing.id, now)
    return Caller(user, pairing.id)
