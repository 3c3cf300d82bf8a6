"""Schemathesis sends every route what its document allows and what not: nothing may break the companion."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from runtime.companion.app import application
from runtime.companion.openapi import document
from tests.companion.school import School, fill, make_site, school_in, use_quick_hashes

schema = schemathesis.openapi.from_dict(document())
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school that all routes are tried in, one after the other."""
    folder = tmp_path_factory.mktemp("school")
    site = make_site(folder / "site")
    with pytest.MonkeyPatch.context() as patch:
        use_quick_hashes(patch)
        with school_in(folder / "data", site) as opened:
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


@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_sent_breaks_a_route(case: Any, school: School, origin: str) -> None:
    cookies = "; ".join(f"{name}={text}" for name, text in school.cookies("Ada").items())
    response = case.call(base_url=origin, headers={"Origin": origin, "Cookie": cookies})
    case.validate_response(response, checks=CHECKS)
