from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest

from builder.archive import opened_archive
from builder.packs.zipped import check_form, write_zip
from builder.reading import UnreadableError

FILES = {"b/\u0439.txt": b"22", "a.txt": b"1", "empty": b""}


def zipped(files: dict[str, bytes]) -> BytesIO:
    write_zip(out := BytesIO(), files)
    return out


def test_every_program_can_read_it() -> None:
    with zipfile.ZipFile(zipped(FILES)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
        assert archive.namelist() == sorted(FILES)


def test_the_order_of_files_does_not_matter() -> None:
    assert zipped(dict(reversed(FILES.items()))).getvalue() == zipped(FILES).getvalue()


def test_the_bytes_never_change() -> None:
    """If this fails, packs made by one version of Knapsack are refused by the next."""
    digest = hashlib.sha256(zipped(FILES).getvalue()).hexdigest()
    assert digest == "93f43782357bb43b8327c4fa1ccba3306fe75a95e93d7cefe07d09f795a7bdb1"


def test_no_other_form_is_taken() -> None:
    with opened_archive(zipped(FILES)) as archive:
        check_form(zipped(FILES), archive)
        with pytest.raises(UnreadableError, match="changed or packed anew"):
            check_form(zipped({**FILES, "c": b""}), archive)
    other = BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "1")
    with opened_archive(other) as archive, pytest.raises(UnreadableError, match="changed or packed anew"):
        check_form(other, archive)
