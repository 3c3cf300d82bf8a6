"""Classes: who learns and who teaches where."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, IntegrityError, Row

from runtime.companion.store import users
from runtime.companion.store.users import NameTaken, NewUser, User

COLUMNS = "classes.id, classes.name, classes.invite"
PRESENT = "classes.archived IS NULL"
# Two of the same class, where the one asked for is there still.
TOGETHER = """
SELECT 1 FROM enrollments AS own JOIN enrollments AS other USING (class_id)
JOIN classes ON classes.id = class_id
WHERE own.user_id = ? AND other.user_id = ? AND classes.archived IS NULL
"""
TAUGHT = """
SELECT 1 FROM enrollments JOIN classes ON classes.id = class_id
WHERE user_id = ? AND class_id = ? AND classes.archived IS NULL
"""


@dataclass(frozen=True)
class Class:
    """One class; `invite` is the code that lets students join, None while nobody may."""

    id: str
    name: str
    invite: str | None


def add(connection: Connection, new: Class, key: str, now: int) -> Class:
    """Add a class; `key` is its name as it is compared. Raises NameTaken."""
    row = (new.id, new.name, key, new.invite, now)
    try:
        connection.execute(
            "INSERT INTO classes (id, name, name_key, invite, created) VALUES (?, ?, ?, ?, ?)", row
        )
    except IntegrityError as error:
        raise NameTaken from error
    return new


def by_id(connection: Connection, class_id: str) -> Class | None:
    """Return a class that is not archived."""
    query = f"SELECT {COLUMNS} FROM classes WHERE id = ? AND {PRESENT}"  # noqa: S608  (our own words)
    return _class(connection.execute(query, (class_id,)).fetchone())


def by_invite(connection: Connection, invite: str) -> Class | None:
    """Return the class that a code invites to."""
    query = f"SELECT {COLUMNS} FROM classes WHERE invite = ? AND {PRESENT}"  # noqa: S608  (our own words)
    return _class(connection.execute(query, (invite,)).fetchone())


def all_classes(connection: Connection) -> list[Class]:
    """Return all classes, by name."""
    query = f"SELECT {COLUMNS} FROM classes WHERE {PRESENT} ORDER BY name_key"  # noqa: S608  (our own words)
    return [found for row in connection.execute(query) if (found := _class(row))]


def of_user(connection: Connection, user_id: str) -> list[Class]:
    """Return the classes where a person learns or teaches, by name."""
    query = (
        f"SELECT {COLUMNS} FROM classes JOIN enrollments ON class_id = classes.id "  # noqa: S608  (our own words)
        f"WHERE user_id = ? AND {PRESENT} ORDER BY name_key"
    )
    return [found for row in connection.execute(query, (user_id,)) if (found := _class(row))]


def together(connection: Connection, one: str, other: str) -> bool:
    """Whether two people are in one class."""
    return connection.execute(TOGETHER, (one, other)).fetchone() is not None


def has(connection: Connection, class_id: str, user_id: str) -> bool:
    """Whether a person learns or teaches in a class."""
    return connection.execute(TAUGHT, (user_id, class_id)).fetchone() is not None


def rename(connection: Connection, class_id: str, name: str, key: str) -> None:
    """Give a class another name. Raises NameTaken."""
    try:
        connection.execute("UPDATE classes SET name = ?, name_key = ? WHERE id = ?", (name, key, class_id))
    except IntegrityError as error:
        raise NameTaken from error


def set_invite(connection: Connection, class_id: str, invite: str | None) -> None:
    """Give a class another code, or none."""
    connection.execute("UPDATE classes SET invite = ? WHERE id = ?", (invite, class_id))


def archive(connection: Connection, class_id: str, now: int) -> None:
    """Put a class away: its students and their work stay, nobody can join it."""
    connection.execute("UPDATE classes SET archived = ?, invite = NULL WHERE id = ?", (now, class_id))


def enroll(connection: Connection, class_id: str, user_id: str, now: int) -> None:
    """Take a person into a class; one who is there stays."""
    connection.execute("INSERT OR IGNORE INTO enrollments VALUES (?, ?, ?)", (class_id, user_id, now))


def leave(connection: Connection, class_id: str, user_id: str) -> None:
    """Take a person out of a class."""
    connection.execute("DELETE FROM enrollments WHERE class_id = ? AND user_id = ?", (class_id, user_id))


def add_members(connection: Connection, class_id: str, new: list[NewUser], now: int) -> list[User]:
    """Add people and take them into a class, all of them or none. Raises NameTaken."""
    added = [users.add(connection, user, now) for user in new]
    for user in added:
        enroll(connection, class_id, user.id, now)
    return added


def add_taught(connection: Connection, new: Class, key: str, teacher: str, now: int) -> Class:
    """Add a class and its teacher. Raises NameTaken."""
    add(connection, new, key, now)
    enroll(connection, new.id, teacher, now)
    return new


def _class(row: Row | None) -> Class | None:
    return None if row is None else Class(row["id"], row["name"], row["invite"])
