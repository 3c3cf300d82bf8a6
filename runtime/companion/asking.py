"""Who is asking, and what for."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request

from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError
from runtime.companion.people.signing_in import ACCESS_COOKIE, who
from runtime.companion.route import Caller, Route

# A page that has been open for long says whose work it brings.
USER_HEADER = "Knapsack-User"
# As a script, a style or a frame no answer may be loaded. What learners' programs run in may not fetch at all
# (docs/architecture.md); browsers say who tries the ways beside it.
PURPOSES = {"empty", "document"}


def asking(companion: Companion, route: Route, request: Request) -> Caller | None:
    """Return who is signed in where a request comes from. Raises ApiError for those that no page sends."""
    if request.headers.get("sec-fetch-dest", "empty") not in PURPOSES:
        raise ApiError(HTTPStatus.FORBIDDEN, "wrong_purpose", "This is data, and nothing else.")
    caller = who(companion, request.cookies.get(ACCESS_COOKIE))
    meant = request.headers.get(USER_HEADER)
    if meant is not None and caller is not None and caller.user.id != meant:
        raise ApiError(HTTPStatus.CONFLICT, "other_user", "Somebody else has signed in in this browser.")
    return caller
