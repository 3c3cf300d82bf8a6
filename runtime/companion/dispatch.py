"""From a request to an answer: body, caller, access, form, handler, in this order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from runtime.companion import access, logs
from runtime.companion.asking import asking
from runtime.companion.companion import Companion
from runtime.companion.door import JSON_TYPE, check_type, parse, read_body
from runtime.companion.errors import json_response, unfit
from runtime.companion.forms import faults
from runtime.companion.licences.devices import DEVICE_COOKIE, DEVICE_SECONDS, admit
from runtime.companion.people.signing_in import COOKIES
from runtime.companion.route import (
    SMALL_BODY,
    Call,
    Download,
    Json,
    Pending,
    Reply,
    Route,
    Schema,
)
from runtime.companion.uploads import UPLOAD_TYPE, Upload, received

LONGEST_MESSAGE = 200
SLOW_TOGETHER = 2
FRESH = {"Cache-Control": "no-store"}
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(route: Route, companion: Companion, slow: anyio.CapacityLimiter) -> Endpoint:
    """Return what Starlette calls for a route; it waits in threads, and those that hash share `slow`."""
    limiter = slow if route.slow else None

    async def answer(request: Request) -> Response:
        body = await read_body(request, route.limit)
        if route.quick and len(body) <= SMALL_BODY:
            result = _handled(route, companion, request, body)
        else:
            result = await anyio.to_thread.run_sync(
                _handled, route, companion, request, body, limiter=limiter
            )
        if isinstance(result, Pending):
            result = result.answer(await asyncio.wrap_future(result.done))
        return _response(route, request, result)

    async def answer_file(request: Request) -> Response:
        call = await anyio.to_thread.run_sync(_admitted, route, companion, request)
        check_type(request.headers.get("content-type", ""), UPLOAD_TYPE)
        async with received(request, route.limit, companion.folder) as upload:
            result = await anyio.to_thread.run_sync(_filed, route, call, upload, limiter=limiter)
        return _response(route, request, result)

    return answer_file if route.upload else answer


def _handled(
    route: Route, companion: Companion, request: Request, body: bytes
) -> Json | Reply | Pending | Download | None:
    call = _admitted(route, companion, request)
    if route.body is not None:
        check_type(request.headers.get("content-type", ""), JSON_TYPE)
        call = _with_body(call, route.body, parse(body, verbatim=route.verbatim))
    result = route.handler(call)
    _note(route, call)
    return result


def _filed(route: Route, call: Call, upload: Upload) -> Json | Reply | Download | None:
    if route.body is None:
        raise RuntimeError("a route that takes a file needs a form for the line before it")
    call = _with_body(replace(call, file=upload.file), route.body, parse(upload.head))
    result = route.handler(call)
    if isinstance(result, Pending):
        raise RuntimeError("the file is gone before this answer is ready")  # noqa: TRY004  (our own mistake)
    _note(route, call)
    return result


def _note(route: Route, call: Call) -> None:
    """Write down what people who look after a school change; what students save is in the database."""
    if route.method != "GET" and call.caller and call.me.role != "student" and not route.quick:
        logs.note("done", route=route.name, user=call.me.id, path=dict(call.path))


def _admitted(route: Route, companion: Companion, request: Request) -> Call:
    """Return the call without its body. Raises ApiError unless the caller may make it."""
    companion.health.somebody_asks()
    call = Call(
        companion,
        path=request.path_params,
        body={},
        cookies=request.cookies,
        address=request.client.host if request.client else "",
        caller=asking(companion, request),
    )
    access.check(route.access, call)
    if route.teaching:
        session = call.caller.session if call.caller else None
        request.state.device = admit(companion, request.cookies.get(DEVICE_COOKIE), session)
    return call


def _with_body(call: Call, schema: Schema, value: Any) -> Call:  # noqa: ANN401  (any JSON)
    for place, message in faults(schema, value):
        raise unfit(message[:LONGEST_MESSAGE], place)
    return replace(call, body=value)


def _response(route: Route, request: Request, result: Json | Reply | Download | None) -> Response:
    reply = result if isinstance(result, Reply) else Reply(None if isinstance(result, Download) else result)
    if isinstance(result, Download):
        response: Response = FileResponse(
            result.path, filename=result.name, media_type=UPLOAD_TYPE, headers=FRESH
        )
    elif reply.value is None:
        response = Response(status_code=HTTPStatus.NO_CONTENT, headers=FRESH)
    else:
        response = json_response(reply.value, route.status)
    device = getattr(request.state, "device", None)
    own = {DEVICE_COOKIE: device} if device else {}
    for name, text in {**own, **reply.cookies}.items():
        _set_cookie(response, name, text)
    return response


def _set_cookie(response: Response, name: str, text: str | None) -> None:
    path = COOKIES.get(name, "/")
    if text is None:
        response.delete_cookie(name, path=path, httponly=True, samesite="strict")
    else:
        # Without an age: it ends with the browser, on a PC that many use.
        age = DEVICE_SECONDS if name == DEVICE_COOKIE else None
        response.set_cookie(name, text, age, path=path, httponly=True, samesite="strict")
