"""Pages from sticks that may bring work in for somebody; of what they show only a hash is kept."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection


@dataclass(frozen=True)
class Pairing:
    """A page that was paired; `name` is what its owner calls the place, times are seconds since 1970."""

    id: str
    user_id: str
    name: str
    created: int
    seen: int


COLUMNS = "id, user_id, name, created, seen"
# How often a pairing that is used is written down as seen.
SEEN_SECONDS = 60 * 60


def add_code(connection: Connection, code: str, user_id: str, expires: int) -> None:
    """Keep a code that pairs a page with a user until it expires; the user's one before is good no longer."""
    connection.execute("DELETE FROM pairing_codes WHERE user_id = ?", (user_id,))
    connection.execute("INSERT OR REPLACE INTO pairing_codes VALUES (?, ?, ?)", (code, user_id, expires))


def use_code(connection: Connection, code: str, now: int) -> str | None:
    """Return whose code this is, once; None when it is nobody's, or too old."""
    connection.execute("DELETE FROM pairing_codes WHERE expires < ?", (now,))
    found = connection.execute(
        "DELETE FROM pairing_codes WHERE code = ? RETURNING user_id", (code,)
    ).fetchone()
    return found["user_id"] if found else None


def add(connection: Connection, pairing: Pairing, hashed: str) -> None:
    """Keep a pairing and the hash of its token."""
    connection.execute(
        f"INSERT INTO pairings ({COLUMNS}, token) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608  (our own words)
        (pairing.id, pairing.user_id, pairing.name, pairing.created, pairing.seen, hashed),
    )


def by_token(connection: Connection, hashed: str) -> Pairing | None:
    """Return the pairing whose token has this hash."""
    query = f"SELECT {COLUMNS} FROM pairings WHERE token = ?"  # noqa: S608  (our own words)
    row = connection.execute(query, (hashed,)).fetchone()
    return Pairing(*row) if row else None


def owner(connection: Connection, pairing_id: str) -> str | None:
    """Return whose pairing it is."""
    row = connection.execute("SELECT user_id FROM pairings WHERE id = ?", (pairing_id,)).fetchone()
    return row["user_id"] if row else None


def of_user(connection: Connection, user_id: str) -> list[Pairing]:
    """Return a user's pairings, the latest first."""
    query = f"SELECT {COLUMNS} FROM pairings WHERE user_id = ? ORDER BY created DESC, id"  # noqa: S608  (ours)
    return [Pairing(*row) for row in connection.execute(query, (user_id,))]


def note(connection: Connection, pairing_id: str, now: int) -> None:
    """Write down that a pairing is used."""
    connection.execute("UPDATE pairings SET seen = ? WHERE id = ?", (now, pairing_id))


def remove(connection: Connection, pairing_id: str) -> None:
    """End a pairing: its token is good no longer."""
    connection.execute("DELETE FROM pairings WHERE id = ?", (pairing_id,))


def remove_of(connection: Connection, user_id: str) -> None:
    """End all pairings of a user, and what could become one."""
    connection.execute("DELETE FROM pairings WHERE user_id = ?", (user_id,))
    connection.execute("DELETE FROM pairing_codes WHERE user_id = ?", (user_id,))
