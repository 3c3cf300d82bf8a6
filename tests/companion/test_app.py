"""Whatever goes wrong, the answer has the one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from runtime.companion.store import users
from runtime.companion.store.faults import MESSAGES, Kind, StoreError
from tests.companion.school import ORIGIN, School


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any) -> None:
        raise error

    return fail


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_database_that_refuses_is_said(school: School, monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    monkeypatch.setattr(users, "by_key", failing(StoreError(kind)))
    response = school.log_in("Anna", "4711")
    assert response.status_code == 503
    error = response.json()["error"]
    assert error["code"] == f"store_{kind}"
    assert error["message"].lower().startswith(MESSAGES[kind][:20])


def test_a_mistake_of_ours_shows_nothing_of_itself(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "by_key", failing(RuntimeError("the inside")))
    client = TestClient(school.client.app, base_url=ORIGIN, raise_server_exceptions=False)
    body = {"name": "Anna", "secret": "4711"}
    response = client.post("/auth/login", json=body, headers={"Origin": ORIGIN})
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal"
    assert "inside" not in response.text
    with pytest.raises(RuntimeError, match="the inside"):
        school.log_in("Anna", "4711")


@pytest.mark.parametrize("request_line", ["GET /nothing", "PUT /users", "DELETE /index.html", "PATCH /"])
def test_what_is_not_there_has_the_shape_too(school: School, request_line: str) -> None:
    response = school.ask(request_line)
    assert response.status_code in {404, 405}
    assert set(response.json()["error"]) == {"code", "message", "details"}
