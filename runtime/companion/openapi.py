"""The OpenAPI document, made from the table of routes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Any

from builder import __version__
from runtime.companion.people.signing_in import ACCESS_COOKIE
from runtime.companion.route import Access, Route, Schema
from runtime.companion.routes import ROUTES
from runtime.companion.schemas import ERROR, ID
from runtime.companion.uploads import UPLOAD_TYPE

GAP = re.compile(r"\{(\w+)\}")
JSON = "application/json"
FILE: Schema = {
    "type": "string",
    "format": "binary",
    "description": "A line of JSON, a line end, and the file.",
}


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all routes.

    >>> document()["openapi"]
    '3.1.0'
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Knapsack companion", "version": __version__},
        "paths": _paths(ROUTES),
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": ACCESS_COOKIE}},
        },
    }


def _paths(routes: Iterable[Route]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return paths


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.handler.__module__.rpartition(".")[2] + "_" + route.handler.__name__,
        "summary": route.summary,
        "description": f"For {route.access.value}.",
        "responses": _responses(route),
    }
    if gaps := GAP.findall(route.path):
        operation["parameters"] = [
            {"name": gap, "in": "path", "required": True, "schema": route.gaps.get(gap, ID)} for gap in gaps
        ]
    if route.upload:
        operation["requestBody"] = {"required": True, "content": {UPLOAD_TYPE: {"schema": FILE}}}
        operation["description"] += f" The line of JSON before the file: {json.dumps(route.body)}"
    elif route.body is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": route.body}}}
    if route.access is not Access.ANYONE:
        operation["security"] = [{"session": []}]
    return operation


def _responses(route: Route) -> dict[str, Any]:
    refused = {"description": "Refused", "content": _content({"$ref": "#/components/schemas/Error"})}
    if route.download:
        file = {"description": "A file", "content": {UPLOAD_TYPE: {}}}
        return {str(HTTPStatus.OK.value): file, "default": refused}
    if route.answer is None:
        return {str(HTTPStatus.NO_CONTENT.value): {"description": "Done"}, "default": refused}
    done = {"description": "Done", "content": _content(route.answer)}
    return {str(route.status.value): done, "default": refused}


def _content(schema: Schema) -> dict[str, Any]:
    return {JSON: {"schema": schema}}
