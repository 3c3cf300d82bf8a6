"""Serves the site on this computer, and tells the open pages what has changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from builder.port import HOST
from builder.resources import resource
from builder.watch.news import News

FRESH = {"Cache-Control": "no-cache"}
# The shell talks to nobody; here it listens to the server that it comes from.
SILENT, LISTENING = "connect-src 'none'", "connect-src 'self'"
NO_SITE = "<!doctype html><meta charset=utf-8><title>Knapsack</title><body></body>"
SCRIPT = '<script src="live/live.js"></script></body>'


class LiveSite:
    """A site that reloads itself: `app` serves it, `tell` sends news to the open pages."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._listeners: dict[asyncio.Queue[str], asyncio.AbstractEventLoop] = {}
        self._start = uuid4().hex
        self._last = News()
        self.app = Starlette(
            routes=[
                Route("/", lambda request: RedirectResponse("/index.html")),
                Route("/index.html", self._shell),
                Route("/live/live.js", self._script),
                Route("/live/news", self._news),
                Mount("/", _Files(directory=site, html=False, check_dir=False)),
            ],
            # Other sites' pages must not read courses by a name of theirs that leads here.
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
        )

    def tell(self, news: News) -> None:
        """Send news to all open pages; may be called from any thread."""
        self._last = news
        message = _event(news.as_json())
        for listener, loop in list(self._listeners.items()):
            loop.call_soon_threadsafe(listener.put_nowait, message)

    def _shell(self, _: Request) -> Response:
        shell = self._site / "index.html"
        page = shell.read_text(encoding="utf-8") if shell.is_file() else NO_SITE
        return HTMLResponse(page.replace(SILENT, LISTENING).replace("</body>", SCRIPT), headers=FRESH)

    def _script(self, _: Request) -> Response:
        script = (resource("site_overrides") / "assets/live.js").read_bytes()
        return Response(script, media_type="text/javascript", headers=FRESH)

    def _news(self, _: Request) -> Response:
        return StreamingResponse(self._events(), media_type="text/event-stream", headers=FRESH)

    async def _events(self) -> AsyncIterator[str]:
        listener: asyncio.Queue[str] = asyncio.Queue()
        self._listeners[listener] = asyncio.get_running_loop()
        try:
            yield _event({"start": self._start, "problems": self._last.problems, "broken": self._last.broken})
            while True:
                yield await listener.get()
        finally:
            del self._listeners[listener]


class _Files(StaticFiles):
    """Files that a browser asks for anew every time: they may have changed, even within a second."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(FRESH)
        # Its seconds are too coarse; the ETag also tells apart two versions of the same second.
        if "last-modified" in response.headers:
            del response.headers["last-modified"]
        return response


def _event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
