"""A school's licence from its arrival to long after its end, as its people meet it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from builder.packs.keyring import Keyring
from builder.packs.keys import OwnKey
from runtime.companion.licences.devices import DEVICE_COOKIE
from runtime.companion.licences.licence import issue
from runtime.companion.routes import ROUTES
from runtime.companion.store import judgements, notes, seats
from runtime.companion.store import license as licences
from runtime.companion.store.judgements import Asked
from runtime.companion.upkeep import TICK_SECONDS, Upkeep
from tests.builder.packages import good, set_at, write
from tests.companion.school import START, School, fill, school_in, use_quick_hashes

ISSUER = OwnKey("publisher", bytes(range(32)))
TODAY = datetime.fromtimestamp(START, UTC).date()
DAY = 24 * 60 * 60


def licence(
    *,
    days: int = 100,
    version: int = 1,
    seats: int = 2,
    tenant: str = "school-7",
    features: Collection[str] = ("teaching",),
) -> str:
    """Return the file of a licence that ends so many days from the start."""
    return issue(
        ISSUER,
        tenant_id=tenant,
        seats=seats,
        valid_until=TODAY + timedelta(days=days),
        features=features,
        license_version=version,
    ).decode()


@dataclass
class Browser:
    """One browser with its cookies."""

    school: School
    cookies: dict[str, str]

    def ask(self, request: str, body: Any = None) -> Any:
        """Send a request, and keep the number that the browser may get."""
        response = self.school.ask(request, body, self.cookies)
        if device := response.cookies.get(DEVICE_COOKIE):
            self.cookies[DEVICE_COOKIE] = device
        return response


def browser(school: School, name: str) -> Browser:
    """Return a browser that was never here, with somebody signed in."""
    return Browser(school, school.cookies(name))


@pytest.fixture
def ada(school: School) -> Browser:
    """The admin's browser, in a school that trusts the issuer."""
    Keyring(school.companion.folder / "keys").trust("franchise", ISSUER.public)
    return browser(school, "Ada")


def put_in(ada: Browser, text: str) -> dict[str, Any]:
    response = ada.ask("POST /license", {"file": text})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def refused(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_a_school_without_a_licence_may_do_everything(school: School) -> None:
    found = browser(school, "Tina").ask("GET /license").json()
    assert (found["state"], found["teaching"], found["seats"], found["details"]) == ("none", True, 0, None)
    response = browser(school, "Tina").ask("POST /classes", {"name": "8A"})
    assert response.status_code == 201
    assert DEVICE_COOKIE not in response.cookies


def test_an_admin_puts_a_licence_in_and_sees_what_it_allows(ada: Browser, school: School) -> None:
    found = put_in(ada, licence())
    assert (found["state"], found["days_left"], found["seats"], found["used"]) == ("valid", 101, 2, 1)
    assert found["seated"]
    details = found["details"]
    assert (details["tenant_id"], details["features"]) == ("school-7", ["teaching"])
    assert date.fromisoformat(details["valid_until"]) == TODAY + timedelta(days=100)
    assert details["issuer"] == ISSUER.public.fingerprint
    assert [device["here"] for device in details["devices"]] == [True]
    assert browser(school, "Anna").ask("GET /license").json()["details"] is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{}", "licence_unreadable"),
        (licence().replace('"seats": 2', '"seats": 200'), "licence_changed"),
        (licence().replace('"school-7"', '"school-8"'), "licence_changed"),
    ],
)
def test_what_is_no_licence_changes_nothing(ada: Browser, text: str, code: str) -> None:
    put_in(ada, licence())
    before = ada.ask("GET /license").json()
    assert refused(ada.ask("POST /license", {"file": text})) == (422, code)
    assert ada.ask("GET /license").json() == before


def test_a_licence_of_somebody_unknown_is_refused_with_what_to_do(school: School) -> None:
    response = browser(school, "Ada").ask("POST /license", {"file": licence()})
    assert refused(response) == (422, "licence_untrusted")
    assert f"knapsack keys trust {ISSUER.public.text}" in response.json()["error"]["message"]


def test_a_licence_never_goes_back(ada: Browser) -> None:
    put_in(ada, licence(version=1, days=50))
    put_in(ada, licence(version=3, days=5))
    assert refused(ada.ask("POST /license", {"file": licence(version=2)})) == (409, "licence_older")
    assert refused(ada.ask("POST /license", {"file": licence(version=1, days=50)})) == (409, "licence_older")
    assert put_in(ada, licence(version=3, days=5))["details"]["license_version"] == 3
    put_in(ada, licence(version=1, tenant="another"))
    assert refused(ada.ask("POST /license", {"file": licence(version=2)})) == (409, "licence_older")
    assert put_in(ada, licence(version=4, days=9))["days_left"] == 10


def test_a_licence_that_was_changed_in_the_database_does_not_count(ada: Browser, school: School) -> None:
    put_in(ada, licence())
    school.companion.database.write(
        lambda connection: connection.execute("UPDATE license SET file = replace(file, '2027', '2077')")
    )
    assert refused(ada.ask("POST /classes", {"name": "8A"})) == (403, "licence_over")
    assert ada.ask("GET /license").json()["details"] is None
    assert put_in(ada, licence(version=2))["state"] == "valid"


