from __future__ import annotations

import string

import pytest

from builder.packs.keys import OwnKey, own_key, public_key
from builder.problems import UserError
from tests.builder.packs.making import PUBLISHER, SCHOOL, STRANGER


@pytest.mark.parametrize("key", [PUBLISHER, SCHOOL])
def test_a_key_is_a_short_text(key: OwnKey) -> None:
    assert public_key(key.public.text) == key.public
    assert own_key(key.text) == key
    letters = key.public.text.partition(":")[2]
    assert len(letters.replace("-", "")) == 56
    assert set(letters) <= set(string.ascii_uppercase + "234567-")


@pytest.mark.parametrize("form", [str.lower, lambda text: f" {text.replace('-', ' ')}\n"])
def test_how_it_is_written_does_not_matter(form: object) -> None:
    assert callable(form)
    assert public_key(form(PUBLISHER.public.text)) == PUBLISHER.public


def test_every_slip_is_noticed() -> None:
    text = PUBLISHER.public.text
    start = text.index(":") + 1
    for place in range(start, len(text)):
        wrong = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(UserError, match="copy it once more"):
            public_key(wrong)
    with pytest.raises(UserError, match="copy it once more"):
        public_key(text[:-5])


@pytest.mark.parametrize("text", ["", "hello", "key:ABCD", "publisher", "publisher:\u0416", "publisher:0189"])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(UserError):
        public_key(text)


def test_a_school_key_is_not_a_publishers() -> None:
    as_school = PUBLISHER.public.text.replace("publisher:", "school:")
    with pytest.raises(UserError, match="copy it once more"):
        public_key(as_school)


def test_private_and_public_are_not_mixed_up() -> None:
    with pytest.raises(UserError, match="private key; give the public one"):
        public_key(PUBLISHER.text)
    with pytest.raises(UserError, match="public key; a private one"):
        own_key(PUBLISHER.public.text)


def test_fingerprints_differ() -> None:
    keys = [PUBLISHER.public, STRANGER.public, SCHOOL.public]
    assert len({key.fingerprint for key in keys}) == len(keys)
    assert all(len(key.fingerprint) == 19 for key in keys)
