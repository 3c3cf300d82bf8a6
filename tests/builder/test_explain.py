from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft7Validator

from builder.explain import check_schema
from builder.problems import Problems
from builder.resources import schema

KINDS = ("manifest", "task", "quiz", "event")


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_draft_07(kind: str) -> None:
    Draft7Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == "http://json-schema.org/draft-07/schema#"


def objects(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in objects(item)]
    if not isinstance(node, dict):
        return []
    inner = [found for value in node.values() for found in objects(value)]
    return (
        [node, *inner] if isinstance(node.get("properties"), dict) and node.get("type") == "object" else inner
    )


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_closed_and_described(kind: str) -> None:
    for node in objects(schema(kind)):
        assert node["additionalProperties"] is False
    for name, field in schema(kind)["properties"].items():
        assert field.get("description"), name


def test_shared_definitions_are_the_same() -> None:
    for name in ("id", "title", "text"):
        forms = [str(schema(kind)["definitions"][name]) for kind in ("manifest", "task", "quiz")]
        assert len(set(forms)) == 1


@pytest.mark.parametrize(
    ("data", "valid"),
    [
        ({"type": "progress.updated", "data": {"course": "a", "lesson": "b", "state": "read"}}, True),
        ({"type": "progress.updated", "data": {"course": "a", "lesson": "b", "state": "done"}}, False),
        ({"type": "progress.updated", "data": {"name": "a", "colour": "red"}}, False),
        ({"type": "learner.created", "data": {"name": "Ada", "colour": "teal"}}, True),
        ({"type": "draft.saved", "data": {"course": "a", "task": "b", "code": ""}}, True),
        ({"type": "unknown", "data": {}}, False),
    ],
)
def test_events(data: dict[str, Any], valid: bool) -> None:
    head = {"id": "0193f5c2-8a00-7abc-8def-0123456789ab", "device": "d", "time": "2026-11-21T09:30:00.000Z"}
    problems = Problems("log")
    assert check_schema("event", head | {"learner": "l"} | data, "log", problems) is valid
