from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from httpx2 import Client

from builder.cli import main
from runtime.companion.companion import DATABASE, KEY
from tests.companion.school import make_site

INTERRUPTED = 130


@contextmanager
def serving(tmp_path: Path, *options: str) -> Iterator[str]:
    """The command as it is started by hand; gives the address that it prints."""
    call = [sys.executable, "-m", "builder", "serve", "--site", "site", "--data", "data", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        [*call, "--no-browser", *options], cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=environment
    ) as command:
        assert command.stdout
        found = re.search(r"at (http:\S+)/ until", command.stdout.readline())
        assert found
        yield found[1]
        command.send_signal(signal.SIGINT)
        assert command.wait(20) == INTERRUPTED


def test_the_school_is_there_again_after_a_restart(tmp_path: Path) -> None:
    make_site(tmp_path / "site")
    credentials = {"name": "Ada", "secret": "long enough"}
    with serving(tmp_path) as origin, Client(base_url=origin, headers={"Origin": origin}) as client:
        assert client.get("/school/", follow_redirects=True).url.path == "/school/en/setup"
        assert client.post("/auth/setup", json=credentials).status_code == 201
        assert client.post("/classes", json={"name": "7A"}).status_code == 201
        cookies = dict(client.cookies)
    with serving(tmp_path) as origin, Client(base_url=origin, headers={"Origin": origin}) as client:
        client.cookies.update(cookies)
        assert client.get("/classes").json()["classes"][0]["name"] == "7A"
        assert client.post("/auth/login", json=credentials).status_code == 200


def test_the_address_is_not_what_a_header_says(tmp_path: Path) -> None:
    make_site(tmp_path / "site")
    with serving(tmp_path) as origin, Client(base_url=origin, headers={"Origin": origin}) as client:
        statuses = [
            client.post(
                "/auth/login",
                json={"name": "Ada", "secret": "a guess"},
                headers={"X-Forwarded-For": f"10.0.0.{number}"},
            ).status_code
            for number in range(6)
        ]
    assert statuses == [401] * 5 + [429]


def test_only_this_user_can_read_the_key(tmp_path: Path) -> None:
    make_site(tmp_path / "site")
    with serving(tmp_path):
        pass
    key = tmp_path / "data" / KEY
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path / "site")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = _fails(capsys, "--site", str(site), "--data", str(tmp_path / "data"), "--port", port)
    assert said.startswith(f"knapsack: port {port} is in use (")
    assert said.endswith("end what uses it, or choose another --port\n")


def test_a_folder_without_a_site_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _fails(capsys, "--site", str(tmp_path / "site"), "--data", str(tmp_path / "data"))
    assert "run knapsack build first" in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (DATABASE, b"no database at all" * 300, "put back the last backup"),
        (KEY, b"short", "delete it and start again"),
    ],
)
def test_damaged_data_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, words: str
) -> None:
    site = make_site(tmp_path / "site")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_bytes(content)
    said = _fails(capsys, "--site", str(site), "--data", str(tmp_path / "data"), "--port", "0")
    assert words in said
    assert said.count("\n") == 1
    assert (tmp_path / "data" / name).read_bytes() == content


def test_nothing_can_be_watched_without_courses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = _fails(capsys, "--site", str(make_site(tmp_path / "site")), "--watch")
    assert said == "knapsack: --watch needs the folder of courses; name it with --courses\n"


def _fails(capsys: pytest.CaptureFixture[str], *call: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--no-browser", *call])
    assert ended.value.code == 2
    return capsys.readouterr().err
