"""The server of `knapsack watch`, asked as a browser and as a stranger's page would."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from builder.port import HOST
from builder.watch.news import News
from builder.watch.server import LiveSite

SHELL = """<meta content="connect-src 'none'; frame-src 'self'"><body>shell</body>"""


class Served:
    def __init__(self, live: LiveSite, port: int) -> None:
        self.live = live
        self.port = port
        self.connections: list[http.client.HTTPConnection] = []

    def get(self, path: str, host: str | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        self.connections.append(connection)
        connection.request("GET", path, headers={"Host": host} if host else {})
        return connection.getresponse()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "site/en").mkdir(parents=True)
    (tmp_path / "site/index.html").write_text(SHELL, encoding="utf-8")
    (tmp_path / "site/en/a.html").write_text("a page", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    live = LiveSite(tmp_path / "site")
    listener = socket.create_server((HOST, 0))
    server = uvicorn.Server(uvicorn.Config(live.app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    served = Served(live, listener.getsockname()[1])
    yield served
    for connection in served.connections:
        connection.close()
    server.should_exit = True
    thread.join()
    listener.close()


def test_the_shell_listens_and_the_site_on_the_disk_does_not(served: Served, tmp_path: Path) -> None:
    page = served.get("/index.html").read().decode()
    assert "connect-src 'self'; frame-src 'self'" in page
    assert '<script src="live/live.js"></script></body>' in page
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == SHELL
    script = served.get("/live/live.js")
    assert script.status == 200
    assert script.headers["Content-Type"].startswith("text/javascript")


def test_pages_are_asked_for_anew(served: Served) -> None:
    page = served.get("/en/a.html")
    assert (page.read(), page.headers["Cache-Control"]) == (b"a page", "no-cache")


def test_two_versions_of_one_second_are_told_apart(served: Served, tmp_path: Path) -> None:
    page = served.get("/en/a.html")
    assert "Last-Modified" not in page.headers
    os.utime(tmp_path / "site/en/a.html", ns=(1, 1_000_000_001))
    first = served.get("/en/a.html").headers["ETag"]
    os.utime(tmp_path / "site/en/a.html", ns=(1, 1_000_900_001))
    assert served.get("/en/a.html").headers["ETag"] != first


def test_before_there_is_a_site_the_page_waits_for_it(served: Served, tmp_path: Path) -> None:
    (tmp_path / "site/index.html").unlink()
    assert "live/live.js" in served.get("/index.html").read().decode()


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/en/../../secret.txt", "/%2e%2e/secret.txt", "//secret.txt"]
)
def test_nothing_outside_the_site_is_served(served: Served, path: str) -> None:
    response = served.get(path)
    assert (response.status, b"secret" in response.read()) == (404, False)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example"])
def test_a_strangers_name_for_this_computer_gets_nothing(served: Served, host: str) -> None:
    assert served.get("/en/a.html", host).status == 400
    assert served.get("/live/news", host).status == 400


def test_news_reach_every_open_page(served: Served) -> None:
    pages = [served.get("/live/news") for _ in range(2)]
    assert all("start" in heard(page) for page in pages)
    served.live.tell(News(changed=["en/a.html"]))
    assert [heard(page)["changed"] for page in pages] == [["en/a.html"], ["en/a.html"]]
    served.live.tell(News(problems=["sum.json: error: Broken."], broken=True))
    late = served.get("/live/news")
    assert heard(late)["problems"] == ["sum.json: error: Broken."]


def heard(page: http.client.HTTPResponse) -> dict[str, object]:
    """The next event of a stream."""
    line = page.readline().decode()
    assert page.readline() == b"\n"
    news: dict[str, object] = json.loads(line.removeprefix("data: "))
    return news
