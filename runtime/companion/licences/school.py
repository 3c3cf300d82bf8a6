"""The licence of this school: what it allows today, and a new one in its place.

A school that never had a licence may do everything: Knapsack is free. Once one was put in, it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from builder.problems import UserError
from runtime.companion import logs
from runtime.companion.companion import Companion
from runtime.companion.errors import ApiError
from runtime.companion.licences.calendar import Calendar, started
from runtime.companion.licences.standing import Standing, standing
from runtime.companion.store import license as licences
from runtime.companion.store import notes
from runtime.companion.store.license import KeptLicence, OlderLicence

if TYPE_CHECKING:
    from runtime.companion.licences.licence import Licence

# No companion was made before: an older clock is wrong.
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
# What a licence is worth that somebody has changed in the database.
CHANGED = Standing("over", 0, frozenset())


@dataclass(frozen=True)
class Held:
    """A school's licence as it is worth today; `behind` when the clock shows what has long been."""

    licence: Licence | None
    standing: Standing
    behind: bool

    @property
    def teaching(self) -> bool:
        """Whether teaching goes on."""
        return self.standing.state != "over"

    @property
    def seats(self) -> int:
        """How many devices may teach; 0 when nobody counts them."""
        return self.licence.seats if self.licence and self.teaching else 0


def held(companion: Companion) -> Held:
    """Return what the school may do today."""
    kept = companion.database.read(licences.current)
    licence = _read(kept.file, kept.issuer) if kept else None
    now = datetime.fromtimestamp(companion.clock(), UTC)
    known = calendar(companion)
    worth = standing(licence, known.today(now)) if licence or not kept else CHANGED
    return Held(licence, worth, known.is_behind(now))


def open_courses(companion: Companion) -> list[str]:
    """Return the courses that may be judged: those that ask for a feature need a licence that has it."""
    features = companion.workshop.shelf.features() if companion.workshop else {}
    allows = held(companion).standing.allows
    return [course for course, feature in features.items() if feature is None or allows(feature)]


def put_in(companion: Companion, data: bytes) -> Licence:
    """Let the licence in a file be the school's. Raises ApiError, what was there as it was."""
    # They load what checks schemas and signatures, which takes a tenth of a second.
    from builder.packs.keyring import Keyring, default_folder  # noqa: PLC0415
    from runtime.companion.licences.licence import LicenceError, read_licence  # noqa: PLC0415

    try:
        licence = read_licence(data, Keyring(companion.keys or default_folder()).publishers())
    except LicenceError as error:
        message = f"{error}."
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, f"licence_{error.kind}", message[:1].upper() + message[1:]
        ) from error
    issuer, text = licence.issuer.text, data.decode("utf-8-sig")
    new = KeptLicence(issuer, licence.tenant_id, licence.license_version, text, companion.now)
    try:
        companion.database.write(licences.put_in, new)
    except OlderLicence as error:
        message = "A later licence of this school was put in before; this one is out of date."
        raise ApiError(HTTPStatus.CONFLICT, "licence_older", message) from error
    return licence


def calendar(companion: Companion) -> Calendar:
    """Return what is known of time."""
    note = companion.database.read(notes.read, "calendar")
    if note is None:
        return started(datetime.fromtimestamp(companion.clock(), UTC), BUILT)
    since = datetime.fromtimestamp(note["since"], UTC) if note["since"] is not None else None
    return Calendar(datetime.fromtimestamp(note["latest"], UTC), since, timedelta(seconds=note["ran"]))


def keep_calendar(companion: Companion, known: Calendar) -> None:
    """Write down what is known of time."""
    since = known.since.timestamp() if known.since else None
    note = {"latest": known.latest.timestamp(), "since": since, "ran": known.ran.total_seconds()}
    companion.database.write(notes.write, "calendar", note)


@lru_cache(maxsize=8)
def _read(file: str, issuer: str) -> Licence | None:
    """Return a licence that was put in, None when its signature fits no more: a database can be changed."""
    from builder.packs.keys import public_key  # noqa: PLC0415  (as above)
    from runtime.companion.licences.licence import read_licence  # noqa: PLC0415

    try:
        return read_licence(file.encode(), [public_key(issuer)])
    except UserError as error:
        logs.failed("licence_changed", error)
        return None
