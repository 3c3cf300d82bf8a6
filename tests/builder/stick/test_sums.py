from __future__ import annotations

from pathlib import Path

import pytest

from builder.stick.sums import digest_of, own_sums, read_sums, sums_text
from tests.builder.packages import write
from tests.builder.stick.stubs import PAGE

SUMS = {"b/й.html": digest_of(b"1"), "a.txt": digest_of(b"2")}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_bytes(sums_text(SUMS))
    assert read_sums(tmp_path / "SHA256SUMS") == SUMS


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"\0" * 100,
        sums_text({**SUMS, "../x": "0" * 64}),
        sums_text({"C:/x": "0" * 64}),
        sums_text(SUMS) + b"x\n",
        sums_text(SUMS).upper(),
    ],
)
def test_a_list_that_is_not_ours(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "SHA256SUMS").write_bytes(text)
    assert read_sums(tmp_path / "SHA256SUMS") == {}


def test_no_list(tmp_path: Path) -> None:
    assert read_sums(tmp_path / "SHA256SUMS") == {}
    assert own_sums(tmp_path) == {}


def test_only_a_stick_of_ours_has_files_of_ours(tmp_path: Path) -> None:
    digests = {**SUMS, "index.html": digest_of(PAGE), "assets/knapsack/shell.js": digest_of(b"")}
    write(tmp_path, {"SHA256SUMS": sums_text(digests), "index.html": PAGE})
    assert own_sums(tmp_path) == digests
    write(tmp_path, {"index.html": "<html>"})
    assert own_sums(tmp_path) == {}
    write(tmp_path, {"SHA256SUMS": sums_text(SUMS), "index.html": PAGE})
    assert own_sums(tmp_path) == {}
