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


def _owner(connection: Connection, event_id: str) -> str:
    found: str = connection.execute("SELECT user_id FROM events WHERE id = ?", (event_id,)).fetchone()[0]
    return found
