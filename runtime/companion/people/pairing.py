"""What pairs a page from a stick: codes to be typed, and the tokens that they are changed for."""

from __future__ import annotations

import hashlib
import secrets

from runtime.companion.people.secrets import LETTERS
from runtime.companion.people.tokens import KEY_BYTES

CODE_LETTERS = 6


def new_code() -> str:
    """Return a code of six letters that nobody reads wrong."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def read_code(typed: str) -> str:
    """Return the code that somebody means.

    >>> read_code(" ABC def ")
    'abcdef'
    """
    return "".join(typed.split()).lower()


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(KEY_BYTES)


def hashed_token(token: str) -> str:
    """Return the token as it is kept: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
