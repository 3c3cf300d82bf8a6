"""The log of what learners did: events come in, once each, and the derived tables follow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from runtime.companion.store.derived import derive


@dataclass(frozen=True)
class TakenIn:
    """How many events were new and how many were here; the ids of those that are somebody else's."""

    taken: int
    known: int
    foreign: list[str]


def take_in(connection: Connection, user_id: str, events: Iterable[Mapping[str, Any]], now: int) -> TakenIn:
    """Add the events that are not here yet as that user's; `now` is in milliseconds since 1970."""
    taken, known, foreign = 0, 0, []
    for event in events:
        added = connection.execute(
            "INSERT OR IGNORE INTO events (id, user_id, type, received, event) VALUES (?, ?, ?, ?, ?)",
            (event["id"], user_id, event["type"], now, json.dumps(event)),
        ).rowcount
        if added:
            derive(connection, user_id, event)
            taken += 1
        elif _owner(connection, event["id"]) == user_id:
            known += 1
        else:
            foreign.append(event["id"])
    return TakenIn(taken, known, foreign)


@dataclass(frozen=True)
class Part:
    """Some of a user's events in the order in which they came; `known`: what they follow is here."""

    events: list[Any]
    known: bool
    more: bool


def of_user(connection: Connection, user_id: str, after: str | None, most: int, letters: int) -> Part:
    """Return what came after an event of the user, from the first on when that is not here (any more).

    At most so many events, and no further one once they have this many letters.
    """
    query = "SELECT number FROM events WHERE id = ? AND user_id = ?"
    found = connection.execute(query, (after, user_id)).fetchone()
    rows = connection.execute(
        "SELECT event FROM events WHERE user_id = ? AND number > ? ORDER BY number LIMIT ?",
        (user_id, found["number"] if found else 0, most + 1),
    )
    texts: list[str] = []
    more = False
    for row in rows:
        more = len(texts) == most or sum(map(len, texts)) >= letters
        if more:
            break
        texts.append(row["event"])
    return Part([json.loads(text) for text in texts], found is not None or after is None, more)


def _owner(connection: Connection, event_id: str) -> str:
    found: str = connection.execute("SELECT user_id FROM events WHERE id = ?", (event_id,)).fetchone()[0]
    return found
