from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.problems import UserError
from runtime.companion.backups.sealing import MAGIC, PIECE, Cost, lock, seal, unseal

QUICK = Cost(1, 1 << 20)
WORDS = "a school's passphrase"


def sealed(data: bytes, passphrase: str = WORDS) -> bytes:
    seal(BytesIO(data), target := BytesIO(), lock(passphrase, QUICK))
    return target.getvalue()


def unsealed(data: bytes, passphrase: str = WORDS) -> bytes:
    unseal(BytesIO(data), target := BytesIO(), passphrase)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_comes_out(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    assert unsealed(sealed(data)) == data


def test_nothing_can_be_read_without_the_passphrase() -> None:
    found = sealed(b"Ada Lovelace" * 10)
    assert b"Ada" not in found
    with pytest.raises(UserError, match="the passphrase is wrong"):
        unsealed(found, "another passphrase")


def test_two_backups_of_the_same_share_nothing() -> None:
    one, other = sealed(b"x" * 1000), sealed(b"x" * 1000)
    assert one[-1000:] != other[-1000:]


def test_a_passphrase_is_the_same_on_every_keyboard() -> None:
    assert unsealed(sealed(b"1", "cafés and й"), "cafe\u0301s and и\u0306") == b"1"


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(UserError, match="8 characters or more"):
        sealed(b"", "1234567")


WHOLE = sealed(b"0123456789" * (PIECE // 5))
HEAD = WHOLE.index(b"\n", len(MAGIC)) + 1


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@example(len(MAGIC) + 24, 1)  # the last digit of the memory that Argon2id takes
@example(len(MAGIC) + 17, ord(" ") ^ ord("\t"))
def test_every_byte_counts(place: int, change: int) -> None:
    data = bytearray(WHOLE)
    data[place] ^= change
    with pytest.raises(UserError):
        unsealed(bytes(data))


@given(st.integers(0, len(WHOLE) - 1))
def test_a_backup_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(UserError):
        unsealed(WHOLE[:length])


def test_pieces_have_their_order() -> None:
    start, size = HEAD + 24, PIECE + 17
    swapped = WHOLE[:start] + WHOLE[start + size : start + 2 * size] + WHOLE[start : start + size]
    with pytest.raises(UserError, match="was changed"):
        unsealed(swapped + WHOLE[start + 2 * size :])


def test_nothing_may_stand_behind_the_end() -> None:
    with pytest.raises(UserError, match="behind the end"):
        unsealed(sealed(bytes(PIECE)) + b"x")
    with pytest.raises(UserError, match="was changed"):
        unsealed(WHOLE + b"x")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b'{"ops": 1, "mem": 99999999999, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="}',
        b'{"ops": 1000000, "mem": 1048576, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="}',
        b'{"ops": true, "mem": 1048576, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="}',
        b'{"ops": 1, "mem": 1048576, "salt": "AA=="}',
        b'{"ops": 1, "mem": 1048576, "salt": 5}',
        b"[" * 900,
    ],
)
def test_a_head_that_asks_for_too_much_is_refused(line: bytes) -> None:
    with pytest.raises(UserError, match=r"head of the backup|no backup|not whole"):
        unsealed(MAGIC + line + b"\n" + WHOLE[HEAD:])
