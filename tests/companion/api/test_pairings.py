"""Pages from sticks: paired by a code, and only then answered."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.companion.api.pairings import CODE_SECONDS
from runtime.companion.routes import ROUTES
from tests.companion.api.test_events import READ
from tests.companion.school import School

NULL = {"Origin": "null"}
ANY_ID = "01980000-0000-7000-8000-000000000001"
STICK = [route for route in ROUTES if route.stick]
OPEN = "POST /pairings"
GAPS = {"after": "start", "id": ANY_ID}


def from_stick(school: School, request: str, body: Any = None, token: str | None = None) -> Any:
    """Send a request as the sandboxed bridge of a page from a stick would; return the response."""
    own = NULL | ({"Authorization": f"Bearer {token}"} if token else {})
    return school.ask(request, body, headers=own)


def make_code(school: School, name: str = "Anna") -> str:
    made = school.ask("POST /pairings/code", None, school.cookies(name))
    assert made.status_code == 201
    code: str = made.json()["code"]
    return code


def pair(school: School, name: str = "Anna") -> str:
    """Pair a stick with somebody; return its token."""
    paired = from_stick(school, OPEN, {"code": make_code(school, name), "name": "At home"})
    assert paired.status_code == 201, paired.text
    assert paired.json()["user"]["name"] == name
    token: str = paired.json()["token"]
    return token


def filled(path: str) -> str:
    for gap, value in GAPS.items():
        path = path.replace(f"{{{gap}}}", value)
    return path


@pytest.mark.parametrize("route", [each for each in ROUTES if each.name != OPEN], ids=lambda each: each.name)
@pytest.mark.parametrize("cookies", [False, True])
def test_a_page_without_an_origin_and_a_token_is_refused_everywhere(
    school: School, route: Any, cookies: bool
) -> None:
    path = filled(route.path).replace("{", "").replace("}", "")
    session = school.cookies("Ada") if cookies else {}
    refused = school.ask(f"{route.method} {path}", {} if route.body else None, session, NULL)
    expected = (401, "signed_out") if route.stick else (403, "wrong_origin")
    assert (refused.status_code, refused.json()["error"]["code"]) == expected
    assert ("access-control-allow-origin" in refused.headers) == route.stick


@pytest.mark.parametrize("path", ["/", "/index.html", "/openapi.json", "/school/en/login", "/nothing"])
def test_a_page_without_an_origin_gets_no_page_either(school: School, path: str) -> None:
    assert school.client.get(path, headers=NULL).status_code == 403


def test_a_paired_page_brings_and_fetches_its_owners_work(school: School) -> None:
    token = pair(school)
    assert from_stick(school, "GET /auth/me", token=token).json()["user"]["name"] == "Anna"
    brought = from_stick(school, "POST /events", {"events": [READ]}, token)
    assert (brought.status_code, brought.json()["taken"]) == (200, 1)
    assert brought.headers["access-control-allow-origin"] == "null"
    assert "access-control-allow-credentials" not in brought.headers
    assert from_stick(school, "GET /events/start", token=token).json()["events"] == [READ]
    assert from_stick(school, "GET /official", token=token).json() == {"tasks": [], "best": []}


@pytest.mark.parametrize(
    "request_", ["GET /classes", "POST /pairings/code", "GET /pairings", "POST /auth/secret"]
)
def test_a_token_is_good_for_nothing_else(school: School, request_: str) -> None:
    refused = from_stick(school, request_, {}, pair(school, "Tina"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "wrong_origin")


def test_a_token_is_good_on_a_paired_page_only(school: School) -> None:
    headers = {"Authorization": f"Bearer {pair(school)}"}
    assert school.ask("GET /auth/me", headers=headers).status_code == 401


@pytest.mark.parametrize("end", ["revoked", "new PIN", "archived"])
def test_the_token_of_a_pairing_that_has_ended_is_good_no_longer(school: School, end: str) -> None:
    token, anna = pair(school), school.people["Anna"].id
    (listed,) = school.ask("GET /pairings", cookies=school.cookies("Anna")).json()["pairings"]
    assert listed["name"] == "At home"
    request, who = {
        "revoked": (f"DELETE /pairings/{listed['id']}", "Anna"),
        "new PIN": (f"POST /users/{anna}/reset", "Tina"),
        "archived": (f"DELETE /users/{anna}", "Ada"),
    }[end]
    assert school.ask(request, {} if end == "new PIN" else None, school.cookies(who)).status_code < 300
    assert from_stick(school, "GET /auth/me", token=token).status_code == 401


def test_a_code_is_good_once_and_for_a_few_minutes(school: School) -> None:
    code = make_code(school)
    body = {"code": f" {code[:3].upper()} {code[3:]}", "name": "At home"}
    assert from_stick(school, OPEN, body).status_code == 201
    assert from_stick(school, OPEN, body).json()["error"]["code"] == "wrong_pairing_code"
    late = make_code(school)
    school.clock.seconds += CODE_SECONDS + 1
    assert from_stick(school, OPEN, {"code": late, "name": "At home"}).status_code == 404


def test_a_new_code_takes_the_place_of_the_one_before(school: School) -> None:
    old, new = make_code(school), make_code(school)
    assert from_stick(school, OPEN, {"code": old, "name": "At home"}).status_code == 404
    assert from_stick(school, OPEN, {"code": new, "name": "At home"}).status_code == 201


def test_guesses_at_codes_are_slowed_down(school: School) -> None:
    guess = {"code": "abcdef", "name": "At home"}
    for _ in range(5):
        assert from_stick(school, OPEN, guess).status_code == 404
    assert from_stick(school, OPEN, guess).json()["error"]["code"] == "too_many_guesses"


def test_only_the_hash_of_a_token_is_kept(school: School) -> None:
    token = pair(school)
    dump = school.companion.database.read(lambda connection: "".join(connection.iterdump()))
    assert "At home" in dump
    assert token not in dump


def ask_before(school: School, method: str, path: str, origin: str) -> Any:
    """Send what a browser sends before a request that a page may not send unasked."""
    wanted = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}
    return school.client.options(path, headers={"Origin": origin, **wanted})


@pytest.mark.parametrize("route", STICK, ids=lambda each: each.name)
def test_a_browser_may_ask_before_it_sends_what_is_for_sticks(school: School, route: Any) -> None:
    asked = ask_before(school, route.method, filled(route.path), "null")
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == "null"
    assert "authorization" in asked.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in asked.headers


@pytest.mark.parametrize(
    ("method", "path", "origin"),
    [
        ("POST", "/auth/login", "null"),
        ("DELETE", "/events", "null"),
        ("GET", "/users", "null"),
        ("POST", "/events", "http://evil.example"),
        ("POST", "/events", "file://"),
    ],
)
def test_everything_else_is_refused_when_a_browser_asks(
    school: School, method: str, path: str, origin: str
) -> None:
    asked = ask_before(school, method, path, origin)
    assert asked.status_code == 403
    assert "access-control-allow-origin" not in asked.headers


def test_the_bridge_for_sticks_has_no_origin_whoever_frames_it(school: School) -> None:
    policy = school.client.get("/school/stick").headers["content-security-policy"]
    assert "sandbox allow-scripts;" in policy
    assert "allow-same-origin" not in policy
    own = school.client.get("/school/bridge").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in own
