"""How often a password was guessed wrong, and how long one has to wait before the next guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

FORGET_SECONDS = 15 * 60
MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Limit:
    """`free` guesses cost nothing; then the wait doubles with each, up to `longest` seconds."""

    free: int
    longest: int


# The first is one name at one computer, so that nobody can keep a classmate out from elsewhere. The others
# stop a guesser with many computers or many names; they allow for a whole class that signs in at once.
LIMITS = {"name and address": Limit(5, 60), "name": Limit(30, 15), "address": Limit(150, 5)}


@dataclass(frozen=True)
class Guess:
    """One place where guesses are counted."""

    kind: str
    place: str


def guesses(name_key: str, address: str) -> list[Guess]:
    """Return where a guess at a name from an address counts.

    >>> [guess.kind for guess in guesses("anna", "127.0.0.1")]
    ['name and address', 'name', 'address']
    """
    places = (f"{address} {name_key}", name_key, address)
    return [Guess(kind, place) for kind, place in zip(LIMITS, places, strict=True)]


def begin(connection: Connection, places: Iterable[Guess], now: int) -> int:
    """Count a guess as wrong before it is looked at, and return 0; or the seconds to wait, and count nothing.

    Counted afterwards, a hundred guesses at the same moment would all be the first.
    """
    # After a clock was set back the latest guess lies ahead, and nobody's wait would ever end.
    connection.execute("UPDATE guesses SET latest = ? WHERE latest > ?", (now, now))
    connection.execute("DELETE FROM guesses WHERE latest < ?", (now - FORGET_SECONDS,))
    places = list(places)
    wait = max(_wait(connection, place, now) for place in places)
    if wait == 0:
        for place in places:
            connection.execute(
                "INSERT INTO guesses VALUES (?, ?, 1, ?) "
                "ON CONFLICT DO UPDATE SET failures = failures + 1, latest = excluded.latest",
                (place.kind, place.place, now),
            )
    return wait


def succeed(connection: Connection, places: Iterable[Guess]) -> None:
    """Take back the count of a right guess; the wrong ones of this name at this address are forgotten."""
    for place in places:
        if place.kind == "name and address":
            connection.execute("DELETE FROM guesses WHERE kind = ? AND place = ?", (place.kind, place.place))
        else:
            connection.execute(
                "UPDATE guesses SET failures = failures - 1 WHERE kind = ? AND place = ?",
                (place.kind, place.place),
            )


def _wait(connection: Connection, guess: Guess, now: int) -> int:
    row = connection.execute(
        "SELECT failures, latest FROM guesses WHERE kind = ? AND place = ?", (guess.kind, guess.place)
    ).fetchone()
    limit = LIMITS[guess.kind]
    if row is None or row["failures"] < limit.free:
        return 0
    longest = min(limit.longest, 2 ** min(row["failures"] - limit.free, MOST_DOUBLINGS))
    return int(max(row["latest"] + longest - now, 0))
