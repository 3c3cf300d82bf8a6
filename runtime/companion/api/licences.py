"""The school's licence, and the devices that it counts."""

from __future__ import annotations

from runtime.companion.errors import not_found
from runtime.companion.licences.devices import (
    DEVICE_COOKIE,
    fingerprint,
    new_device,
    no_seat,
    take_seat,
)
from runtime.companion.licences.school import Held, held, put_in
from runtime.companion.route import Access, Call, Json, Reply, Route
from runtime.companion.schemas import COUNT, FLAG, array, maybe, one_of, record, text
from runtime.companion.store import license as licences
from runtime.companion.store import seats
from runtime.companion.store.seats import Seat

SHORT = 16
LONGEST_FILE = 20_000
SEAT_ID = {"type": "string", "pattern": f"^[0-9a-f]{{{SHORT}}}$"}
SEAT = record(id=SEAT_ID, since=COUNT, seen=COUNT, here=FLAG)
DETAILS = record(
    tenant_id=text(64),
    license_version=COUNT,
    valid_until=text(10),
    features=array(text(64)),
    issuer=text(100),
    added=COUNT,
    devices=array(SEAT),
)
LICENSE = record(
    state=one_of("none", "valid", "ending", "grace", "over"),
    days_left=COUNT,
    teaching=FLAG,
    seats=COUNT,
    used=COUNT,
    seated=FLAG,
    clock_behind=FLAG,
    details=maybe(DETAILS),
)


def show(call: Call) -> Json:
    """Say what the school may do; whose licence it is and on which devices only to its admin."""
    return _license(call, call.cookies.get(DEVICE_COOKIE))


def take_in(call: Call) -> Reply:
    """Put a licence in the place of the one before; this browser is the first device of it."""
    put_in(call.companion, call.body["file"].encode())
    return _seated(call, demanded=False)


def activate(call: Call) -> Reply:
    """Count this browser as a device."""
    return _seated(call, demanded=True)


def free(call: Call) -> Json:
    """Take a device off the list: another may have its seat."""
    for seat in call.companion.database.read(seats.listing):
        if seat.fingerprint.startswith(call.path["seat"]):
            call.companion.database.write(seats.free, seat.fingerprint)
            return _license(call, call.cookies.get(DEVICE_COOKIE))
    raise not_found("device")


def _seated(call: Call, *, demanded: bool) -> Reply:
    device = call.cookies.get(DEVICE_COOKIE) or new_device()
    most = held(call.companion).seats
    if most == 0:
        return Reply(_license(call, device))
    if not take_seat(call.companion, device, most) and demanded:
        raise no_seat()
    return Reply(_license(call, device), {DEVICE_COOKIE: device})


def _license(call: Call, device: str | None) -> Json:
    database, school = call.companion.database, held(call.companion)
    hashed = fingerprint(call.companion, device) if device else ""
    return {
        "state": school.standing.state,
        "days_left": school.standing.days_left,
        "teaching": school.teaching,
        "seats": school.licence.seats if school.licence else 0,
        "used": database.read(seats.used),
        "seated": database.read(seats.find, hashed, school.seats) is not None,
        "clock_behind": school.behind,
        "details": _details(call, school, hashed) if call.me.role == "admin" else None,
    }


def _details(call: Call, school: Held, hashed: str) -> Json | None:
    database, licence = call.companion.database, school.licence
    kept = database.read(licences.current)
    if licence is None or kept is None:
        return None
    return {
        "tenant_id": licence.tenant_id,
        "license_version": licence.license_version,
        "valid_until": licence.valid_until.isoformat(),
        "features": sorted(licence.features),
        "issuer": licence.issuer.fingerprint,
        "added": kept.added,
        "devices": [_seat(seat, hashed) for seat in database.read(seats.listing)],
    }


def _seat(seat: Seat, here: str) -> Json:
    return {
        "id": seat.fingerprint[:SHORT],
        "since": seat.since,
        "seen": seat.seen,
        "here": seat.fingerprint == here,
    }


ROUTES = (
    Route("GET", "/license", Access.SIGNED_IN, show, "What the school's licence allows", LICENSE),
    Route(
        "POST", "/license", Access.ADMIN, take_in, "Put in a licence: the text of its file",
        LICENSE, record(file=text(LONGEST_FILE)), limit=8 * LONGEST_FILE,
    ),
    Route(
        "POST", "/license/activate", Access.SIGNED_IN, activate,
        "Count this browser as a device of the licence", LICENSE,
    ),
    Route(
        "DELETE", "/license/seats/{seat}", Access.ADMIN, free, "Take a device off the licence's list",
        LICENSE, gaps={"seat": SEAT_ID},
    ),
)  # fmt: skip
