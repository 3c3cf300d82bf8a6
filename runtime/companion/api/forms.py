"""Values of requests made ready for the store, and values of the store made ready to be sent."""

from __future__ import annotations

from uuid import uuid4

from runtime.companion.errors import unfit
from runtime.companion.people.names import clean_name, name_key
from runtime.companion.people.secrets import check_secret, hash_secret
from runtime.companion.route import Json
from runtime.companion.store.users import NewUser, Role, User


def user_json(user: User) -> Json:
    """Return what others may know of a user."""
    return {"id": user.id, "name": user.name, "role": user.role}


def checked_name(name: str) -> tuple[str, str]:
    """Return a name as it is kept and as it is compared. Raises ApiError."""
    try:
        clean = clean_name(name)
    except ValueError as error:
        raise unfit(str(error), "/name") from error
    return clean, name_key(clean)


def checked_secret(role: Role, secret: str) -> str:
    """Return a password or PIN that somebody in that role may have. Raises ApiError."""
    try:
        check_secret(role, secret)
    except ValueError as error:
        raise unfit(str(error), "/secret") from error
    return secret


def new_user(name: str, role: Role, secret: str) -> NewUser:
    """Return a person who can be added; takes as long as hashing does. Raises ApiError."""
    clean, key = checked_name(name)
    return NewUser(str(uuid4()), clean, key, role, hash_secret(checked_secret(role, secret)))
