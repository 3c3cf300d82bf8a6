"""The two tokens of a session: a short-lived JWT that says who is asking, and one for the next such token."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import jwt

from builder.problems import UserError

ALGORITHM = "HS256"
ACCESS_SECONDS = 15 * 60
# A school day: on a shared PC nobody should find yesterday's learner still signed in.
SESSION_SECONDS = 12 * 60 * 60
KEY_BYTES = 32


@dataclass(frozen=True)
class Refresh:
    """A refresh token: which session it is for, and what only its browser knows."""

    session: str
    secret: str

    @property
    def text(self) -> str:
        """The token as the browser keeps it."""
        return f"{self.session}.{self.secret}"

    @property
    def hashed(self) -> str:
        """The token as it is kept here: who reads the database cannot use it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def new_refresh(session: str) -> Refresh:
    """Return a fresh refresh token for a session."""
    return Refresh(session, secrets.token_urlsafe(KEY_BYTES))


def read_refresh(text: str) -> Refresh:
    """Return what a browser's refresh token says; nothing in it is believed yet."""
    session, _, secret = text.partition(".")
    return Refresh(session, secret)


def access_token(key: bytes, user_id: str, session: str, now: int) -> str:
    """Return a signed token that is good for a quarter of an hour from `now`, in seconds since 1970."""
    claims = {"sub": user_id, "sid": session, "iat": now, "exp": now + ACCESS_SECONDS}
    return jwt.encode(claims, key, ALGORITHM)


def read_access(key: bytes, token: str, now: int) -> tuple[str, str] | None:
    """Return the ids of user and session in a token of ours, or None when it is not good any more."""
    # Its times are compared with the clock that we are given, not with PyJWT's own.
    try:
        claims = jwt.decode(
            token,
            key,
            [ALGORITHM],
            options={"require": ["sub", "sid", "exp"], "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError:
        return None
    # A token from far ahead was made before the clock was set back.
    if not now < claims["exp"] <= now + ACCESS_SECONDS:
        return None
    return claims["sub"], claims["sid"]


def secret_key(path: Path) -> bytes:
    """Return the key that tokens are signed with; at first start it is made, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    except OSError as error:
        raise UserError(
            f"{path} cannot be written ({error.strerror}); name another place with --data"
        ) from error
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(descriptor)
    return key


def _read_key(path: Path) -> bytes:
    try:
        path.chmod(0o600)
        key = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be read ({error.strerror}); give this user the right to read it"
        ) from error
    if len(key) != KEY_BYTES:
        raise UserError(f"{path} is damaged; delete it and start again: everybody signs in anew")
    return key
