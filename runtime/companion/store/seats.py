"""The devices that a licence counts, each by a hash that says nothing about it."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

DAY = 24 * 60 * 60
IDLE_SECONDS = 60 * DAY
"""A device that nobody has used for so long needs its seat no longer."""
PLACE = "SELECT count(*) FROM seats WHERE (since, fingerprint) < (?, ?)"


@dataclass(frozen=True)
class Seat:
    """One device; times are seconds since 1970."""

    fingerprint: str
    since: int
    seen: int


def occupy(connection: Connection, fingerprint: str, seats: int, now: int) -> bool:
    """Give a device a seat, or keep it in the one it has; False when all are taken."""
    row = connection.execute("SELECT * FROM seats WHERE fingerprint = ?", (fingerprint,)).fetchone()
    if row is not None:
        connection.execute("UPDATE seats SET seen = ? WHERE fingerprint = ?", (now, fingerprint))
        return _place(connection, fingerprint, row["since"]) < seats
    connection.execute("DELETE FROM seats WHERE seen < ?", (now - IDLE_SECONDS,))
    if used(connection) >= seats:
        return False
    connection.execute("INSERT INTO seats VALUES (?, ?, ?)", (fingerprint, now, now))
    return True


def find(connection: Connection, fingerprint: str, seats: int) -> Seat | None:
    """Return the seat of a device, None when it has none among so many."""
    row = connection.execute("SELECT * FROM seats WHERE fingerprint = ?", (fingerprint,)).fetchone()
    if row is None or _place(connection, fingerprint, row["since"]) >= seats:
        return None
    return Seat(*row)


def used(connection: Connection) -> int:
    """Count the devices."""
    return int(connection.execute("SELECT count(*) FROM seats").fetchone()[0])


def listing(connection: Connection) -> list[Seat]:
    """Return all devices, the first one first."""
    return [Seat(*row) for row in connection.execute("SELECT * FROM seats ORDER BY since, fingerprint")]


def free(connection: Connection, fingerprint: str) -> bool:
    """Take a device off the list; False when it is not there."""
    return connection.execute("DELETE FROM seats WHERE fingerprint = ?", (fingerprint,)).rowcount > 0


def _place(connection: Connection, fingerprint: str, since: int) -> int:
    """Return how many devices came before: a licence with fewer seats leaves them to the first."""
    return int(connection.execute(PLACE, (since, fingerprint)).fetchone()[0])
