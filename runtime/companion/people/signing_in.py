"""Signing in and out: from a name and a secret to a session, and from a cookie to a person."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from uuid import uuid4

from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError, signed_out
from runtime.companion.people.names import name_key
from runtime.companion.people.secrets import is_secret
from runtime.companion.people.tokens import (
    SESSION_SECONDS,
    access_token,
    new_refresh,
    read_access,
    read_refresh,
)
from runtime.companion.route import Caller
from runtime.companion.store import guesses, sessions, users
from runtime.companion.store.sessions import Session
from runtime.companion.store.users import User

ACCESS_COOKIE, REFRESH_COOKIE = "ks_access", "ks_refresh"
COOKIES = {ACCESS_COOKIE: "/", REFRESH_COOKIE: "/auth"}
"""The paths that a browser sends each cookie to."""
SIGNED_OUT: Mapping[str, str | None] = {ACCESS_COOKIE: None, REFRESH_COOKIE: None}


def who(companion: Companion, token: str | None) -> Caller | None:
    """Return who an access token stands for, while its session lasts and the person has not left."""
    read = read_access(companion.key, token, companion.now) if token else None
    if read is None:
        return None
    user_id, session_id = read
    session = companion.database.read(sessions.by_id, session_id)
    user = companion.database.read(users.by_id, user_id)
    if session is None or user is None or session.user_id != user_id or not session.lasts(companion.now):
        return None
    return Caller(user, session_id)


def identify(companion: Companion, name: str, secret: str, address: str) -> User:
    """Return who has this name and this secret. Raises ApiError, also while too many guesses were wrong."""
    key = name_key(name)
    places = guesses.guesses(key, address)
    wait = companion.database.write(guesses.begin, places, companion.now)
    if wait:
        raise too_many(wait)
    user = companion.database.read(users.by_key, key)
    if not is_secret(user.secret if user else None, secret) or user is None:
        raise ApiError(HTTPStatus.UNAUTHORIZED, "wrong_secret", "The name or the password is wrong.")
    companion.database.write(guesses.succeed, places)
    return user


def start_session(companion: Companion, user: User) -> dict[str, str | None]:
    """Sign a user in on one browser; return the cookies that it gets."""
    refresh = new_refresh(str(uuid4()))
    now = companion.now
    session = Session(refresh.session, user.id, refresh.hashed, None, now, now + SESSION_SECONDS)
    companion.database.write(sessions.add, session)
    return {
        ACCESS_COOKIE: access_token(companion.key, user.id, session.id, now),
        REFRESH_COOKIE: refresh.text,
    }


def renew(companion: Companion, text: str) -> tuple[User, dict[str, str | None]]:
    """Return the user of a refresh token and the cookies that take the old ones' place. Raises ApiError."""
    shown = read_refresh(text)
    fresh = new_refresh(shown.session)
    outcome = companion.database.write(
        sessions.rotate, shown.session, shown.hashed, fresh.hashed, companion.now
    )
    session = companion.database.read(sessions.by_id, shown.session)
    user = companion.database.read(users.by_id, session.user_id) if session else None
    if outcome == "refused" or session is None or user is None:
        raise signed_out()
    access = access_token(companion.key, user.id, session.id, companion.now)
    cookies: dict[str, str | None] = {ACCESS_COOKIE: access}
    return user, cookies | ({REFRESH_COOKIE: fresh.text} if outcome == "rotated" else {})


def too_many(wait: int) -> ApiError:
    """Too many guesses were wrong."""
    return ApiError(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many_guesses",
        f"That was wrong too often; try again in {wait} s.",
        seconds=wait,
    )
