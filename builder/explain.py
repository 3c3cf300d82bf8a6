"""Turns what jsonschema reports into sentences that a teacher understands."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from builder.problems import Problems, pointer
from builder.resources import schema

ARTICLES = {"manifest": "a manifest", "task": "a task", "quiz": "a quiz", "event": "an event"} | {
    "licence": "a licence"
}
OBJECTS = {"tests": "a test", "checker": "a checker", "limits": "limits", "wrong": "a wrong program"} | {
    "questions": "a question",
    "lessons": "a lesson",
}
TYPES = {"string": "a text in quotes", "integer": "a whole number", "number": "a number"} | {
    "boolean": "true or false",
    "array": "a list in […]",
    "object": "an object in {…}",
}


def check_schema(kind: str, data: Any, file: str, problems: Problems) -> bool:  # noqa: ANN401  (any JSON)
    """Report every way in which `data` breaks the schema `kind`; return whether it keeps to it."""
    clean = True
    for error in _validator(kind).iter_errors(data):
        for precise in _precise(error):
            clean = False
            for place, message in explain(kind, precise):
                problems.error(file, message, place)
    return clean


@cache
def _validator(kind: str) -> Draft7Validator:
    return Draft7Validator(schema(kind))


def _precise(error: ValidationError) -> list[ValidationError]:
    """For a choice of forms, take the form that the author seems to have meant."""
    if error.validator != "anyOf":
        return [error]
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [
        inners
        for inners in branches.values()
        if not any(not inner.path and inner.validator == "type" for inner in inners)
    ]
    return [each for inner in meant[0] for each in _precise(inner)] if meant else [error]


def explain(kind: str, error: ValidationError) -> list[tuple[str, str]]:
    """Return `(pointer, message)` for one schema error."""
    place = pointer(*error.absolute_path)
    if error.validator == "additionalProperties":
        return _unknown_fields(kind, error)
    if error.validator == "required":
        missing = [name for name in _value(error) if name not in _instance(error)]
        return [
            (place, f"The field ‘{name}’ is missing.")
            for name in missing
            if error.message.startswith(repr(name))
        ]
    sentence = EXPLANATIONS.get(str(error.validator))
    comment = _schema(error).get("$comment")
    if comment:
        return [(place, f"{_subject(error)} should be {comment}{_but(error)}.")]
    said = f"{_subject(error)} {sentence(error)}" if sentence else error.message
    return [(place, said if said.endswith(("?", ".")) else f"{said}.")]


# jsonschema types these as perhaps unset, which errors from a validator never are.
def _value(error: ValidationError) -> Any:  # noqa: ANN401
    return error.validator_value


def _instance(error: ValidationError) -> Any:  # noqa: ANN401
    return error.instance


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _unknown_fields(kind: str, error: ValidationError) -> list[tuple[str, str]]:
    known = list(_schema(error)["properties"])
    owner = _owner(kind, list(error.absolute_path))
    found = []
    for name in _instance(error):
        if name not in known:
            close = get_close_matches(str(name).lower(), known, 1, 0.6)
            hint = (
                f" Did you mean ‘{close[0]}’?"
                if close
                else f" {owner.capitalize()} may have: {', '.join(known)}."
            )
            found.append((pointer(*error.absolute_path, name), f"‘{name}’ is not a field of {owner}.{hint}"))
    return found


def _owner(kind: str, path: list[str | int]) -> str:
    names = [part for part in path if isinstance(part, str)]
    return OBJECTS.get(names[-1], f"‘{names[-1]}’") if names else ARTICLES[kind]


def _subject(error: ValidationError) -> str:
    path = list(error.absolute_path)
    if not path:
        return "The file"
    if isinstance(path[-1], int):
        owner = next((str(part) for part in reversed(path) if isinstance(part, str)), "the list")
        return f"Item {path[-1] + 1} of ‘{owner}’"
    return f"‘{path[-1]}’"


def _but(error: ValidationError) -> str:
    value = _instance(error)
    if isinstance(value, str):
        return f", not ‘{value[:60]}’"
    if isinstance(value, bool):
        return f", not {str(value).lower()}"
    return f", not {value}" if isinstance(value, int | float) else ""


def _one_of(error: ValidationError) -> str:
    names = [str(each) for each in _value(error)]
    close = get_close_matches(str(_instance(error)), names, 1, 0.5)
    hint = f". Did you mean ‘{close[0]}’?" if close else "."
    return f"should be one of {', '.join(names)}{_but(error)}{hint}"


EXPLANATIONS: dict[str, Callable[[ValidationError], str]] = {
    "type": lambda error: f"should be {TYPES.get(str(_value(error)), _value(error))}{_but(error)}",
    "enum": _one_of,
    "minimum": lambda error: f"should be {_value(error)} or more{_but(error)}",
    "maximum": lambda error: f"should be {_value(error)} or less{_but(error)}",
    "minLength": lambda _: "must not be empty",
    "maxLength": lambda error: f"is longer than {_value(error)} characters",
    "minItems": lambda error: f"needs at least {_value(error)} item{'s' * (_value(error) > 1)}",
    "minProperties": lambda _: "needs a text for at least one language",
    "uniqueItems": lambda _: "has the same item twice",
}
