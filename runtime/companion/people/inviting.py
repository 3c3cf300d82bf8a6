"""Codes that let students into classes."""

from __future__ import annotations

from http import HTTPStatus

from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError
from runtime.companion.people.signing_in import too_many
from runtime.companion.store import classes, guesses
from runtime.companion.store.classes import Class
from runtime.companion.store.guesses import guesses as guesses_at

# Whoever has no account yet; no name has this sign.
NOBODY = "\0"


def invited(companion: Companion, code: str, address: str, who: str) -> Class:
    """Return the class of a code. Raises ApiError; guesses at codes are counted like those at passwords."""
    places = guesses_at(who, address)
    if who == NOBODY:  # newcomers at other computers must not wait for a guesser at this one
        places = [place for place in places if place.kind != "name"]
    wait = companion.database.write(guesses.begin, places, companion.now)
    if wait:
        raise too_many(wait)
    found = companion.database.read(classes.by_invite, code.strip().lower())
    if found is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "wrong_code", "No class has this code.")
    companion.database.write(guesses.succeed, places)
    return found
