from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from runtime.companion.guard import Guard
from tests.companion.school import ORIGIN, School

BODY = {"name": "Anna", "secret": "4711"}


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8765",
        "https://127.0.0.1:8764",
        "http://127.0.0.1:8764.evil.example",
        "",
    ],
)
def test_other_origins_change_nothing(school: School, origin: str) -> None:
    response = school.ask("POST /auth/login", BODY, headers={"Origin": origin})
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "wrong_origin"


def test_a_change_without_an_origin_is_refused(school: School) -> None:
    response = school.client.post("/auth/login", json=BODY)
    assert response.json()["error"]["code"] == "wrong_origin"


@pytest.mark.parametrize("origin", [ORIGIN, "http://localhost:8764"])
def test_our_own_pages_may(school: School, origin: str) -> None:
    assert school.ask("POST /auth/login", BODY, headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/index.html", "/auth/me", "/school/en/login", "/openapi.json"])
@pytest.mark.parametrize(
    "host", ["evil.example:8764", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8764"]
)
def test_a_name_that_leads_here_gets_nothing(school: School, path: str, host: str) -> None:
    response = school.client.get(path, headers={"Host": host})
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "wrong_host"


def test_a_given_name_is_ours_too_under_both_schemes() -> None:
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("in"), methods=["GET", "POST"])])
    client = TestClient(Guard(app, 8764, ["school.example"]), base_url="https://school.example")
    assert client.get("/").text == "in"
    for origin, status in (
        ("https://school.example", 200),
        ("http://school.example", 200),
        ("https://a.example", 403),
    ):
        assert client.post("/", headers={"Origin": origin}).status_code == status


def test_the_port_that_browsers_leave_out_is_left_out() -> None:
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("in"), methods=["POST"])])
    client = TestClient(Guard(app, 80), base_url="http://127.0.0.1")
    assert client.post("/", headers={"Origin": "http://127.0.0.1"}).text == "in"
    assert client.post("/", headers={"Origin": "http://127.0.0.1:8764"}).status_code == 403


def test_the_site_is_served_as_it_is_on_the_disk(school: School, tmp_path: Path) -> None:
    response = school.client.get("/index.html")
    assert "Lessons" in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    (tmp_path / "secret").write_text("out of the site")
    for path in ("/../secret", "/%2e%2e/secret", "/..%2fsecret", "/%2e%2e/data/secret.key"):
        assert school.client.get(path).status_code == 404
