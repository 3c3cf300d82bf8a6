from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from builder.packs.keyring import Keyring, default_folder, given_key
from builder.problems import UserError
from tests.builder.packs.making import PUBLISHER, SCHOOL, STRANGER, keyring


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys")


def test_a_new_key_is_for_its_owner_only(tmp_path: Path, keys: Keyring) -> None:
    before = os.umask(0)
    try:
        key = keys.new("me", "publisher")
    finally:
        os.umask(before)
    file = tmp_path / "keys/own/me.publisher.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert keys.own("publisher") == {"me": key}
    assert keys.own("school") == {}


def test_a_key_is_never_overwritten(keys: Keyring) -> None:
    key = keys.new("me", "publisher")
    with pytest.raises(UserError, match="choose another name"):
        keys.new("me", "publisher")
    assert keys.own("publisher")["me"] == key
    assert keys.new("me", "school").kind == "school"


def test_no_two_keys_are_the_same(keys: Keyring) -> None:
    assert keys.new("one", "publisher").seed != keys.new("two", "publisher").seed


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a b", "CON", "-a", "\u0436", "a.b"])
def test_names_that_cannot_be_files(keys: Keyring, name: str) -> None:
    with pytest.raises(UserError, match="cannot be a name"):
        keys.new(name, "publisher")
    with pytest.raises(UserError, match="cannot be a name"):
        keys.trust(name, PUBLISHER.public)


def test_whom_this_computer_trusts(keys: Keyring) -> None:
    own = keys.new("me", "publisher").public
    keys.trust("other", STRANGER.public)
    keys.trust("school", SCHOOL.public)
    assert keys.publishers() == {own: "me", STRANGER.public: "other"}
    keys.trust("other", STRANGER.public)
    with pytest.raises(UserError, match="another key already"):
        keys.trust("other", PUBLISHER.public)
    keys.distrust("other")
    assert keys.publishers() == {own: "me"}
    with pytest.raises(UserError, match="no key other is trusted"):
        keys.distrust("other")


def test_taking_a_name_back_takes_back_all_trust(keys: Keyring) -> None:
    keys.trust("anna", PUBLISHER.public)
    with pytest.raises(UserError, match="kept already, under the name anna"):
        keys.trust("anna-new", PUBLISHER.public)
    keys.distrust("anna")
    assert keys.publishers() == {}


def test_a_place_where_no_keys_can_be(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file", encoding="ascii")
    keys = Keyring(tmp_path / "keys")
    with pytest.raises(UserError, match="another place with --keys"):
        keys.new("me", "publisher")
    with pytest.raises(UserError, match="another place with --keys"):
        keys.trust("anna", PUBLISHER.public)


def test_which_key_signs(tmp_path: Path, keys: Keyring) -> None:
    with pytest.raises(UserError, match="make one: knapsack keys new NAME"):
        keys.signing_key(None)
    one = keys.new("one", "publisher")
    assert keys.signing_key(None) == one
    two = keys.new("two", "publisher")
    with pytest.raises(UserError, match="choose one with --key: one, two"):
        keys.signing_key(None)
    assert keys.signing_key("two") == two
    (tmp_path / "mine.key").write_text(PUBLISHER.text, encoding="ascii")
    assert keys.signing_key(str(tmp_path / "mine.key")) == PUBLISHER
    (tmp_path / "school.key").write_text(SCHOOL.text, encoding="ascii")
    with pytest.raises(UserError, match="a publisher's is needed"):
        keys.signing_key(str(tmp_path / "school.key"))
    with pytest.raises(UserError, match="cannot be read"):
        keys.signing_key("three")


def test_whom_tests_are_sealed_to(tmp_path: Path, keys: Keyring) -> None:
    own = keys.new("ours", "school").public
    keys.trust("theirs", SCHOOL.public)
    (tmp_path / "school.pub").write_text(SCHOOL.public.text, encoding="ascii")
    assert keys.school_key("ours") == own
    for given in ("theirs", SCHOOL.public.text, str(tmp_path / "school.pub")):
        assert keys.school_key(given) == SCHOOL.public
    with pytest.raises(UserError, match="sealed to a school's"):
        keys.school_key(PUBLISHER.public.text)


def test_garbage_is_no_key() -> None:
    for garbage in ("x" * 5000, "publisher:" + "x" * 5000, ""):
        with pytest.raises(UserError):
            given_key(garbage)


def test_a_file_that_holds_no_key(tmp_path: Path) -> None:
    (tmp_path / "a.pub").write_bytes(b"\xff" * 10_000)
    with pytest.raises(UserError, match=r"a\.pub: this file holds no key"):
        given_key(str(tmp_path / "a.pub"))
    (tmp_path / "a.pub").write_text(PUBLISHER.text, encoding="ascii")
    with pytest.raises(UserError, match="this is a private key"):
        given_key(str(tmp_path / "a.pub"))


def test_all_keys_are_listed(tmp_path: Path) -> None:
    found = list(keyring(tmp_path / "k", STRANGER, SCHOOL).named())
    assert [(name, key.kind, own) for name, key, own in found] == [
        ("own0", "publisher", True),
        ("own1", "school", True),
        ("known0", "publisher", False),
    ]


def test_keys_are_kept_in_the_users_own_folder() -> None:
    assert default_folder().is_relative_to(Path.home())
