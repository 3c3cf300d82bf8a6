"""The companion as a Starlette application: the API, its own pages, and the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as At
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from runtime.companion import logs
from runtime.companion.companion import Companion
from runtime.companion.dispatch import SLOW_TOGETHER, endpoint
from runtime.companion.errors import ApiError, json_response
from runtime.companion.guard import Guard
from runtime.companion.openapi import document
from runtime.companion.pages import page_routes
from runtime.companion.routes import ROUTES
from runtime.companion.store.faults import StoreError

SHELL = "index.html"
SERVED = '<meta name="knapsack-companion" content="1">'


def application(companion: Companion, site: Path, port: int, host_names: Iterable[str] = ()) -> Starlette:
    """Return the application that serves a school and its site at a port of this computer."""
    return Starlette(
        routes=[
            *_api(companion),
            At("/openapi.json", lambda request: json_response(document(), HTTPStatus.OK)),
            *page_routes(companion),
            At("/", lambda request: RedirectResponse("/school/")),
            Mount("/", _Files(directory=site)),
        ],
        middleware=[Middleware(Guard, port=port, host_names=tuple(host_names), routes=ROUTES)],
        exception_handlers={
            ApiError: _refused,
            StoreError: _store_refused(companion),
            HTTPException: _http_refused,
            Exception: _failed,
        },
    )


def _api(companion: Companion) -> list[BaseRoute]:
    """Return what Starlette wants: a route for each path and method of the table."""
    slow = CapacityLimiter(SLOW_TOGETHER)
    return [At(route.path, endpoint(route, companion, slow), methods=[route.method]) for route in ROUTES]


class _Files(StaticFiles):
    """Files that a browser asks for anew every time: the site may have been built again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if path == SHELL and isinstance(response, FileResponse):
            return HTMLResponse(
                await run_sync(_shell, Path(response.path)), headers={"Cache-Control": "no-cache"}
            )
        response.headers["Cache-Control"] = "no-cache"
        return response


def _shell(path: Path) -> str:
    """Return the site's first page; it is told that there is a companion, and need not ask for one."""
    return path.read_text(encoding="utf-8").replace("<head>", f"<head>\n    {SERVED}", 1)


def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return error.response()


def _store_refused(companion: Companion) -> Callable[[Request, Exception], Response]:
    def answer(_: Request, error: Exception) -> Response:
        kind = error.kind if isinstance(error, StoreError) else "unwritable"
        logs.note("store_refused", logs.WARNING, kind=kind)
        companion.health.damaged |= kind == "damaged"
        message = f"{error}."
        return ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE, f"store_{kind}", message[:1].upper() + message[1:]
        ).response()

    return answer


def _http_refused(_: Request, error: Exception) -> Response:
    """Answer for a path that is not there, or a method that it has not, in the shape of all errors."""
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND)
    return ApiError(status, status.name.lower(), f"{status.phrase}.").response()


def _failed(request: Request, error: Exception) -> Response:
    """Answer for a mistake of ours; the server prints its traceback, too."""
    route = request.scope.get("route")
    logs.failed("request_failed", error, method=request.method, route=getattr(route, "path", ""))
    return ApiError(
        HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong here; tell the school's admin."
    ).response()
