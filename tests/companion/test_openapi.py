from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from runtime.companion.openapi import document
from runtime.companion.route import Access
from runtime.companion.routes import ROUTES
from tests.companion.school import School


def test_the_document_has_every_route_and_no_other() -> None:
    listed = {
        f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods
    }
    assert listed == {route.name for route in ROUTES}


def test_every_schema_is_sound_and_stands_alone() -> None:
    for route in ROUTES:
        for schema in (route.body, route.answer):
            if schema is not None:
                Draft202012Validator.check_schema(schema)
                assert "$ref" not in json.dumps(schema), route.name


def test_operations_have_names_of_their_own_and_say_who_may() -> None:
    operations = [each for path in document()["paths"].values() for each in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] and operation["description"] for operation in operations)
    for route in ROUTES:
        operation = document()["paths"][route.path][route.method.lower()]
        assert ("security" in operation) == (route.access is not Access.ANYONE)
        gaps = [parameter["name"] for parameter in operation.get("parameters", [])]
        assert all(f"{{{gap}}}" in route.path for gap in gaps)
        assert len(gaps) == route.path.count("{")


def test_it_is_served(school: School) -> None:
    response = school.client.get("/openapi.json")
    assert response.json()["openapi"] == "3.1.0"
    assert response.json() == document()
