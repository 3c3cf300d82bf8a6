from __future__ import annotations

from pathlib import Path

import pytest

from builder.problems import UserError
from builder.whole import write_whole


def test_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    write_whole(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_the_old_file_stays_when_the_new_one_cannot_be_put_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        write_whole(tmp_path / "a", b"new")
    with pytest.raises(UserError, match="cannot be written"):
        write_whole(tmp_path / "nowhere/a", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