def test_devices_are_counted_up_to_the_seats(ada: Browser, school: School) -> None:
    put_in(ada, licence(seats=2))
    tina, theo = browser(school, "Tina"), browser(school, "Theo")
    assert tina.ask("POST /classes", {"name": "8A"}).status_code == 201
    assert len(tina.cookies[DEVICE_COOKIE]) > 30
    assert refused(theo.ask("POST /classes", {"name": "8B"})) == (403, "licence_seats")
    assert refused(theo.ask("POST /license/activate")) == (403, "licence_seats")
    assert ada.ask("GET /license").json()["used"] == 2
    # Somebody else at a device that is counted needs no further seat.
    at_tinas = Browser(school, school.cookies("Theo") | {DEVICE_COOKIE: tina.cookies[DEVICE_COOKIE]})
    assert at_tinas.ask("POST /classes", {"name": "8B"}).status_code == 201
    other = next(each for each in ada.ask("GET /license").json()["details"]["devices"] if not each["here"])
    assert ada.ask(f"DELETE /license/seats/{other['id']}").json()["used"] == 1
    assert theo.ask("POST /license/activate").json()["seated"]
    assert refused(tina.ask("POST /classes", {"name": "8C"})) == (403, "licence_seats")


def test_a_program_without_cookies_is_one_device_however_often_it_asks(ada: Browser, school: School) -> None:
    put_in(ada, licence(seats=2))
    cookies = school.cookies("Tina")
    for number in range(5):
        assert school.ask("POST /classes", {"name": f"8{number}"}, cookies).status_code == 201
    assert ada.ask("GET /license").json()["used"] == 2


def test_a_device_that_nobody_uses_gives_up_its_seat(ada: Browser, school: School) -> None:
    put_in(ada, licence(seats=2))
    tina, theo = browser(school, "Tina"), browser(school, "Theo")
    assert tina.ask("POST /license/activate").status_code == 200
    for _ in range(4):
        school.clock.seconds += 20 * DAY
        later = Browser(school, school.cookies("Ada") | {DEVICE_COOKIE: ada.cookies[DEVICE_COOKIE]})
        assert later.ask("POST /classes/join", {"code": "x"}).status_code == 403
        assert later.ask("POST /license/activate").status_code == 200
    theo.cookies = school.cookies("Theo")
    assert theo.ask("POST /license/activate").json()["used"] == 2
    tina.cookies |= school.cookies("Tina")
    assert refused(tina.ask("POST /license/activate")) == (403, "licence_seats")


def test_nothing_of_a_device_is_kept_but_a_hash(ada: Browser, school: School) -> None:
    put_in(ada, licence())
    (seat,) = school.companion.database.read(seats.listing)
    assert seat.fingerprint not in ada.cookies[DEVICE_COOKIE]
    assert ada.cookies[DEVICE_COOKIE] not in seat.fingerprint
    assert len(bytes.fromhex(seat.fingerprint)) == 32


def test_a_licence_with_fewer_seats_leaves_them_to_the_first(ada: Browser, school: School) -> None:
    put_in(ada, licence(seats=2))
    school.clock.seconds += 1
    tina = browser(school, "Tina")
    assert tina.ask("POST /license/activate").json()["seated"]
    put_in(ada, licence(seats=1, version=2))
    assert ada.ask("POST /classes", {"name": "8A"}).status_code == 201
    assert refused(tina.ask("POST /classes", {"name": "8B"})) == (403, "licence_seats")


@pytest.mark.parametrize(
    ("days", "state", "teaching"), [(-30, "grace", True), (-31, "over", False), (-400, "over", False)]
)
def test_teaching_ends_a_month_after_the_licence(
    ada: Browser, school: School, days: int, state: str, teaching: bool
) -> None:
    put_in(ada, licence(days=days))
    tina = browser(school, "Tina")
    assert tina.ask("GET /license").json()["state"] == state
    found = tina.ask("POST /classes", {"name": "8A"})
    assert found.status_code == 201 if teaching else refused(found) == (403, "licence_over")
    eve = school.ask("POST /auth/join", {"code": "code7a", "name": "Eve", "secret": "4712"})
    assert eve.status_code == 201 if teaching else refused(eve) == (403, "licence_over")


