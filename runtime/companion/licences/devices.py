"""Whether a device may teach. A device is a browser, known by a number drawn by lot and by nothing else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http import HTTPStatus

from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError
from runtime.companion.licences.school import held
from runtime.companion.store import seats
from runtime.companion.store.seats import DAY

DEVICE_COOKIE = "ks_device"
# As long as browsers keep a cookie.
DEVICE_SECONDS = 400 * DAY
LONGEST = 64


def new_device() -> str:
    """Return a number for a browser that has none."""
    return secrets.token_hex(16)


def fingerprint(companion: Companion, device: str) -> str:
    """Return what is kept of a device: a hash that only this school can make, and nobody turn back."""
    return _hash(companion, "device", device[:LONGEST])


def admit(companion: Companion, device: str | None, session: str | None) -> str | None:
    """Return the number that a browser is to keep, if it needs one, so that it may teach.

    Raises ApiError when the licence has ended, or all its seats are taken. Whoever signs up has no session
    yet, and needs no seat for that.
    """
    school = held(companion)
    if not school.teaching:
        message = "The school's licence has ended. All work can still be seen and taken along."
        raise ApiError(HTTPStatus.FORBIDDEN, "licence_over", message)
    if school.seats == 0 or session is None:
        return None
    # A program that keeps no cookies is one device for as long as it is signed in, and not one each time.
    number = device or _hash(companion, "session", session)
    if not take_seat(companion, number, school.seats):
        raise no_seat()
    return None if device else number


def take_seat(companion: Companion, device: str, most: int) -> bool:
    """Give a device one of so many seats, if it has none; False when all are taken."""
    hashed = fingerprint(companion, device)
    seat = companion.database.read(seats.find, hashed, most)
    if seat is not None and abs(companion.now - seat.seen) < DAY:
        return True
    return companion.database.write(seats.occupy, hashed, most, companion.now)


def no_seat() -> ApiError:
    """Return the refusal of a device too many."""
    message = "All seats of the school's licence are taken; the admin can free one."
    return ApiError(HTTPStatus.FORBIDDEN, "licence_seats", message)


def _hash(companion: Companion, purpose: str, text: str) -> str:
    return hmac.new(companion.key, f"{purpose} {text}".encode(), hashlib.sha256).hexdigest()
