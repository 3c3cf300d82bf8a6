"""How a request's body comes in: its size is checked before it is read, its values before they are used."""

from __future__ import annotations

import json
import math
from http import HTTPStatus
from typing import Any, NoReturn

from starlette.requests import Request

from runtime.companion.errors import ApiError

KILOBYTE = 1024
DEEPEST = 16
# What JavaScript can count to without a gap; more fits into no column either.
LARGEST = 2**53
JSON_TYPE = "application/json"


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body; raise ApiError as soon as it is known to be longer than `limit` bytes."""
    check_length(request, limit)
    parts, total = [], 0
    async for part in request.stream():
        total += len(part)
        if total > limit:
            raise too_large(limit)
        parts.append(part)
    return b"".join(parts)


def check_length(request: Request, limit: int) -> None:
    """Raise ApiError when a body says itself that it is longer than `limit` bytes."""
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit() or int(declared) > limit:
        raise too_large(limit)


def check_type(given: str, expected: str) -> None:
    """Raise ApiError unless a body is of the expected media type.

    Forms of other sites can send text and form fields without being asked first, but never one of ours.
    """
    if given.partition(";")[0].strip().lower() != expected:
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_json", f"Send {expected}.")


def parse(body: bytes, *, verbatim: bool = False) -> Any:  # noqa: ANN401  (any JSON)
    """Return the JSON value of a body, or raise ApiError: nothing that could not be kept comes through.

    Halves of surrogate pairs, which JavaScript allows in a text, come in only where they are kept `verbatim`.

    >>> parse(b'{"name": "Anna"}')
    {'name': 'Anna'}
    """
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse, parse_float=_float, parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise malformed("The body is not sound JSON.") from error
    _check(value, verbatim)
    return value


def _check(value: object, verbatim: bool) -> None:
    """Raise ApiError when something is nested too deep or is no text; without recursion, for that reason."""
    waiting = [(value, 1)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, str) and not verbatim and not _is_whole(node):
            raise malformed("A text has half a sign.")
        if not isinstance(node, dict | list):
            continue
        if depth > DEEPEST:
            raise malformed(f"The JSON is more than {DEEPEST} levels deep.")
        waiting += [(child, depth + 1) for child in _children(node)]


def _children(node: dict[str, Any] | list[Any]) -> list[Any]:
    return [*node, *node.values()] if isinstance(node, dict) else node


def _is_whole(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _int(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError("a number is too large")
    return number


def malformed(message: str) -> ApiError:
    """Return the refusal of what cannot be read at all."""
    return ApiError(HTTPStatus.BAD_REQUEST, "malformed", message)


def too_large(limit: int) -> ApiError:
    """Return the refusal of a body of more than `limit` bytes."""
    return ApiError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"Send at most {limit // KILOBYTE} KB.", limit=limit
    )
