"""The licence of a school: a small JSON object whose signature covers all of its other fields.

What is signed is the object without `signature`, as JSON with sorted keys, no white space and ASCII only,
behind a line that says what the signature is for.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from builder.explain import check_schema
from builder.packs.keys import OwnKey, PublicKey
from builder.problems import Problems, UserError
from builder.reading import UnreadableError, parse_json

Kind = Literal["unreadable", "changed", "untrusted"]
MAX_BYTES = 20_000
KEY = 32
PURPOSE = b"Knapsack licence 1\n"
"""What is signed begins with this, so that no signature made for anything else can be put here."""


class LicenceError(UserError):
    """A file that is no licence, or none that counts here; `kind` says which, for programs."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Licence:
    """A licence whose signature fits; the fields are those of `schemas/licence.schema.json`."""

    tenant_id: str
    seats: int
    valid_until: date
    features: frozenset[str]
    license_version: int
    issuer: PublicKey

    def as_json(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        fields = asdict(self)
        del fields["issuer"]
        return fields | {"valid_until": self.valid_until.isoformat(), "features": sorted(self.features)}


def issue(
    key: OwnKey,
    *,
    tenant_id: str,
    seats: int,
    valid_until: date,
    features: Collection[str],
    license_version: int,
) -> bytes:
    """Return the file of a licence that `key` signs. Raises UserError for a field that no licence may have.

    >>> key = OwnKey("publisher", bytes(32))
    >>> last = date(2027, 8, 31)
    >>> data = issue(
    ...     key, tenant_id="school-7", seats=30, valid_until=last, features=["teaching"], license_version=1
    ... )
    >>> read_licence(data, [key.public]).seats
    30
    """
    licence = Licence(tenant_id, seats, valid_until, frozenset(features), license_version, key.public)
    fields = licence.as_json()
    signing = SigningKey(key.seed)
    whole = bytes(signing.verify_key) + signing.sign(_signed(fields)).signature
    data = json.dumps({**fields, "signature": base64.b64encode(whole).decode()}, indent=1) + "\n"
    read_licence(data.encode(), [key.public])
    return data.encode()


def read_licence(data: bytes, issuers: Collection[PublicKey]) -> Licence:
    """Return the licence in a file, signed by one of `issuers`. Raises LicenceError for any other file."""
    fields = _fields(data)
    whole = base64.b64decode(fields.pop("signature"))
    issuer = PublicKey("publisher", whole[:KEY])
    try:
        VerifyKey(issuer.raw).verify(_signed(fields), whole[KEY:])
    except BadSignatureError as error:
        raise LicenceError(
            "changed", "the licence's signature does not fit: it was changed; get it again"
        ) from error
    if issuer not in issuers:
        advice = f"if you know who it is: knapsack keys trust {issuer.text}"
        raise LicenceError(
            "untrusted", f"the licence is signed by {issuer.fingerprint}, whom nobody here trusts; {advice}"
        )
    return Licence(
        tenant_id=fields["tenant_id"],
        seats=fields["seats"],
        valid_until=_day(fields["valid_until"]),
        features=frozenset(fields["features"]),
        license_version=fields["license_version"],
        issuer=issuer,
    )


def _fields(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise LicenceError(
            "unreadable", f"the file has {len(data)} bytes, which no licence has; is it the right one?"
        )
    problems = Problems("licence")
    try:
        fields = parse_json(data.decode("utf-8-sig"))
    except (UnreadableError, UnicodeDecodeError) as error:
        raise LicenceError("unreadable", f"the file is no licence: {str(error).rstrip('.')}") from error
    if not isinstance(fields, dict) or not check_schema("licence", fields, "", problems):
        first = next(iter(problems), None)
        what = f": {first.pointer} {first.message.rstrip('.')}" if first else ""
        raise LicenceError("unreadable", f"the file is no licence{what}")
    return fields


def _signed(fields: dict[str, Any]) -> bytes:
    return PURPOSE + json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LicenceError("unreadable", f"the licence is valid until {text}, which is no day") from error
