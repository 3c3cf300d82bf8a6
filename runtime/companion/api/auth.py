"""Signing in and out, and the first admin."""

from __future__ import annotations

from http import HTTPStatus

from runtime.companion.api.forms import checked_secret, new_user, user_json
from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError, name_taken, signed_out
from runtime.companion.people.inviting import NOBODY, invited
from runtime.companion.people.secrets import hash_secret
from runtime.companion.people.signing_in import (
    REFRESH_COOKIE,
    SIGNED_OUT,
    identify,
    renew,
    start_session,
)
from runtime.companion.people.tokens import read_refresh
from runtime.companion.route import Access, Call, Json, Reply, Route
from runtime.companion.schemas import CLASS, NAME, SECRET, USER, array, record, text
from runtime.companion.store import classes, sessions, users
from runtime.companion.store.users import NameTaken, User

CREDENTIALS = record(name=NAME, secret=SECRET)
WHO = record(user=USER, classes=array(CLASS))


def set_up(call: Call) -> Reply:
    """Make the first admin, who is signed in at once."""
    database = call.companion.database
    if database.read(users.any_user):
        raise _set_up_already()
    first = new_user(call.body["name"], "admin", call.body["secret"])
    try:
        admin = database.write(users.add_first, first, call.companion.now)
    except users.NotFirst as error:
        raise _set_up_already() from error
    return welcome(call.companion, admin)


def log_in(call: Call) -> Reply:
    """Start a session."""
    user = identify(call.companion, call.body["name"], call.body["secret"], call.address)
    return welcome(call.companion, user)


def sign_up(call: Call) -> Reply:
    """Make a student of the class whose code is shown, signed in at once."""
    companion = call.companion
    found = invited(companion, call.body["code"], call.address, NOBODY)
    new = new_user(call.body["name"], "student", call.body["secret"])
    try:
        (user,) = companion.database.write(classes.add_members, found.id, [new], companion.now)
    except NameTaken as error:
        raise name_taken() from error
    return welcome(companion, user)


def refresh(call: Call) -> Reply:
    """Go on with a session: its tokens are replaced."""
    text = call.cookies.get(REFRESH_COOKIE)
    if not text:
        raise signed_out()
    user, cookies = renew(call.companion, text)
    return Reply(_who(call.companion, user), cookies)


def log_out(call: Call) -> Reply:
    """End the session of this browser, even when its short-lived token has run out."""
    shown = read_refresh(call.cookies.get(REFRESH_COOKIE, ""))
    call.companion.database.write(sessions.end_shown, shown.session, shown.hashed)
    if call.caller:
        call.companion.database.write(sessions.end, call.caller.session)
    return Reply(None, SIGNED_OUT)


def me(call: Call) -> Json:
    """Say who is signed in."""
    return _who(call.companion, call.me)


def change_secret(call: Call) -> Reply:
    """Take another password; every other browser of this user is signed out."""
    secret = checked_secret(call.me.role, call.body["secret"])
    user = identify(call.companion, call.me.name, call.body["old"], call.address)
    call.companion.database.write(users.set_secret, user.id, hash_secret(secret))
    return welcome(call.companion, user)


def welcome(companion: Companion, user: User) -> Reply:
    """Return the answer to whoever has just signed in."""
    return Reply(_who(companion, user), start_session(companion, user))


def _who(companion: Companion, user: User) -> Json:
    own = companion.database.read(classes.of_user, user.id)
    return {"user": user_json(user), "classes": [{"id": each.id, "name": each.name} for each in own]}


def _set_up_already() -> ApiError:
    return ApiError(HTTPStatus.CONFLICT, "set_up_already", "There is an admin already; sign in.")


ROUTES = (
    Route(
        "POST", "/auth/setup", Access.ANYONE, set_up, "Make the first admin, while there are no users",
        WHO, CREDENTIALS, HTTPStatus.CREATED, slow=True,
    ),
    Route("POST", "/auth/login", Access.ANYONE, log_in, "Sign in", WHO, CREDENTIALS, slow=True),
    Route(
        "POST", "/auth/join", Access.ANYONE, sign_up, "Become a student of the class with this code",
        WHO, record(code=text(40), name=NAME, secret=SECRET), HTTPStatus.CREATED, slow=True, teaching=True,
    ),
    Route("POST", "/auth/refresh", Access.ANYONE, refresh, "Go on with a session", WHO),
    Route("POST", "/auth/logout", Access.ANYONE, log_out, "Sign out", status=HTTPStatus.NO_CONTENT),
    Route("GET", "/auth/me", Access.SIGNED_IN, me, "Who is signed in", WHO, stick=True),
    Route(
        "POST", "/auth/secret", Access.SIGNED_IN, change_secret, "Take another password or PIN",
        WHO, record(old=SECRET, secret=SECRET), slow=True,
    ),
)  # fmt: skip
