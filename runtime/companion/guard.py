"""Who may talk to us at all: pages of ours, under our own name."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.companion.errors import ApiError
from runtime.companion.route import Route
from runtime.companion.sticks import HEADERS as STICK_HEADERS
from runtime.companion.sticks import PREFLIGHT, STICK_ORIGIN, StickRoutes

HARMLESS = {"GET", "HEAD"}
# Browsers leave it out of names and origins.
HTTP_PORT = 80
OWN_HOSTS = ("127.0.0.1", "localhost")
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class Guard:
    """Refuses other names for this server (DNS rebinding) and changes that other sites ask for (CSRF).

    The session's cookies are SameSite, but every server on 127.0.0.1 is the same site as we are.
    """

    def __init__(
        self, app: ASGIApp, port: int, host_names: Iterable[str] = (), routes: Iterable[Route] = ()
    ) -> None:
        """`routes` are those of the API; pages from sticks may call the few that are for them."""
        self._app, self._sticks = app, StickRoutes(routes)
        own = {host if port == HTTP_PORT else f"{host}:{port}" for host in OWN_HOSTS}
        self._hosts = own | set(host_names)
        self._origins = {f"http://{host}" for host in self._hosts} | {
            f"https://{name}" for name in host_names
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(own)
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        from_stick = refusal is None and headers.get("origin") == STICK_ORIGIN
        own = HEADERS | (STICK_HEADERS if from_stick else {})
        if from_stick and scope["method"] == "OPTIONS":
            await Response(status_code=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)(scope, receive, send_safely)
        else:
            await (refusal.response() if refusal else self._app)(scope, receive, send_safely)

    def _refusal(self, scope: Scope, headers: Headers) -> ApiError | None:
        method: str = scope["method"]
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return _forbidden("wrong_host", "This server has another name.")
        if headers.get("origin") == STICK_ORIGIN and self._sticks.may(method, scope["path"], headers):
            return None
        if method in HARMLESS and headers.get("origin") != STICK_ORIGIN:
            return None
        if headers.get("origin") not in self._origins:
            return _forbidden("wrong_origin", "Only pages of this server may change something.")
        return None


def _forbidden(code: str, message: str) -> ApiError:
    return ApiError(HTTPStatus.FORBIDDEN, code, message)