def test_after_the_end_all_work_can_be_seen_and_taken_along(ada: Browser, school: School) -> None:
    put_in(ada, licence(days=-31))
    teaching = {route.name for route in ROUTES if route.teaching}
    assert teaching >= {"POST /classes", "POST /classes/{class_id}/import", "POST /judge/{id}"}
    reading = {"POST /events", "POST /auth/login", "POST /backup/export", "POST /users/{user_id}/reset"}
    assert {route.name for route in ROUTES if route.method == "GET"} | reading <= {
        route.name for route in ROUTES if not route.teaching
    }
    assert school.log_in("Anna", "4711").status_code == 200
    anna, tina = browser(school, "Anna"), browser(school, "Tina")
    assert anna.ask("POST /events", {"events": []}).status_code == 200
    assert anna.ask(f"GET /progress/{school.people['Anna'].id}").status_code == 200
    assert tina.ask(f"GET /classes/{school.classes['7A'].id}/results/csv").status_code == 200
    assert ada.ask("POST /backup/export", {"passphrase": "open sesame"}).status_code == 201
    assert put_in(ada, licence(version=2))["teaching"]
    assert tina.ask("POST /classes", {"name": "8A"}).status_code == 201


def test_who_looks_after_the_school_is_warned_and_students_are_not(ada: Browser, school: School) -> None:
    put_in(ada, licence(days=10))
    warned = [{"code": "licence_ending", "days": 11, "backup": ""}]
    assert browser(school, "Tina").ask("GET /notices").json()["notices"] == warned
    assert refused(browser(school, "Anna").ask("GET /notices")) == (403, "forbidden")


class Running:
    """A companion that runs, hour by hour."""

    def __init__(self, school: School) -> None:
        self.school, self.seconds = school, 0.0
        self.upkeep = Upkeep(school.companion, lambda: self.seconds)
        self.upkeep.round()

    def pass_hours(self, hours: int) -> None:
        for _ in range(hours * 3600 // TICK_SECONDS):
            self.seconds += TICK_SECONDS
            self.school.clock.seconds += TICK_SECONDS
            self.upkeep.round()


def test_a_clock_set_back_makes_no_licence_last_longer(ada: Browser, school: School) -> None:
    put_in(ada, licence(days=2))
    school.clock.seconds += 40 * DAY
    Running(school).pass_hours(3)
    school.clock.seconds = START
    later = browser(school, "Ada")
    found = later.ask("GET /license").json()
    assert (found["state"], found["clock_behind"]) == ("over", True)
    assert refused(later.ask("POST /classes", {"name": "8A"})) == (403, "licence_over")
    assert [each["code"] for each in later.ask("GET /notices").json()["notices"]] == [
        "licence_over",
        "clock_behind",
    ]


def test_a_clock_that_was_ahead_for_a_moment_ends_no_licence(ada: Browser, school: School) -> None:
    put_in(ada, licence(days=100))
    running = Running(school)
    running.pass_hours(1)
    school.clock.seconds += 3650 * DAY
    running.pass_hours(1)
    school.clock.seconds = START + 2 * 60 * 60
    running.pass_hours(3)
    found = browser(school, "Ada").ask("GET /license").json()
    assert (found["state"], found["clock_behind"]) == ("valid", False)


def test_what_is_known_of_time_and_licences_is_there_after_a_restart(ada: Browser, school: School) -> None:
    put_in(ada, licence())
    Running(school).pass_hours(3)
    kept = school.companion.database.read(notes.read, "calendar")
    assert kept is not None
    assert kept["latest"] > START
    current = school.companion.database.read(licences.current)
    assert current is not None
    assert json.loads(current.file)["tenant_id"] == "school-7"


@pytest.fixture
def with_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A school with a course that asks for a feature."""
    use_quick_hashes(monkeypatch)
    set_at(files := good(), "manifest.json", "/requires_feature", "olympiad")
    write(tmp_path / "courses" / "small", files)
    (tmp_path / "site").mkdir()
    with school_in(tmp_path / "data", tmp_path / "site", courses=tmp_path / "courses") as opened:
        fill(opened)
        Keyring(opened.companion.folder / "keys").trust("franchise", ISSUER.public)
        assert opened.ask("POST /content/scan", None, opened.cookies("Tina")).status_code == 200
        yield opened


def test_a_course_that_asks_for_a_feature_needs_a_licence_with_it(with_course: School) -> None:
    school, program = with_course, {"code": "print(1)"}
    ada, anna = browser(school, "Ada"), school.people["Anna"]
    handed_in = Asked(str(uuid4()), anna.id, "small", "sum", program["code"], 1)
    school.companion.database.write(judgements.add, handed_in, judgements.PATIENT)
    together = f"POST /classes/{school.classes['7A'].id}/judge"

    def tries() -> Any:
        return browser(school, "Anna").ask("POST /judge/small.sum", program)

    def for_all(task: str | None = None) -> Any:
        return browser(school, "Tina").ask(together, {"task": task, "only_missing": False})

    assert refused(tries()) == (403, "licence_feature")
    put_in(ada, licence(seats=9))
    assert refused(tries()) == refused(for_all("small.sum")) == (403, "licence_feature")
    assert for_all().json()["asked"] == 0
    assert browser(school, "Anna").ask("GET /official").json()["tasks"] == []
    put_in(ada, licence(seats=9, version=2, features=["olympiad"]))
    assert for_all().json()["asked"] == 1
    assert for_all("small.sum").status_code == tries().status_code == 202
    assert "small.sum" in browser(school, "Anna").ask("GET /official").json()["tasks"]
