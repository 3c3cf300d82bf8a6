"""Files that are sent to the companion: to the disk, never larger than allowed, gone afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from runtime.companion import app as module
from runtime.companion import uploads
from runtime.companion.app import application
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import FLAG, record
from tests.companion.school import ORIGIN, PORT, School

LIMIT = 1000
FILE = bytes(range(256))


@pytest.fixture
def taken() -> list[tuple[Json, bytes, Path]]:
    return []


@pytest.fixture
def taking(school: School, taken: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> School:
    """A school with a route of its own that takes files."""

    def take(call: Call) -> None:
        taken.append((dict(call.body), call.upload.read_bytes(), call.upload))

    body = record(replace=FLAG)
    route = Route("POST", "/files", Access.ADMIN, take, "Take a file", body=body, upload=True, limit=LIMIT)
    monkeypatch.setattr(module, "ROUTES", [route])
    app = application(school.companion, tmp_path / "site", PORT)
    return replace(school, client=TestClient(app, base_url=ORIGIN))


def send(school: School, content: bytes | Iterator[bytes], who: str = "Ada", **headers: str) -> Any:
    cookies = "; ".join(f"{name}={text}" for name, text in school.cookies(who).items())
    own = {"Origin": ORIGIN, "Content-Type": uploads.UPLOAD_TYPE, "Cookie": cookies} | headers
    return school.client.post("/files", content=content, headers=own)


def body(head: Any = None, file: bytes = FILE) -> bytes:
    return json.dumps(head or {"replace": True}).encode() + b"\n" + file


def in_parts(data: bytes) -> Iterator[bytes]:
    for place in range(len(data)):
        yield data[place : place + 1]


def left(school: School) -> list[Path]:
    return sorted(school.companion.folder.iterdir())


@pytest.mark.parametrize("make", [bytes, in_parts])
def test_a_file_comes_in_as_it_is_and_is_gone_afterwards(taking: School, taken: list[Any], make: Any) -> None:
    before = left(taking)
    assert send(taking, make(body(file=b"\n\n" + FILE))).status_code == 204
    ((head, file, path),) = taken
    assert (head, file) == ({"replace": True}, b"\n\n" + FILE)
    assert not path.exists()
    assert left(taking) == before


def test_an_empty_file_is_a_file(taking: School, taken: list[Any]) -> None:
    assert send(taking, body(file=b"")).status_code == 204
    assert taken[0][1] == b""


@pytest.mark.parametrize("make", [bytes, in_parts])
def test_what_is_too_large_is_refused_and_leaves_nothing(taking: School, taken: list[Any], make: Any) -> None:
    before = left(taking)
    response = send(taking, make(body(file=b"x" * LIMIT)))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")
    assert taken == []
    assert left(taking) == before


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b'{"replace": true}', 400),
        (b"not json\nfile", 400),
        (b'{"replace": 1}\nfile', 422),
        (b'{"replace": true, "more": 1}\nfile', 422),
    ],
)
def test_without_a_sound_line_nothing_is_taken(
    taking: School, taken: list[Any], content: bytes, status: int
) -> None:
    assert send(taking, content).status_code == status
    assert taken == []


def test_a_line_without_end_is_not_kept_in_memory(
    taking: School, taken: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LONGEST_HEAD", 10)
    assert send(taking, body()).status_code == 400
    assert taken == []


def test_those_who_may_not_are_refused_before_their_file_is_looked_at(
    taking: School, taken: list[Any]
) -> None:
    assert send(taking, b"no line", who="Anna").status_code == 403
    assert taken == []


def test_a_form_of_another_site_cannot_send_a_file(taking: School, taken: list[Any]) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert send(taking, body(), **headers).status_code == 415
    assert taken == []


def test_a_full_disk_is_told(taking: School, taken: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, _: bytes) -> None:
            raise OSError(28, "No space left on device")

    write = uploads._write
    monkeypatch.setattr(uploads, "_write", lambda _, part: write(Full(), part))  # type: ignore[arg-type]
    response = send(taking, body())
    assert (response.status_code, response.json()["error"]["code"]) == (503, "store_full")
    assert taken == []
