"""Schemathesis sends every route what its document allows and what not: nothing may break the companion."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from runtime.companion.app import application
from runtime.companion.openapi import document
from runtime.companion.route import Route
from runtime.companion.routes import ROUTES
from runtime.companion.uploads import UPLOAD_TYPE
from tests.companion.api.test_judging import write_course
from tests.companion.school import School, fill, make_site, school_in, use_quick_hashes

schema = schemathesis.openapi.from_dict(document())
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
VALUES = {"boolean": st.booleans(), "string": st.text(max_size=20)}


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("manifest.json", "{")
    return file.getvalue()


ZIP = _zip()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school that all routes are tried in, one after the other."""
    folder = tmp_path_factory.mktemp("school")
    site = make_site(folder / "site")
    write_course(folder / "courses")
    with pytest.MonkeyPatch.context() as patch:
        use_quick_hashes(patch)
        with school_in(folder / "data", site, courses=folder / "courses") as opened:
            opened.companion = replace(opened.companion, clock=time.time)
            fill(opened)
            yield opened


@pytest.fixture(scope="module")
def origin(school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the school is served."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = application(school.companion, make_site(tmp_path_factory.mktemp("served") / "site"), port)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, args=[[listener]])
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


def examples(most: int) -> settings:
    """So many for each route, always the same."""
    return settings(
        max_examples=most,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def headers(school: School, origin: str, who: str) -> dict[str, str]:
    """What a page sends along for somebody."""
    cookies = "; ".join(f"{name}={text}" for name, text in school.cookies(who).items())
    return {"Origin": origin, "Cookie": cookies}


@schema.parametrize()
@examples(20)
def test_nothing_that_is_sent_breaks_a_route(case: Any, school: School, origin: str) -> None:
    response = case.call(base_url=origin, headers=headers(school, origin, "Ada"))
    case.validate_response(response, checks=CHECKS)


@pytest.mark.parametrize("who", ["Anna", "Tina"])
@schema.parametrize()
@examples(5)
def test_no_student_or_teacher_breaks_a_route(case: Any, school: School, origin: str, who: str) -> None:
    response = case.call(base_url=origin, headers=headers(school, origin, who))
    case.validate_response(response, checks=CHECKS)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.upload], ids=lambda route: route.path)
@examples(20)
@given(data=st.data())
def test_no_file_breaks_a_route(data: st.DataObject, school: School, origin: str, route: Route) -> None:
    fields = (route.body or {})["properties"]
    head = {name: data.draw(VALUES[form["type"]]) for name, form in fields.items()}
    file = data.draw(st.sampled_from([b"", b"PK\3\4", ZIP, ZIP[:40]])) + data.draw(st.binary(max_size=300))
    response = httpx2.post(
        origin + route.path,
        content=json.dumps(head).encode() + b"\n" + file,
        headers={**headers(school, origin, "Ada"), "Content-Type": UPLOAD_TYPE},
    )
    assert 400 <= response.status_code < 500, response.text
    assert response.json()["error"]["code"] in {"no_pack", "broken_course", "no_restore", "unfit"}
