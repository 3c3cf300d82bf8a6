"""From a request to an answer: body, caller, access, form, handler, in this order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from runtime.companion import access
from runtime.companion.companion import Companion
from runtime.companion.door import parse, read_body
from runtime.companion.errors import json_response, unfit
from runtime.companion.forms import faults
from runtime.companion.people.signing_in import ACCESS_COOKIE, COOKIES, who
from runtime.companion.route import SMALL_BODY, Call, Json, Pending, Reply, Route, Schema

LONGEST_MESSAGE = 200
SLOW_TOGETHER = 2
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(route: Route, companion: Companion, slow: anyio.CapacityLimiter) -> Endpoint:
    """Return what Starlette calls for a route; it waits in threads, and those that hash share `slow`."""

    async def answer(request: Request) -> Response:
        body = await read_body(request, route.limit)
        if route.quick and len(body) <= SMALL_BODY:
            result = _handled(route, companion, request, body)
        else:
            limiter = slow if route.slow else None
            result = await anyio.to_thread.run_sync(
                _handled, route, companion, request, body, limiter=limiter
            )
        if isinstance(result, Pending):
            result = result.answer(await asyncio.wrap_future(result.done))
        return _response(route, result)

    return answer


def _handled(
    route: Route, companion: Companion, request: Request, body: bytes
) -> Json | Reply | Pending | None:
    call = Call(
        companion,
        path=request.path_params,
        body={},
        cookies=request.cookies,
        address=request.client.host if request.client else "",
        caller=who(companion, request.cookies.get(ACCESS_COOKIE)),
    )
    access.check(route.access, call)
    if route.body is not None:
        media_type = request.headers.get("content-type", "")
        call = _with_body(call, route.body, parse(body, media_type, verbatim=route.verbatim))
    return route.handler(call)


def _with_body(call: Call, schema: Schema, value: Any) -> Call:  # noqa: ANN401  (any JSON)
    for place, message in faults(schema, value):
        raise unfit(message[:LONGEST_MESSAGE], place)
    return replace(call, body=value)


def _response(route: Route, result: Json | Reply | None) -> Response:
    reply = result if isinstance(result, Reply) else Reply(result)
    if reply.value is None:
        response = Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
    else:
        response = json_response(reply.value, route.status)
    for name, text in reply.cookies.items():
        if text is None:
            response.delete_cookie(name, path=COOKIES[name], httponly=True, samesite="strict")
        else:
            # Without an age: it ends with the browser, on a PC that many use.
            response.set_cookie(name, text, path=COOKIES[name], httponly=True, samesite="strict")
    return response
