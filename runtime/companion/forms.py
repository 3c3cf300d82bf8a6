"""Whether a value has the form that a schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from runtime.companion.route import Schema

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_VALIDATORS: dict[int, tuple[Schema, Validator]] = {}


def faults(schema: Schema, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (any JSON)
    """Yield the JSON pointer and the message of each fault; `schema` must not change afterwards.

    >>> list(faults({"type": "object", "required": ["name"]}, {}))
    [('', "'name' is a required property")]
    """
    for error in _validator(schema).iter_errors(value):
        yield "".join(f"/{part}" for part in error.absolute_path), error.message


def _validator(schema: Schema) -> Validator:
    """Return the validator of a schema, made once; it keeps the schema, so that the id stays its own."""
    known = _VALIDATORS.get(id(schema))
    if known is None:
        # Loaded with the first request that has a body: it takes a tenth of a second.
        from jsonschema import Draft202012Validator  # noqa: PLC0415

        known = _VALIDATORS[id(schema)] = (schema, Draft202012Validator(schema))
    return known[1]
