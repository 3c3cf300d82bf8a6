"""Keys as people pass them on: a short text to paste or read out, with a checksum against slips."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Literal, cast

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from builder.problems import UserError

Kind = Literal["publisher", "school"]
KINDS: tuple[Kind, ...] = ("publisher", "school")
PRIVATE = "private-"
KEY_BYTES, CHECK_BYTES, GROUP = 32, 3, 4


@dataclass(frozen=True)
class PublicKey:
    """A key for others: a publisher's checks signatures (Ed25519), a school's seals tests (X25519)."""

    kind: Kind
    raw: bytes

    @property
    def text(self) -> str:
        """The text to paste, such as `publisher:ABCD-…`: 56 letters and digits in groups of four."""
        return _text(self.kind, self.raw)

    @property
    def fingerprint(self) -> str:
        """Sixteen letters and digits to compare by telephone."""
        letters = base64.b32encode(hashlib.sha256(f"{self.kind}:".encode() + self.raw).digest()[:10])
        return _grouped(letters.decode())


@dataclass(frozen=True)
class OwnKey:
    """A private key of this computer."""

    kind: Kind
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key for others."""
        if self.kind == "publisher":
            return PublicKey(self.kind, bytes(SigningKey(self.seed).verify_key))
        return PublicKey(self.kind, bytes(PrivateKey(self.seed).public_key))

    @property
    def text(self) -> str:
        """The text of the private file; it is nobody else's business."""
        return _text(PRIVATE + self.kind, self.seed)


def public_key(text: str) -> PublicKey:
    """Return the key that a text stands for. Capitals, spaces and hyphens do not matter.

    Raises UserError when it is no public key or has a slip in it.

    >>> key = PublicKey("school", bytes(range(32)))
    >>> public_key(key.text.lower().replace("-", " ")) == key
    True
    """
    kind, raw = _parsed(text)
    if kind.startswith(PRIVATE):
        raise UserError("this is a private key; give the public one (knapsack keys list shows it)")
    return PublicKey(cast("Kind", kind), raw)


def is_key_text(text: str) -> bool:
    """Whether a text means to be a key, and is no name of a file.

    >>> is_key_text("school:ABCD"), is_key_text("school.pub"), is_key_text("C:/keys/school.pub")
    (True, False, False)
    """
    kind, colon, _ = text.partition(":")
    return bool(colon) and kind.strip().lower().removeprefix(PRIVATE) in KINDS


def own_key(text: str) -> OwnKey:
    """Return the private key that a text stands for, or raise UserError."""
    kind, raw = _parsed(text)
    if not kind.startswith(PRIVATE):
        raise UserError("this is a public key; a private one is needed here")
    return OwnKey(cast("Kind", kind.removeprefix(PRIVATE)), raw)


def _text(kind: str, raw: bytes) -> str:
    return f"{kind}:{_grouped(base64.b32encode(raw + _check(kind, raw)).decode())}"


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def _parsed(text: str) -> tuple[str, bytes]:
    kind, colon, letters = text.strip().partition(":")
    kind = kind.strip().lower()
    if not colon or kind.removeprefix(PRIVATE) not in KINDS:
        raise UserError("this is no key; one looks like publisher:ABCD-EFGH-… or school:ABCD-EFGH-…")
    try:
        data = base64.b32decode("".join(letters.replace("-", " ").split()).upper())
    except (binascii.Error, ValueError) as error:
        raise UserError("the key is not whole or has a wrong letter; copy it once more") from error
    raw = data[:KEY_BYTES]
    if len(data) != KEY_BYTES + CHECK_BYTES or data[KEY_BYTES:] != _check(kind, raw):
        raise UserError("the key is not whole or has a wrong letter; copy it once more")
    return kind, raw


def _check(kind: str, raw: bytes) -> bytes:
    return hashlib.sha256(f"{kind}:".encode() + raw).digest()[:CHECK_BYTES]
