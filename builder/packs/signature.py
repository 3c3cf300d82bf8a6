"""The signature of a content list: 32 bytes of public key, then 64 of Ed25519 signature, nothing else."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from builder.packs.keys import OwnKey, PublicKey
from builder.problems import UserError

KEY, WHOLE = 32, 96
PURPOSE = b"Knapsack pack 1\n"
"""What is signed begins with this, so that no signature made for anything else can be put here."""


def sign(listing: bytes, key: OwnKey) -> bytes:
    """Return the signature of a content list."""
    signing = SigningKey(key.seed)
    return bytes(signing.verify_key) + signing.sign(PURPOSE + listing).signature


def signer(listing: bytes, signature: bytes) -> PublicKey:
    """Return the publisher who signed the list. Raises UserError when nobody did.

    >>> key = OwnKey("publisher", bytes(32))
    >>> signer(b"list", sign(b"list", key)) == key.public
    True
    """
    if len(signature) != WHOLE:
        raise UserError("its signature is not whole; get the file again")
    try:
        VerifyKey(signature[:KEY]).verify(PURPOSE + listing, signature[KEY:])
    except BadSignatureError as error:
        raise UserError("its signature does not fit: the file was changed; get it again") from error
    return PublicKey("publisher", signature[:KEY])
