"""The users of a school."""

from __future__ import annotations

from http import HTTPStatus
from sqlite3 import Connection

from runtime.companion.api.forms import checked_name, checked_secret, new_user, user_json
from runtime.companion.errors import ApiError, forbidden, name_taken, not_found
from runtime.companion.people.secrets import hash_secret, new_secret
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import NAME, ROLE, SECRET, USER, WITH_SECRET, array, record
from runtime.companion.store import users
from runtime.companion.store.users import NameTaken, User


def everybody(call: Call) -> Json:
    """List all users."""
    return {"users": [user_json(user) for user in call.companion.database.read(users.everybody)]}


def add(call: Call) -> Json:
    """Add a user; the answer is the only place where a secret that we chose is ever shown."""
    role = call.body["role"]
    secret = call.body.get("secret") or new_secret(role)
    new = new_user(call.body["name"], role, secret)
    try:
        user = call.companion.database.write(users.add, new, call.companion.now)
    except NameTaken as error:
        raise name_taken() from error
    return {"user": user_json(user), "secret": secret}


def rename(call: Call) -> Json:
    """Give a user another name."""
    user = found_user(call)
    name, key = checked_name(call.body["name"])
    try:
        call.companion.database.write(users.rename, user.id, name, key)
    except NameTaken as error:
        raise name_taken() from error
    return {"user": user_json(User(user.id, name, user.role, ""))}


def reset(call: Call) -> Json:
    """Give a user another password or PIN, and sign them out everywhere."""
    user = found_user(call)
    secret = checked_secret(user.role, call.body.get("secret") or new_secret(user.role))
    call.companion.database.write(users.set_secret, user.id, hash_secret(secret))
    return {"user": user_json(user), "secret": secret}


def archive(call: Call) -> None:
    """Let a user leave; what they did is kept."""
    user = found_user(call)
    if user.id == call.me.id:
        raise forbidden()
    try:
        call.companion.database.write(_archive, user, call.companion.now)
    except LastAdminError as error:
        raise ApiError(HTTPStatus.CONFLICT, "last_admin", "Somebody has to stay an admin.") from error


class LastAdminError(Exception):
    """Nobody would be an admin any more."""


def _archive(connection: Connection, user: User, now: int) -> None:
    # Two admins who archive each other at the same moment: the second finds that they are the last.
    if user.role == "admin" and users.admins(connection) == 1:
        raise LastAdminError
    users.archive(connection, user.id, now)


def found_user(call: Call) -> User:
    """Return the user of the path. Raises ApiError."""
    user = call.companion.database.read(users.by_id, call.path["user_id"])
    if user is None:
        raise not_found("user")
    return user


ROUTES = (
    Route("GET", "/users", Access.ADMIN, everybody, "All users", record(users=array(USER))),
    Route(
        "POST", "/users", Access.ADMIN, add, "Add a user; without a secret a new one is made",
        WITH_SECRET, record(("secret",), name=NAME, role=ROLE, secret=SECRET), HTTPStatus.CREATED, slow=True,
    ),
    Route(
        "PATCH", "/users/{user_id}", Access.STUDENT_TEACHER, rename, "Rename a user",
        record(user=USER), record(name=NAME),
    ),
    Route(
        "POST", "/users/{user_id}/reset", Access.STUDENT_TEACHER, reset,
        "Give a user another password or PIN; without a secret a new one is made",
        WITH_SECRET, record(("secret",), secret=SECRET), slow=True,
    ),
    Route(
        "DELETE", "/users/{user_id}", Access.ADMIN, archive, "Archive a user; what they did is kept",
        status=HTTPStatus.NO_CONTENT,
    ),
)  # fmt: skip
