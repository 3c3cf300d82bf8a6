"""Cards that students sign in with: of each the hash of what is written on it."""

from __future__ import annotations

from sqlite3 import Connection


def give(connection: Connection, cards: dict[str, str], now: int) -> None:
    """Give users cards, by id with the card's hash; an older card of theirs is no longer good."""
    connection.executemany(
        "INSERT INTO cards VALUES (?, ?, ?) "
        "ON CONFLICT (user_id) DO UPDATE SET hashed = excluded.hashed, made = excluded.made",
        [(user_id, hashed, now) for user_id, hashed in cards.items()],
    )


def owner(connection: Connection, hashed: str) -> str | None:
    """Return the id of the user whose card this is."""
    row = connection.execute("SELECT user_id FROM cards WHERE hashed = ?", (hashed,)).fetchone()
    return None if row is None else str(row["user_id"])
