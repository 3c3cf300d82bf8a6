from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from builder import archive
from builder.build import BrokenCoursesError
from builder.packs import pack as module
from builder.packs.contents import parse_contents
from builder.packs.pack import make_pack
from builder.problems import UserError
from tests.builder.packages import as_bytes, set_at, write, write_zip
from tests.builder.packs.making import PUBLISHER, SCHOOL, STRANGER, course, members, with_secrets


def test_the_same_course_makes_the_same_bytes(tmp_path: Path) -> None:
    one = make_pack(write(tmp_path / "one/small", with_secrets()), PUBLISHER, [SCHOOL.public])
    other = make_pack(
        write(tmp_path / "two/other", dict(reversed(with_secrets().items()))), PUBLISHER, [SCHOOL.public]
    )
    assert one.data == other.data
    zipped = make_pack(write_zip(tmp_path / "a.zip", with_secrets()), PUBLISHER, [SCHOOL.public])
    assert one.data == zipped.data


def test_times_and_permissions_do_not_matter(tmp_path: Path) -> None:
    root = write(tmp_path / "small", course())
    before = make_pack(root, PUBLISHER).data
    (root / "manifest.json").chmod(0o600)
    (root / "theory/01.md").touch()
    assert make_pack(root, PUBLISHER).data == before


def test_what_is_in_a_pack(tmp_path: Path) -> None:
    files = course()
    set_at(files, "manifest.json", "/min_app_version", "0.1.0")
    junk = {
        ".git/HEAD": "x",
        "tasks/.sum.json.swp": "x",
        "Thumbs.db": "x",
        "more/x.txt": "x",
        "LICENSE": "free",
    }
    pack = make_pack(write(tmp_path / "small", {**files, **junk}), PUBLISHER)
    found = members(pack.data)
    course_files = {path: data for path, data in found.items() if not path.startswith(".knapsack/")}
    assert course_files == {path: as_bytes(content) for path, content in {**files, "LICENSE": "free"}.items()}
    assert pack.left_out == ["more/x.txt"]
    contents = parse_contents(found[".knapsack/contents.json"])
    assert (contents.course, contents.version, contents.min_app_version) == ("small", "1.0.0", "0.1.0")
    assert contents.publisher == PUBLISHER.public.text
    assert contents.digests.keys() == course_files.keys()


def test_another_publisher_makes_another_pack(tmp_path: Path) -> None:
    root = write(tmp_path / "small", course())
    assert make_pack(root, PUBLISHER).data != make_pack(root, STRANGER).data


def test_a_course_with_errors_is_not_packed(tmp_path: Path) -> None:
    set_at(files := course(), "tasks/sum.json", "/titel", "x")
    with pytest.raises(BrokenCoursesError):
        make_pack(write(tmp_path / "small", files), PUBLISHER)


def test_a_course_with_errors_without_its_secrets_is_not_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "parted", lambda files: ({"manifest.json": files["manifest.json"]}, {}))
    with pytest.raises(BrokenCoursesError) as caught:
        make_pack(write(tmp_path / "small", course()), PUBLISHER, [SCHOOL.public])
    assert caught.value.problems[0].file.startswith("small (without its private parts)/")


def test_what_could_not_be_installed_is_not_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "small", course())
    monkeypatch.setattr(archive, "MAX_FILES", 3)
    with pytest.raises(UserError, match="small cannot be packed: The zip file has more than 3 files"):
        make_pack(root, PUBLISHER)


def test_a_path_that_no_zip_may_have(tmp_path: Path) -> None:
    deep = "/".join(["folder"] * 13)
    root = write(tmp_path / "small", {**course(), f"assets/{deep}/a.txt": "x"})
    with pytest.raises(BrokenCoursesError) as caught:
        make_pack(root, PUBLISHER)
    assert any("lies deeper than 12 folders" in problem.message for problem in caught.value.problems)


def test_any_zip_program_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(make_pack(write(tmp_path / "small", course()), PUBLISHER).data)
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert opened.testzip() is None
