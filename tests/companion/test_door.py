from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from runtime.companion.door import DEEPEST, check_type, parse
from runtime.companion.errors import ApiError
from runtime.companion.route import SMALL_BODY
from tests.companion.school import ORIGIN, School

JSON = "application/json"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 9007199254740993}',
        b"1" * 5000,
        b"[" * 100_000,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
    ],
)
def test_what_could_not_be_kept_does_not_come_in(body: bytes) -> None:
    with pytest.raises(ApiError) as refused:
        parse(body)
    assert (refused.value.status, refused.value.code) == (400, "malformed")


@pytest.mark.parametrize("value", [None, 9007199254740992, "😀", [[[["deep"]]]], {"a": 1e300}])
def test_sound_values_come_in_as_they_are(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    "media_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_a_form_of_another_site_can_send_does_not_come_in(media_type: str) -> None:
    with pytest.raises(ApiError, match="application/json") as refused:
        check_type(media_type, JSON)
    assert refused.value.status == 415


def test_a_body_that_is_too_large_is_refused_before_it_is_read(school: School) -> None:
    refused = school.ask("POST /auth/login", {"name": "x" * SMALL_BODY, "secret": "x"})
    assert refused.status_code == 413
    assert refused.json()["error"] == {
        "code": "too_large",
        "message": "Send at most 64 KB.",
        "details": {"limit": SMALL_BODY},
    }


def test_a_body_that_does_not_say_how_large_it_is_is_counted(school: School) -> None:
    sent: list[int] = []

    def parts() -> Iterator[bytes]:
        for number in range(1000):
            sent.append(number)
            yield b" " * 1024

    headers = {"Origin": ORIGIN, "Content-Type": JSON}
    assert school.client.post("/auth/login", content=parts(), headers=headers).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "²"])
def test_a_length_that_is_none_is_refused(school: School, length: str) -> None:
    headers = {"Origin": ORIGIN, "Content-Type": JSON, "Content-Length": length.encode("utf-8")}
    sent = school.client.request("POST", "/auth/login", content=b"{}", headers=list(headers.items()))  # type: ignore[arg-type]
    assert sent.status_code == 413
