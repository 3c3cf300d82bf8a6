"""What a database hands on when a backup takes its place: licences and time must not go back with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from runtime.companion.store import license as licences
from runtime.companion.store import notes
from runtime.companion.store.license import KeptLicence


@dataclass(frozen=True)
class Carried:
    """All licences that were ever put in, and what is known of time."""

    licences: list[KeptLicence] = field(default_factory=list)
    calendar: dict[str, Any] | None = None


def carried(connection: Connection) -> Carried:
    """Return what a database hands on; one that is older than licences has nothing."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'notes'").fetchone():
        return Carried()
    return Carried(licences.everything(connection), notes.read(connection, "calendar"))


def carry_over(connection: Connection, before: Carried) -> None:
    """Make a restored database ready: it takes over what must not go back, and nobody is signed in."""
    connection.execute("DELETE FROM sessions")
    # Another data folder has another key, and no device would be known by its hash.
    connection.execute("DELETE FROM seats")
    # What was taken back since the backup was made must not come to life again.
    connection.execute("DELETE FROM pairings")
    connection.execute("DELETE FROM pairing_codes")
    licences.carry_over(connection, before.licences)
    own = notes.read(connection, "calendar")
    later = [each for each in (own, before.calendar) if each is not None]
    if later:
        notes.write(connection, "calendar", max(later, key=lambda note: float(note["latest"])))
