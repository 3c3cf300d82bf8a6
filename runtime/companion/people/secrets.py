"""Passwords and PINs: what may be one, new ones, and the only form in which they are kept."""

from __future__ import annotations

import re
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runtime.companion.store.users import Role

PIN = re.compile(r"[0-9]{4,8}")
LONGEST = 200
SHORTEST = {"student": 6, "teacher": 8, "admin": 8}
# Nothing that is read wrong from a board or from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
PIN_DIGITS, PASSWORD_LETTERS, INVITE_LETTERS = 4, 12, 6
# Twice the memory and the work that OWASP names as the least; a tenth of a second on a PC of 2015.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def check_secret(role: Role, secret: str) -> None:
    """Raise ValueError when this cannot be the password or PIN of somebody in that role."""
    if role == "student" and PIN.fullmatch(secret):
        return
    if re.fullmatch(r"[0-9]*", secret):
        raise ValueError(
            "A PIN has 4 to 8 digits." if role == "student" else "A password is not digits alone."
        )
    if not SHORTEST[role] <= len(secret) <= LONGEST:
        raise ValueError(f"A password has {SHORTEST[role]} to {LONGEST} signs.")


def new_secret(role: Role) -> str:
    """Return a PIN for a student, a password for others.

    >>> len(new_secret("student"))
    4
    """
    if role == "student":
        return "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))
    return "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LETTERS))


def new_invite() -> str:
    """Return a code that lets students join a class."""
    return "".join(secrets.choice(LETTERS) for _ in range(INVITE_LETTERS))


def hash_secret(secret: str) -> str:
    """Return the form in which a password is kept (Argon2id). Takes a tenth of a second."""
    return HASHER.hash(secret)


def is_secret(hashed: str | None, secret: str) -> bool:
    """Whether this is the password; without a hash the answer is no, and takes as long."""
    try:
        return HASHER.verify(hashed or _nobodys(), secret) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_hex())
