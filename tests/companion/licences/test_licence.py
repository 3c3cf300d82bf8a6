from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from builder.packs.keys import OwnKey, PublicKey
from builder.problems import UserError
from runtime.companion.licences.licence import MAX_BYTES, Licence, issue, read_licence

KEY = OwnKey("publisher", bytes(range(32)))
STRANGER = OwnKey("publisher", bytes(32))


def issued(**fields: Any) -> bytes:
    given = {
        "tenant_id": "school-7",
        "seats": 30,
        "valid_until": date(2027, 8, 31),
        "features": ["teaching", "sync"],
        "license_version": 2,
    }
    return issue(KEY, **{**given, **fields})


def test_what_was_issued_is_read() -> None:
    assert read_licence(issued(), [KEY.public]) == Licence(
        tenant_id="school-7",
        seats=30,
        valid_until=date(2027, 8, 31),
        features=frozenset({"sync", "teaching"}),
        license_version=2,
        issuer=KEY.public,
    )


def test_the_same_licence_is_the_same_file() -> None:
    assert issued(features=["sync", "teaching"]) == issued()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tenant_id", "school-8"),
        ("seats", 31),
        ("valid_until", "2028-08-31"),
        ("features", ["sync", "teaching", "more"]),
        ("license_version", 3),
    ],
)
def test_no_field_can_be_changed(field: str, value: object) -> None:
    changed = {**json.loads(issued()), field: value}
    with pytest.raises(UserError, match="signature does not fit"):
        read_licence(json.dumps(changed).encode(), [KEY.public])


def test_every_bit_of_the_signature_counts() -> None:
    fields = json.loads(issued())
    letters = fields["signature"]
    for place in range(len(letters)):
        other = "A" if letters[place] != "A" else "B"
        fields["signature"] = letters[:place] + other + letters[place + 1 :]
        with pytest.raises(UserError, match=r"signature does not fit|whom nobody here trusts"):
            read_licence(json.dumps(fields).encode(), [KEY.public])


@pytest.mark.parametrize("issuers", [[], [STRANGER.public], [PublicKey("school", KEY.public.raw)]])
def test_a_licence_of_somebody_else_is_refused(issuers: list[PublicKey]) -> None:
    with pytest.raises(UserError, match=r"whom nobody here trusts; .* knapsack keys trust publisher:"):
        read_licence(issued(), issuers)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no licence: Line 1"),
        (b"[]", "the file is no licence"),
        (b"null", "no licence: The file says"),
        (b"\xff", "no licence"),
        (b'{"seats": 1, "seats": 2}', "no licence"),
        (b" " * (MAX_BYTES + 1), "which no licence has"),
        (issued().replace(b'"seats": 30', b'"seats": "30"'), "no licence: /seats"),
        (issued().replace(b'"seats": 30', b'"seats": true'), "no licence: /seats"),
        (issued().replace(b'"seats": 30,', b""), "no licence"),
        (issued().replace(b"2027-08-31", b"2027-13-31"), "signature does not fit"),
        (issued().replace(b'"seats"', b'"more": 1, "seats"'), "no licence"),
    ],
)
def test_what_is_no_licence_is_told_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why) as caught:
        read_licence(data, [KEY.public])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "fields", [{"seats": 0}, {"tenant_id": "No Name"}, {"license_version": 0}, {"features": ["A B"]}]
)
def test_nothing_is_issued_that_no_school_could_read(fields: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="no licence"):
        issued(**fields)
