"""Every field and every byte of a signed pack is tampered with in turn, and each is refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builder.packs.contents import LIST, SIGNATURE
from builder.packs.keyring import Keyring
from builder.packs.opening import opened_pack
from builder.problems import UserError
from tests.builder.packs.making import (
    PUBLISHER,
    SCHOOL,
    STRANGER,
    keyring,
    members,
    pack,
    signed,
    with_secrets,
    zipped,
)
from tests.builder.raw_zip import Raw, raw_zip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs")


@pytest.fixture(scope="module")
def keys(place: Path) -> Keyring:
    return keyring(place / "keys")


@pytest.fixture(scope="module")
def whole(place: Path) -> bytes:
    return pack(place, with_secrets(), SCHOOL.public).read_bytes()


def refused(place: Path, keys: Keyring, data: bytes) -> str:
    """Return in which words a pack is refused."""
    (place / "tampered.zip").write_bytes(data)
    with pytest.raises(UserError) as caught, opened_pack(place / "tampered.zip", keys):
        pass
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_pack_itself_is_opened(place: Path, keys: Keyring, whole: bytes) -> None:
    (place / "good.zip").write_bytes(whole)
    with opened_pack(place / "good.zip", keys) as opened:
        assert (opened.contents.course, opened.contents.version, opened.name) == ("small", "1.0.0", "known0")
        assert set(members(whole)) == {*opened.contents.digests, LIST, SIGNATURE}


def test_every_byte_counts(place: Path, keys: Keyring, whole: bytes) -> None:
    changed = bytearray(whole)
    for index in range(len(whole)):
        bit = 1 << index % 8
        changed[index] ^= bit
        assert refused(place, keys, bytes(changed)), index
        changed[index] ^= bit


def test_every_bit_of_what_is_not_content_counts(place: Path, keys: Keyring, whole: bytes) -> None:
    """Headers, directory and signature: what no digest in the list is about."""
    signature = whole.index(members(whole)[SIGNATURE])
    directory = whole.index(b"PK\1\2")
    for index in [*range(60), *range(signature, signature + 96), *range(directory, directory + 120)]:
        for bit in range(8):
            changed = bytearray(whole)
            changed[index] ^= 1 << bit
            assert refused(place, keys, bytes(changed)), (index, bit)


def test_a_byte_more_or_less_anywhere(place: Path, keys: Keyring, whole: bytes) -> None:
    for index in range(0, len(whole), 7):
        assert refused(place, keys, whole[:index] + whole[index + 1 :])
        assert refused(place, keys, whole[:index] + b"\0" + whole[index:])
    assert refused(place, keys, whole + b"\0")


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value in JSON, from the smallest to all of it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from leaves(inner, (*path, key))
    yield path


def changed(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value[:-1] if isinstance(value, list) else dict(list(value.items())[:-1])


def with_change(contents: Any, path: tuple[str | int, ...]) -> Any:
    if not path:
        return changed(contents)
    copy: Any = dict(contents) if isinstance(contents, dict) else list(contents)
    copy[path[0]] = with_change(copy[path[0]], path[1:])
    return copy


def test_every_field_of_the_list_is_signed(place: Path, keys: Keyring, whole: bytes) -> None:
    files = members(whole)
    contents = json.loads(files[LIST])
    fields = list(leaves(contents))
    assert {"publisher", "version", "course", "kind", "format"} <= {path[0] for path in fields if path}
    for path in fields:
        listing = json.dumps(with_change(contents, path), indent=1).encode()
        assert "signature does not fit" in refused(place, keys, zipped({**files, LIST: listing})), path
        assert refused(place, keys, signed(files, listing, STRANGER)), path


def test_every_file_is_signed(place: Path, keys: Keyring, whole: bytes) -> None:
    files = members(whole)
    for path in set(files) - {LIST, SIGNATURE}:
        other = bytes([files[path][0] ^ 1]) + files[path][1:]
        assert "not what its publisher signed" in refused(place, keys, zipped({**files, path: other}))
        assert "does not have the size" in refused(place, keys, zipped({**files, path: files[path] + b" "}))
        left = {name: data for name, data in files.items() if name != path}
        assert "are not those" in refused(place, keys, zipped(left))
        assert "are not those" in refused(place, keys, zipped({**left, f"{path}x": files[path]}))
    assert "are not those" in refused(place, keys, zipped({**files, "theory/more.md": b"# More"}))


@pytest.mark.parametrize("missing", [LIST, SIGNATURE])
def test_a_course_that_is_not_signed(place: Path, keys: Keyring, whole: bytes, missing: str) -> None:
    files = {name: data for name, data in members(whole).items() if name != missing}
    assert "no signed pack" in refused(place, keys, zipped(files))


def test_a_stranger_is_told_with_the_command_to_trust_them(place: Path, keys: Keyring) -> None:
    said = refused(place, keys, pack(place, key=STRANGER, name="stranger.zip").read_bytes())
    assert said.endswith(f"knapsack keys trust {STRANGER.public.text}")
    assert STRANGER.public.fingerprint in said


def test_a_stranger_cannot_sign_in_a_publishers_name(place: Path, whole: bytes) -> None:
    files = members(whole)
    both = keyring(place / "both", trusted=(PUBLISHER.public, STRANGER.public))
    said = refused(place, both, signed(files, files[LIST], STRANGER))
    assert "names another publisher" in said


def test_the_signature_is_looked_at_before_the_list(place: Path, keys: Keyring, whole: bytes) -> None:
    files = members(whole)
    for listing in (b"{", b"\xff", b"[" * 100_000):
        assert "signature does not fit" in refused(place, keys, zipped({**files, LIST: listing}))
        assert "content list" in refused(place, keys, signed(files, listing))


def test_the_same_files_in_another_zip_are_refused(place: Path, keys: Keyring, whole: bytes) -> None:
    entries = [Raw(name, data) for name, data in members(whole).items()]
    assert raw_zip(entries) == whole
    assert "form" in refused(place, keys, raw_zip(entries[::-1]))
    packed = [replace(entry, method=zipfile.ZIP_DEFLATED) for entry in entries]
    assert "form" in refused(place, keys, raw_zip(packed))


def test_a_pack_for_a_newer_knapsack(place: Path, keys: Keyring, whole: bytes) -> None:
    files = members(whole)
    contents = json.loads(files[LIST])
    said = refused(place, keys, signed(files, {**contents, "min_app_version": "99.0.0"}))
    assert said == "tampered.zip: it needs Knapsack 99.0.0 or newer; install that first"
    assert "newer Knapsack" in refused(place, keys, signed(files, {**contents, "format": 2, "new": 1}))


@pytest.mark.parametrize("field", ["format", "kind", "course", "version", "publisher", "files"])
def test_a_signed_list_must_keep_to_its_schema(place: Path, keys: Keyring, whole: bytes, field: str) -> None:
    files = members(whole)
    contents = json.loads(files[LIST])
    for wrong in (None, -1, "../x", [1]):
        assert "content list" in refused(place, keys, signed(files, {**contents, field: wrong}))
    del contents[field]
    assert "content list" in refused(place, keys, signed(files, contents))
