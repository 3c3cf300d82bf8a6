"""The forms of what goes in and out, as JSON Schema; the OpenAPI document is made of the same."""

from __future__ import annotations

from functools import cache
from typing import Any

from builder.resources import schema
from runtime.companion.people import names, secrets
from runtime.companion.route import Schema

ID_PATTERN = "^[0-9a-f-]{36}$"
MOST_EVENTS = 1000
CSV_LENGTH = 60_000


def record(optional: tuple[str, ...] = (), **fields: Schema) -> Schema:
    """Return the schema of an object with these fields and no others."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def array(items: Schema, most: int | None = None) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items} | ({"maxItems": most} if most else {})


def text(longest: int, shortest: int = 0) -> Schema:
    """Return the schema of a text by its length in characters."""
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def one_of(*choices: str) -> Schema:
    """Return the schema of a word out of several."""
    return {"type": "string", "enum": list(choices)}


def maybe(form: Schema) -> Schema:
    """Return the schema of a value that may be null."""
    return {"anyOf": [form, {"type": "null"}]}


@cache
def event() -> Schema:
    """Return the schema of an event, with what it refers to put in its place: it can stand in another one."""
    whole = schema("event")
    filled: Schema = _filled(whole, whole["definitions"])
    return {key: value for key, value in filled.items() if key not in {"$schema", "definitions", "title"}}


def _filled(node: Any, definitions: Schema) -> Any:  # noqa: ANN401  (any JSON)
    if isinstance(node, list):
        return [_filled(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return definitions[node["$ref"].removeprefix("#/definitions/")]
    return {key: _filled(value, definitions) for key, value in node.items()}


ID: Schema = {"type": "string", "pattern": ID_PATTERN}
# The course, a dot, the task: neither has a dot in its name.
TASK_ID: Schema = {"type": "string", "pattern": r"^[a-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$"}
NAME = text(2 * names.LONGEST, 1)
SECRET = text(secrets.LONGEST, 1)
ROLE = one_of("student", "teacher", "admin")
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
USER = record(id=ID, name=text(names.LONGEST), role=ROLE)
CLASS = record(id=ID, name=text(names.LONGEST))
CLASS_MEMBERS = record(
    id=ID, name=text(names.LONGEST), invite=maybe(text(20)), teachers=array(USER), students=array(USER)
)
WITH_SECRET = record(user=USER, secret=SECRET)
PROGRESS = record(
    lessons={"type": "object", "additionalProperties": one_of("opened", "read")},
    tasks={
        "type": "object",
        "additionalProperties": record(verdict=text(2), score={"type": "number"}, solved=FLAG),
    },
    questions={"type": "object", "additionalProperties": record(correct=FLAG, answer={}, attempts=COUNT)},
)
ERROR = record(error=record(code=text(40), message=text(500), details={"type": "object"}))
