"""Encrypts a file of any size with a passphrase.

The key comes from the passphrase by Argon2id, the file is a secretstream of libsodium (XChaCha20-Poly1305):
what was changed, cut off, repeated or put in another order is noticed at the first such piece.

    KNAPSACK BACKUP 1        a line
    {"ops": 4, …}            a line: what Argon2id needs to make the key again
    24 bytes                 header of the stream
    pieces                   64 KiB each, the last one shorter, each 17 bytes longer than what is in it
"""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from nacl import bindings
from nacl.exceptions import RuntimeError as SodiumError
from nacl.pwhash import argon2id
from nacl.utils import random

from builder.problems import UserError

MAGIC = b"KNAPSACK BACKUP 1\n"
PIECE = 1 << 16
ADDED = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
KEY = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
LONGEST_LINE, KILOBYTE = 1000, 1024
SHORTEST_PASSPHRASE = 8
MOST_OPERATIONS, MOST_MEMORY = 16, 1 << 30
"""More than a file may ask for: a hostile one could keep the computer busy for hours."""


@dataclass(frozen=True)
class Cost:
    """What guessing a passphrase costs: passes, and bytes of memory."""

    ops: int = 4
    mem: int = 64 << 20


COST = Cost()


@dataclass(frozen=True)
class Lock:
    """What seals a file: the key, and what whoever knows the passphrase needs to make it again."""

    key: bytes
    salt: bytes
    cost: Cost


def lock(passphrase: str, cost: Cost = COST) -> Lock:
    """Return the lock that a passphrase opens; takes as long as guessing it once.

    Raises UserError for a passphrase that is too short.
    """
    if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
        raise UserError(f"choose a passphrase of {SHORTEST_PASSPHRASE} characters or more")
    salt = random(argon2id.SALTBYTES)
    return Lock(_key(passphrase, salt, cost), salt, cost)


def seal(source: BinaryIO, target: BinaryIO, by: Lock) -> None:
    """Write what is left of `source` to `target`, for whoever knows the passphrase."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    # The stream begins with a number of its own: the same key never encrypts two files alike.
    stream = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, by.key)
    target.write(MAGIC + _line(by.salt, by.cost) + stream)
    piece, following = source.read(PIECE), source.read(PIECE)
    while following:
        target.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, tag=MESSAGE))
        piece, following = following, source.read(PIECE)
    target.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, tag=FINAL))


def unseal(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Write to `target` what was sealed. Raises UserError when it cannot be had; `target` is then of no use.

    >>> from io import BytesIO
    >>> quick = lock("open sesame", Cost(1, 1 << 20))
    >>> seal(BytesIO(b"all of it"), sealed := BytesIO(), quick)
    >>> unseal(BytesIO(sealed.getvalue()), plain := BytesIO(), "open sesame")
    >>> plain.getvalue()
    b'all of it'
    """
    for piece in _pieces(source, passphrase):
        target.write(piece)


def _pieces(source: BinaryIO, passphrase: str) -> Iterator[bytes]:
    if source.read(len(MAGIC)) != MAGIC:
        raise UserError("this is no backup of Knapsack, or of a newer version of it")
    salt, cost = _asked(source.readline(LONGEST_LINE))
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    stream = source.read(HEADER)
    if len(stream) != HEADER:
        raise UserError("the backup is not whole; take another copy of it")
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, stream, _key(passphrase, salt, cost))
    tag, first = MESSAGE, True
    while tag != FINAL:
        piece, tag = _piece(state, source.read(PIECE + ADDED), first=first)
        first = False
        yield piece
    if source.read(1):
        raise UserError("there is something behind the end of the backup; take another copy of it")


def _piece(state: Any, sealed: bytes, *, first: bool) -> tuple[bytes, int]:  # noqa: ANN401  (of the library)
    if len(sealed) < ADDED:
        raise UserError("the backup is not whole; take another copy of it")
    try:
        return bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed)
    except SodiumError as error:
        why = "the passphrase is wrong, or the backup was changed" if first else "the backup was changed"
        raise UserError(f"{why}; try again with another copy of it") from error


def _asked(line: bytes) -> tuple[bytes, Cost]:
    """Return salt and cost, as far as a file may ask for them."""
    try:
        fields = json.loads(line)
        salt, cost = base64.b64decode(fields["salt"], validate=True), Cost(fields["ops"], fields["mem"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError("the head of the backup was changed; take another copy of it") from error
    sound = type(cost.ops) is int and type(cost.mem) is int and len(salt) == argon2id.SALTBYTES
    # Argon2id counts in kilobytes: what is below would be free to change.
    sound = sound and cost.mem % KILOBYTE == 0 and line == _line(salt, cost)
    if not sound or not (1 <= cost.ops <= MOST_OPERATIONS and (8 << 10) <= cost.mem <= MOST_MEMORY):
        raise UserError("the head of the backup was changed; take another copy of it")
    return salt, cost


def _line(salt: bytes, cost: Cost) -> bytes:
    return json.dumps({**asdict(cost), "salt": base64.b64encode(salt).decode()}).encode() + b"\n"


def _key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    secret = _normal(passphrase).encode("utf-8", "surrogatepass")
    return argon2id.kdf(KEY, secret, salt, opslimit=cost.ops, memlimit=cost.mem)


def _normal(passphrase: str) -> str:
    """Return the passphrase as it is whatever keyboard typed it: one system composes letters, another not."""
    return unicodedata.normalize("NFC", passphrase)
