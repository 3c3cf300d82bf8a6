"""Small things that the companion has to remember from one start to the next."""

from __future__ import annotations

import json
from sqlite3 import Connection
from typing import Any, Literal

Name = Literal["calendar", "maintenance"]


def read(connection: Connection, name: Name) -> dict[str, Any] | None:
    """Return what was written down under a name."""
    row = connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
    value: dict[str, Any] | None = json.loads(row[0]) if row else None
    return value


def write(connection: Connection, name: Name, value: dict[str, Any]) -> None:
    """Write something down in the place of what was there."""
    connection.execute(
        "INSERT INTO notes VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        (name, json.dumps(value)),
    )
