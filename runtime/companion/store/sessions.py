"""Who is signed in where. A session's refresh token is good for one use; only its hash is kept."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, Row
from typing import Literal

# A second tab, or a browser that never got our answer, asks with the token before.
GRACE_SECONDS = 30
# A school day, and an hour by which a clock may be put right.
LONGEST_SECONDS = 13 * 60 * 60
Outcome = Literal["rotated", "kept", "refused"]


@dataclass(frozen=True)
class Session:
    """One browser where somebody is signed in; times are seconds since 1970.

    One that lasts for longer than any was begun before the clock was set back, and has ended.
    """

    id: str
    user_id: str
    refresh: str
    previous: str | None
    rotated: int
    expires: int

    def lasts(self, now: int) -> bool:
        """Whether its tokens are good still."""
        return now <= self.expires <= now + LONGEST_SECONDS


def add(connection: Connection, session: Session) -> None:
    """Keep a new session, and forget those that have ended."""
    connection.execute("DELETE FROM sessions WHERE expires < ?", (session.rotated,))
    connection.execute(
        "INSERT INTO sessions (id, user_id, refresh, rotated, expires) VALUES (?, ?, ?, ?, ?)",
        (session.id, session.user_id, session.refresh, session.rotated, session.expires),
    )


def by_id(connection: Connection, session_id: str) -> Session | None:
    """Return a session, whether it has ended or not."""
    row = connection.execute("SELECT * FROM sessions WHERE id = ?", (session_id,)).fetchone()
    return _session(row) if row else None


def end(connection: Connection, session_id: str) -> None:
    """End a session: none of its tokens is good any more."""
    connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))


def end_shown(connection: Connection, session_id: str, shown: str) -> None:
    """End the session whose latest refresh token, or the one before, was shown; it is a hash."""
    connection.execute(
        "DELETE FROM sessions WHERE id = ? AND (refresh = ? OR previous = ?)", (session_id, shown, shown)
    )


def rotate(connection: Connection, session_id: str, shown: str, fresh: str, now: int) -> Outcome:
    """Put a fresh token in the place of the one that was shown; both are hashes.

    A token that was replaced before, or never was one, ends the session: someone has copied it.
    """
    session = by_id(connection, session_id)
    if session is None or not session.lasts(now):
        return "refused"
    if shown == session.previous and 0 <= now - session.rotated <= GRACE_SECONDS:
        return "kept"
    if shown != session.refresh:
        end(connection, session_id)
        return "refused"
    connection.execute(
        "UPDATE sessions SET refresh = ?, previous = ?, rotated = ? WHERE id = ?",
        (fresh, shown, now, session_id),
    )
    return "rotated"


def _session(row: Row) -> Session:
    return Session(row["id"], row["user_id"], row["refresh"], row["previous"], row["rotated"], row["expires"])
