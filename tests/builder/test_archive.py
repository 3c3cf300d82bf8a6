from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from builder import archive as module
from builder.archive import opened_archive
from builder.reading import UnreadableError
from builder.unpack import unpack
from tests.builder.packages import as_bytes, good
from tests.builder.raw_zip import HOSTILE, Raw, raw_zip


def honest() -> list[Raw]:
    return [Raw(name, as_bytes(content)) for name, content in good().items()]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "courses/target"
    folder.mkdir(parents=True)
    return folder


def test_an_honest_zip_is_read(tmp_path: Path, target: Path) -> None:
    (tmp_path / "a.zip").write_bytes(raw_zip(honest()))
    assert (unpack(tmp_path / "a.zip", target) / "tasks/sum.json").is_file()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_in_one_line(tmp_path: Path, target: Path, kind: str) -> None:
    (tmp_path / "a.zip").write_bytes(HOSTILE[kind](honest()))
    with pytest.raises(UnreadableError) as refused:
        unpack(tmp_path / "a.zip", target)
    assert str(refused.value).count("\n") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "courses"]
    assert [path.name for path in target.parent.iterdir()] == ["target"]


def test_bombs_are_refused_without_unpacking(tmp_path: Path, target: Path) -> None:
    for kind in ("bomb by ratio", "bomb by count", "65 000 entries", "bomb by size", "overlap", "encrypted"):
        (tmp_path / "a.zip").write_bytes(HOSTILE[kind](honest()))
        with pytest.raises(UnreadableError):
            unpack(tmp_path / "a.zip", target)
        assert list(target.iterdir()) == [], kind


def test_a_zip_truncated_anywhere_is_refused() -> None:
    whole = raw_zip(honest()[:3])
    for length in range(len(whole)):
        with pytest.raises(UnreadableError), opened_archive(BytesIO(whole[:length])):
            pytest.fail(f"{length} bytes are enough")


def test_a_zip_that_was_streamed(tmp_path: Path) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "12345")
        archive.writestr("b.txt", "")
    with opened_archive(BytesIO(pipe.getvalue())) as opened:
        assert opened.read("a.txt") == b"12345"


def test_whatever_is_broken_is_an_unreadable_file(tmp_path: Path) -> None:
    """Every byte of a zip that other programs made, in turn: it is refused or read, never a traceback."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"12345" * 100)
        archive.writestr("b/\u0439.txt", b"")
    whole = out.getvalue()
    refused = 0
    for index in range(len(whole)):
        for mask in (0xFF, 1 << index % 8):
            changed = whole[:index] + bytes([whole[index] ^ mask]) + whole[index + 1 :]
            try:
                with opened_archive(BytesIO(changed)) as opened:
                    assert [opened.read(name) for name in opened.files]
            except UnreadableError as error:
                refused += 1
                assert "\n" not in str(error)
    assert refused > len(whole)


def test_a_huge_directory_is_not_read() -> None:
    whole = raw_zip([])
    with (
        pytest.raises(UnreadableError, match="directory"),
        opened_archive(
            BytesIO(bytes(11_000_000) + whole[:12] + (11_000_000).to_bytes(4, "little") + whole[16:])
        ),
    ):
        pass


def test_a_comment_does_no_harm() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "12345")
        archive.comment = b"0123456789abcdef"
    with opened_archive(out) as opened:
        assert opened.read("a.txt") == b"12345"


def test_a_huge_archive_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PACKED", 10)
    with pytest.raises(UnreadableError, match="at most"), opened_archive(BytesIO(raw_zip(honest()))):
        pass


def test_a_file_may_have_a_limit_of_its_own() -> None:
    with opened_archive(BytesIO(raw_zip([Raw("a.txt", b"12345")]))) as opened:
        assert opened.read("a.txt", 5) == b"12345"
        with pytest.raises(UnreadableError, match="larger than 4 bytes"):
            opened.read("a.txt", 4)
