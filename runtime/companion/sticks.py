"""What pages from sticks may ask: they have no origin of their own, browsers call it `null`.

So has every sandboxed frame of any site. Therefore these routes are few, and each but the one that pairs
wants a token that only a paired page has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.routing import compile_path

from runtime.companion.route import Route

STICK_ORIGIN = "null"
HEADERS = {"Access-Control-Allow-Origin": STICK_ORIGIN, "Vary": "Origin"}
PREFLIGHT = HEADERS | {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization, content-type, knapsack-user",
    "Access-Control-Max-Age": "600",
}


class StickRoutes:
    """Which requests a page from a stick may send at all."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._open = [(route.method, compile_path(route.path)[0]) for route in routes if route.stick]

    def may(self, method: str, path: str, headers: Mapping[str, str]) -> bool:
        """Whether this request, or the one that a browser asks about before it sends it, is one of them."""
        if method == "OPTIONS":
            method = headers.get("access-control-request-method", "")
        return any(method == each and pattern.match(path) for each, pattern in self._open)
