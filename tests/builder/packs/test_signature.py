from __future__ import annotations

import hashlib

import pytest

from builder.packs import signature
from builder.packs.keys import OwnKey
from builder.packs.signature import sign, signer
from builder.problems import UserError
from tests.builder.packs.making import PUBLISHER, STRANGER

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = {
    "1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    "2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "3": (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    "SHA(abc)": (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_of_rfc_8032(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, public, message, stated = map(bytes.fromhex, VECTORS[name])
    monkeypatch.setattr(signature, "PURPOSE", b"")
    key = OwnKey("publisher", secret)
    assert key.public.raw == public
    assert sign(message, key) == public + stated
    assert signer(message, public + stated) == key.public
    for place in range(len(stated)):
        forged = bytearray(public + stated)
        forged[32 + place] ^= 1
        with pytest.raises(UserError, match="does not fit"):
            signer(message, bytes(forged))


def test_a_signature_made_for_something_else_does_not_count() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signature, "PURPOSE", b"Something else\n")
        made = sign(b"list", PUBLISHER)
    with pytest.raises(UserError, match="does not fit"):
        signer(b"list", made)


def test_another_publishers_key_does_not_fit() -> None:
    made = sign(b"list", PUBLISHER)
    with pytest.raises(UserError, match="does not fit"):
        signer(b"list", STRANGER.public.raw + made[32:])


@pytest.mark.parametrize("made", [b"", bytes(96), b"\x01" + bytes(95), sign(b"list", PUBLISHER)[:-1]])
def test_what_is_no_signature(made: bytes) -> None:
    with pytest.raises(UserError):
        signer(b"list", made)


def test_a_second_form_of_the_same_signature_is_refused() -> None:
    """S and S + L fit the same equation; only the smaller one is a signature (RFC 8032, 5.1.7)."""
    order = 2**252 + 27742317777372353535851937790883648493
    made = sign(b"list", PUBLISHER)
    other = int.from_bytes(made[64:], "little") + order
    with pytest.raises(UserError, match="does not fit"):
        signer(b"list", made[:64] + other.to_bytes(32, "little"))
