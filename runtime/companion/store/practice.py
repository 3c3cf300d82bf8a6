"""When somebody practised."""

from __future__ import annotations

from sqlite3 import Connection

MOMENTS = """
SELECT time FROM submissions WHERE user_id = :user
UNION ALL SELECT time FROM attempts WHERE user_id = :user
"""


def moments(connection: Connection, user_id: str) -> list[int]:
    """Return when a user handed a program in or answered a question, in milliseconds since 1970."""
    return [time for (time,) in connection.execute(MOMENTS, {"user": user_id})]
