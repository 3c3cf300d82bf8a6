"""The one shape of every error that leaves the companion."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.responses import Response


class ApiError(Exception):
    """A request is refused; `code` is for programs, the message for people."""

    def __init__(self, status: HTTPStatus, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.status, self.code, self.details = status, code, details

    def as_json(self) -> dict[str, Any]:
        """Return the error as it is sent.

        >>> ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is no such class.").as_json()["error"]["code"]
        'not_found'
        """
        return {"error": {"code": self.code, "message": str(self), "details": self.details}}

    def response(self) -> Response:
        """Return the answer to send; a wait goes into the header that is for it, too."""
        headers = {"Retry-After": str(self.details["seconds"])} if "seconds" in self.details else None
        return json_response(self.as_json(), self.status, headers)


def json_response(value: object, status: int, headers: dict[str, str] | None = None) -> Response:
    """Return a JSON answer that no browser keeps."""
    # ASCII: half a surrogate pair in a learner's answer has no UTF-8.
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    fresh = {"Cache-Control": "no-store"}
    return Response(text, status, fresh | (headers or {}), media_type="application/json")


def signed_out() -> ApiError:
    """Return the refusal of whoever is not signed in, or no longer."""
    return ApiError(HTTPStatus.UNAUTHORIZED, "signed_out", "Sign in first.")


def forbidden() -> ApiError:
    """Return the refusal of what is not theirs, be it there or not."""
    return ApiError(HTTPStatus.FORBIDDEN, "forbidden", "You may not do this.")


def not_found(what: str) -> ApiError:
    """Return the answer for what is not there."""
    return ApiError(HTTPStatus.NOT_FOUND, "not_found", f"There is no such {what}.")


def name_taken() -> ApiError:
    """Return the refusal of a name that somebody, or a class, has already."""
    return ApiError(HTTPStatus.CONFLICT, "name_taken", "This name is taken; choose another one.")


def unfit(message: str, pointer: str = "") -> ApiError:
    """Return the refusal of a request that has not its schema's form, or a value that cannot be used."""
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "unfit", message, pointer=pointer)
