"""Who is who."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, IntegrityError, Row
from typing import Literal, cast

from runtime.companion.store import pairings

Role = Literal["student", "teacher", "admin"]
COLUMNS = "users.id, users.name, users.role, users.secret"
PRESENT = "users.archived IS NULL"


class NameTaken(Exception):  # noqa: N818  (it is an answer, not a fault)
    """Somebody, or a class, has this name already."""


class NotFirst(Exception):  # noqa: N818  (it is an answer, not a fault)
    """There are users already."""


@dataclass(frozen=True)
class User:
    """One person; `secret` is the hash of the password or PIN."""

    id: str
    name: str
    role: Role
    secret: str


@dataclass(frozen=True)
class NewUser:
    """A person who is to be added; `key` is the name as it is compared."""

    id: str
    name: str
    key: str
    role: Role
    secret: str


def any_user(connection: Connection) -> bool:
    """Whether anybody was ever added."""
    return connection.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None


def add(connection: Connection, user: NewUser, now: int) -> User:
    """Add a person. Raises NameTaken."""
    row = (user.id, user.name, user.key, user.role, user.secret, now)
    try:
        connection.execute(
            "INSERT INTO users (id, name, name_key, role, secret, created) VALUES (?, ?, ?, ?, ?, ?)", row
        )
    except IntegrityError as error:
        raise NameTaken from error
    return User(user.id, user.name, user.role, user.secret)


def add_first(connection: Connection, user: NewUser, now: int) -> User:
    """Add the first person of all. Raises NotFirst; of two at the same moment one comes second."""
    if any_user(connection):
        raise NotFirst
    return add(connection, user, now)


def by_id(connection: Connection, user_id: str) -> User | None:
    """Return a person who has not left."""
    query = f"SELECT {COLUMNS} FROM users WHERE id = ? AND {PRESENT}"  # noqa: S608  (our own words)
    return _user(connection.execute(query, (user_id,)).fetchone())


def by_key(connection: Connection, key: str) -> User | None:
    """Return the person of a name, as it is compared."""
    query = f"SELECT {COLUMNS} FROM users WHERE name_key = ? AND {PRESENT}"  # noqa: S608  (our own words)
    return _user(connection.execute(query, (key,)).fetchone())


def everybody(connection: Connection) -> list[User]:
    """Return all who have not left, by name."""
    query = f"SELECT {COLUMNS} FROM users WHERE {PRESENT} ORDER BY name_key"  # noqa: S608  (our own words)
    return [user for row in connection.execute(query) if (user := _user(row))]


def in_class(connection: Connection, class_id: str) -> list[User]:
    """Return who learns or teaches in a class, by name."""
    query = (
        f"SELECT {COLUMNS} FROM users JOIN enrollments ON user_id = users.id "  # noqa: S608  (our own words)
        f"WHERE class_id = ? AND {PRESENT} ORDER BY name_key"
    )
    return [user for row in connection.execute(query, (class_id,)) if (user := _user(row))]


def taken(connection: Connection, keys: list[str]) -> set[str]:
    """Return which of these names somebody has."""
    return {key for key in keys if by_key(connection, key)}


def rename(connection: Connection, user_id: str, name: str, key: str) -> None:
    """Give a person another name. Raises NameTaken."""
    try:
        connection.execute("UPDATE users SET name = ?, name_key = ? WHERE id = ?", (name, key, user_id))
    except IntegrityError as error:
        raise NameTaken from error


def set_secret(connection: Connection, user_id: str, secret: str) -> None:
    """Give a person another password or PIN, hashed; whoever is signed in with the old one is out."""
    connection.execute("UPDATE users SET secret = ? WHERE id = ?", (secret, user_id))
    connection.execute("DELETE FROM sessions WHERE user_id = ?", (user_id,))
    pairings.remove_of(connection, user_id)


def archive(connection: Connection, user_id: str, now: int) -> None:
    """Let a person leave: what they did stays, they cannot come in."""
    connection.execute("UPDATE users SET archived = ? WHERE id = ?", (now, user_id))
    connection.execute("DELETE FROM sessions WHERE user_id = ?", (user_id,))
    pairings.remove_of(connection, user_id)


def admins(connection: Connection) -> int:
    """Count the admins who have not left."""
    query = f"SELECT count(*) FROM users WHERE role = 'admin' AND {PRESENT}"  # noqa: S608  (our own words)
    return int(connection.execute(query).fetchone()[0])


def _user(row: Row | None) -> User | None:
    return None if row is None else User(row["id"], row["name"], cast(Role, row["role"]), row["secret"])
