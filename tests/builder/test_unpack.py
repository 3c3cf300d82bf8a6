from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from builder import archive as module
from builder.reading import UnreadableError
from builder.unpack import unpack
from tests.builder.packages import good, write_zip


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("folder", ["", "small/"])
def test_a_course_at_the_top_or_in_one_folder(tmp_path: Path, target: Path, folder: str) -> None:
    root = unpack(write_zip(tmp_path / "a.zip", good(), folder), target)
    assert (root / "manifest.json").is_file()
    assert (root / "tasks/sum.json").is_file()


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/../../x", "C:/x", "..\\x", "CON", "a/nul.txt", "a\x00b", "a:b", "end."]
)
def test_unsafe_names_are_refused_before_anything_is_written(tmp_path: Path, target: Path, name: str) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("first.txt", "x")
        info = zipfile.ZipInfo("x")
        info.filename = name
        opened.writestr(info, "x")
    with pytest.raises(UnreadableError, match="not safe"):
        unpack(archive, target)
    assert list(target.iterdir()) == []
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("names", [("a.txt", "A.txt"), ("a/x", "A/y"), ("a.txt", "a.txt")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_clash_are_refused(tmp_path: Path, target: Path, names: tuple[str, str]) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    with pytest.raises(UnreadableError, match="not safe"):
        unpack(archive, target)


def test_links_are_refused(tmp_path: Path, target: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        info = zipfile.ZipInfo("passwords.txt")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(info, "/etc/passwd")
    with pytest.raises(UnreadableError, match=r"a link, ‘passwords.txt’"):
        unpack(archive, target)


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path: Path, target: Path) -> None:
    with pytest.raises(UnreadableError, match="200-fold"):
        unpack(write_zip(tmp_path / "a.zip", {"zeros.txt": b"0" * 5_000_000}), target)
    assert list(target.iterdir()) == []


def test_a_large_zip_is_refused_by_its_size(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(UnreadableError, match="would take"):
        unpack(write_zip(tmp_path / "a.zip", {"a.txt": "01234567890"}), target)


def test_too_many_files_are_refused(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILES", 1)
    with pytest.raises(UnreadableError, match=r"more than 1 files"):
        unpack(write_zip(tmp_path / "a.zip", {"a": "", "b": ""}), target)


def test_a_file_larger_than_it_says_is_refused(tmp_path: Path, target: Path) -> None:
    archive = write_zip(tmp_path / "a.zip", {"a.txt": b"0123456789" * 50})
    data = archive.read_bytes()
    size = (500).to_bytes(4, "little")
    assert data.count(size) == 2
    archive.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(UnreadableError):
        unpack(archive, target)


def test_what_is_no_zip(tmp_path: Path, target: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"not a zip")
    with pytest.raises(UnreadableError, match="cannot be unpacked"):
        unpack(archive, target)
