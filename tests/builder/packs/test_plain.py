"""Zipped courses that nobody has signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.packs.install import BrokenPackError, Consent, ConsentError
from builder.packs.plain import install_plain, kind_of
from builder.packs.update import make_update
from builder.problems import UserError
from builder.reading import UnreadableError
from builder.swap import STAGING
from tests.builder.packages import good, set_at, write, write_zip
from tests.builder.packs.making import PUBLISHER, course, keyring, pack, tree


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    return tmp_path / "courses"


def refused(file: Path, courses: Path, consent: Consent = Consent()) -> UserError:  # noqa: B008
    """Return how a zip is refused, and see that nothing has changed."""
    before = tree(courses)
    with pytest.raises(UserError) as caught:
        install_plain(file, courses, consent)
    assert tree(courses) == before
    assert not (courses / STAGING).exists()
    return caught.value


def test_a_zip_becomes_a_course_under_its_id(tmp_path: Path, courses: Path) -> None:
    done = install_plain(write_zip(tmp_path / "a.zip", good(), "whatever/"), courses, Consent())
    assert (done.folder, done.course, done.publisher) == (courses / "small", "small", "")
    assert sorted(tree(courses)) == sorted(f"small/{path}" for path in good())


def test_what_is_there_is_replaced_whole_and_only_with_consent(tmp_path: Path, courses: Path) -> None:
    write(courses / "small", {**good(), "tasks/own.json": "{}"})
    file = write_zip(tmp_path / "a.zip", good())
    assert isinstance(refused(file, courses), ConsentError)
    install_plain(file, courses, Consent(replace=True))
    assert sorted(tree(courses)) == sorted(f"small/{path}" for path in good())


def test_a_course_with_errors_stays_out(tmp_path: Path, courses: Path) -> None:
    set_at(files := good(), "tasks/sum.json", "/tests", "none")
    error = refused(write_zip(tmp_path / "a.zip", files), courses, Consent(replace=True))
    assert isinstance(error, BrokenPackError)
    assert "/tests" in {problem.pointer for problem in error.problems}


def test_another_folder_with_the_id_is_in_the_way(tmp_path: Path, courses: Path) -> None:
    write(courses / "mine", good())
    error = refused(write_zip(tmp_path / "a.zip", good()), courses, Consent(replace=True))
    assert "has the id small too" in str(error)


def test_a_link_is_never_followed(tmp_path: Path, courses: Path) -> None:
    write(tmp_path / "elsewhere", {"precious.txt": "x"})
    courses.mkdir()
    (courses / "small").symlink_to(tmp_path / "elsewhere")
    error = refused(write_zip(tmp_path / "a.zip", good()), courses, Consent(replace=True))
    assert "is a link" in str(error)
    assert tree(tmp_path / "elsewhere") == {"precious.txt": b"x"}


def test_a_zip_says_what_it_is(tmp_path: Path) -> None:
    old, new = pack(tmp_path), pack(tmp_path, course("1.1.0"), name="b.zip")
    update = tmp_path / "update.zip"
    update.write_bytes(make_update(old, new, keyring(tmp_path / "keys", PUBLISHER)).data)
    plain = write_zip(tmp_path / "plain.zip", good())
    assert [kind_of(each) for each in (plain, old, update)] == ["plain", "course", "update"]
    (tmp_path / "none.zip").write_bytes(b"no zip")
    with pytest.raises(UnreadableError):
        kind_of(tmp_path / "none.zip")
    with pytest.raises(UserError):
        kind_of(write_zip(tmp_path / "odd.zip", {".knapsack/contents.json": "{}"}))
