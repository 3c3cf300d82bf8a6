from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.archive import Archive
from builder.load import find_packages
from builder.packs import install as module
from builder.packs.contents import LIST, Contents, listed
from builder.packs.install import Consent, Installed, install
from builder.packs.keyring import Keyring
from builder.problems import UserError
from builder.swap import STAGING
from builder.unpack import extract
from tests.builder.disks import small_disk
from tests.builder.packages import Files, as_bytes, set_at, write
from tests.builder.packs.making import (
    PUBLISHER,
    SCHOOL,
    STRANGER,
    course,
    keyring,
    members,
    pack,
    signed,
    tree,
    with_secrets,
)
from tests.builder.raw_zip import HOSTILE, Raw


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return keyring(tmp_path / "keys", trusted=(PUBLISHER.public, STRANGER.public))


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    return tmp_path / "courses"


def refused(file: Path, courses: Path, keys: Keyring, consent: Consent = Consent()) -> str:  # noqa: B008
    """Return in which words a pack is not installed, and see that nothing has changed."""
    before = tree(courses)
    with pytest.raises(UserError) as caught:
        install(file, courses, keys, consent)
    assert "\n" not in str(caught.value)
    assert tree(courses) == before
    assert not (courses / STAGING).exists()
    return str(caught.value)


def test_a_pack_becomes_a_course(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    done = install(pack(tmp_path), courses, keys, Consent())
    assert done == Installed(courses / "small", "small", "1.0.0", "known0", None, False, False)
    assert find_packages(courses) == [courses / "small"]
    found = tree(courses)
    assert {path: found[f"small/{path}"] for path in course()} == {
        path: as_bytes(content) for path, content in course().items()
    }
    assert {path.removeprefix("small/") for path in found} == set(
        members((tmp_path / "pack.zip").read_bytes())
    )


def test_a_newer_version_takes_its_place(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    install(pack(tmp_path), courses, keys, Consent())
    files = course("1.1.0")
    del files["tasks/sum.json"]
    set_at(files, "manifest.json", "/lessons/0/tasks", [])
    assert install(pack(tmp_path, files, name="b.zip"), courses, keys, Consent()).before == "1.0.0"
    assert not (courses / "small/tasks").exists()
    assert sorted(path.name for path in courses.iterdir()) == ["small"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_pack_leaves_nothing(tmp_path: Path, courses: Path, keys: Keyring, kind: str) -> None:
    honest = [Raw(name, data) for name, data in members(pack(tmp_path).read_bytes()).items()]
    (tmp_path / "pack.zip").write_bytes(HOSTILE[kind](honest))
    before = tree(tmp_path)
    refused(tmp_path / "pack.zip", courses, keys)
    assert tree(tmp_path) == before
    assert not courses.exists()


HOSTILE_NAMES = ["../x", "a/../../x", "/x", "C:/x", "..\\x", "a\x00b", "aux.txt", "a.", "a/" * 20 + "x"]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_trusted_publisher_cannot_write_elsewhere_either(
    tmp_path: Path, courses: Path, keys: Keyring, name: str
) -> None:
    files = {**{path: as_bytes(content) for path, content in course().items()}, name: b"x"}
    contents = Contents("course", "small", "1.0.0", PUBLISHER.public.text, listed(files))
    (tmp_path / "pack.zip").write_bytes(signed(files, contents.as_bytes()))
    assert "zip file" in refused(tmp_path / "pack.zip", courses, keys)


@pytest.mark.parametrize(("old", "new"), [("1.0.1", "1.0.0"), ("1.10.0", "1.9.0"), ("1.0.0", "1.0.0-beta.1")])
def test_no_silent_downgrade(tmp_path: Path, courses: Path, keys: Keyring, old: str, new: str) -> None:
    install(pack(tmp_path, course(old)), courses, keys, Consent())
    older = pack(tmp_path, course(new), name="older.zip")
    said = refused(older, courses, keys)
    assert said == f"small {old} is installed, and {new} is older; --downgrade installs it all the same"
    assert install(older, courses, keys, Consent(downgrade=True)).version == new


def test_two_packs_of_one_version(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    install(pack(tmp_path), courses, keys, Consent())
    install(pack(tmp_path), courses, keys, Consent())
    files = course()
    files["theory/01.md"] = "# Another\n"
    assert "cannot be told" in refused(pack(tmp_path, files, name="other.zip"), courses, keys)


def test_what_a_teacher_added_is_not_lost(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    install(pack(tmp_path), courses, keys, Consent())
    write(courses / "small", {"tasks/mine.json": "{}", "theory/01.md": "# Mine"})
    (courses / "small/theory/02.md").unlink()
    newer = pack(tmp_path, course("1.1.0"), name="b.zip")
    said = refused(newer, courses, keys)
    assert "was changed here: tasks/mine.json, theory/01.md, theory/02.md; --replace" in said
    install(newer, courses, keys, Consent(replace=True))
    assert not (courses / "small/tasks/mine.json").exists()


def test_a_history_that_a_teacher_keeps_is_not_lost(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    install(pack(tmp_path), courses, keys, Consent())
    write(courses / "small", {".DS_Store": "", ".git/HEAD": "ref: refs/heads/mine"})
    newer = pack(tmp_path, course("1.1.0"), name="b.zip")
    assert "was changed here: .git; --replace" in refused(newer, courses, keys)


def test_private_tests_that_were_changed_here_are_not_lost(tmp_path: Path, courses: Path) -> None:
    keys = keyring(tmp_path / "keys", SCHOOL)
    install(pack(tmp_path, with_secrets(), SCHOOL.public), courses, keys, Consent())
    newer = pack(tmp_path, with_secrets("1.1.0"), SCHOOL.public, name="b.zip")
    solution = courses / "small/tasks/folder/solution.py"
    before = solution.read_bytes()
    solution.write_text("# mine", encoding="utf-8")
    assert "was changed here: tasks/folder/solution.py" in refused(newer, courses, keys)
    solution.write_bytes(before)
    assert install(newer, courses, keys, Consent()).opened


def test_a_course_of_ones_own_is_not_lost(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    write(courses / "small", course())
    assert "not installed from a pack" in refused(pack(tmp_path), courses, keys)
    assert install(pack(tmp_path), courses, keys, Consent(replace=True)).before is None


def test_another_publisher_does_not_take_over(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    install(pack(tmp_path), courses, keys, Consent())
    other = pack(tmp_path, course("9.0.0"), key=STRANGER, name="other.zip")
    assert "from another publisher" in refused(other, courses, keys)


def test_one_id_in_two_folders(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    write(courses / "elsewhere", course())
    assert f"{courses / 'elsewhere'} has the id small too" in refused(pack(tmp_path), courses, keys)


def test_a_pack_among_the_courses(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    courses.mkdir()
    inside = pack(tmp_path).rename(courses / "course_small.zip")
    assert "move course_small.zip out of" in refused(inside, courses, keys)


def test_folders_that_are_no_courses(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    write(courses / "_drafts", course())
    write(courses / ".old", course())
    assert install(pack(tmp_path), courses, keys, Consent()).course == "small"


def test_a_link_in_the_place_of_the_course(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    write(tmp_path / "real", course())
    courses.mkdir()
    (courses / "small").symlink_to(tmp_path / "real")
    assert "is a link or a file" in refused(pack(tmp_path), courses, keys, Consent(replace=True))
    assert (tmp_path / "real/manifest.json").is_file()


def signed_course(folder: Path, files: Files, version: str = "1.0.0", id_: str = "small") -> Path:
    """A pack that a publisher signed without looking."""
    data = {path: as_bytes(content) for path, content in files.items()}
    contents = Contents("course", id_, version, PUBLISHER.public.text, listed(data))
    (folder / "signed.zip").write_bytes(signed(data, contents.as_bytes()))
    return folder / "signed.zip"


def test_a_course_with_errors_is_not_installed(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    set_at(files := course(), "tasks/sum.json", "/titel", "x")
    said = refused(signed_course(tmp_path, files), courses, keys)
    assert said.startswith("the course in it has an error: small/tasks/sum.json#/titel: error: ‘titel’")


def test_a_list_that_does_not_fit_its_course(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    for version, id_ in (("1.0.1", "small"), ("1.0.0", "large")):
        said = refused(signed_course(tmp_path, course(), version, id_), courses, keys)
        assert "names another course or version" in said


def test_a_sealed_part_that_is_missing(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    found = members(pack(tmp_path, with_secrets(), SCHOOL.public).read_bytes())
    contents = json.loads(found[LIST])
    files = {path: data for path, data in found.items() if not path.startswith(".knapsack/")}
    contents["files"] = [each for each in contents["files"] if each["path"] in files]
    (tmp_path / "pack.zip").write_bytes(signed(files, contents))
    assert "sealed part is missing" in refused(tmp_path / "pack.zip", courses, keys)


@pytest.mark.parametrize("name", ["opened.json", "covered/theory/01.md", "more"])
def test_a_pack_cannot_say_what_was_changed_here(
    tmp_path: Path, courses: Path, keys: Keyring, name: str
) -> None:
    strange = signed_course(tmp_path, {**course(), f".knapsack/{name}": "{}"})
    assert "does not belong in a pack" in refused(strange, courses, keys)


def test_what_a_teacher_saves_while_the_pack_is_checked_is_not_lost(
    tmp_path: Path, courses: Path, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(pack(tmp_path), courses, keys, Consent())
    check = module._check_course

    def meanwhile(new: Path, contents: Contents) -> None:
        check(new, contents)
        write(courses / "small", {"tasks/mine.json": "{}"})

    monkeypatch.setattr(module, "_check_course", meanwhile)
    with pytest.raises(UserError, match=r"was changed here: tasks/mine\.json"):
        install(pack(tmp_path, course("1.1.0"), name="b.zip"), courses, keys, Consent())
    assert (courses / "small/tasks/mine.json").is_file()


def test_a_pack_that_changes_while_it_is_read(
    tmp_path: Path, courses: Path, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(archive: Archive, name: str, path: Path) -> None:
        extract(archive, name, path)
        if name == LIST:
            path.write_bytes(path.read_bytes().replace(b"1.0.0", b"0.0.1"))

    monkeypatch.setattr(module, "extract", other)
    assert "was changed while it was read" in refused(pack(tmp_path), courses, keys)


@pytest.mark.parametrize(("version", "id_"), [("1.0.0\n", "small"), ("1.0.0", "small\n")])
def test_a_list_whose_words_break_the_line(
    tmp_path: Path, courses: Path, keys: Keyring, version: str, id_: str
) -> None:
    set_at(files := course(version), "manifest.json", "/id", id_)
    assert "its content list is broken at" in refused(
        signed_course(tmp_path, files, version, id_), courses, keys
    )


def test_a_disk_that_loses_what_is_written(
    tmp_path: Path, courses: Path, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "digest", lambda path: "0" * 64)
    assert "was not written as it was signed" in refused(pack(tmp_path), courses, keys)


def test_a_full_disk(tmp_path: Path, keys: Keyring) -> None:
    large = course("1.1.0")
    large["assets/large.txt"] = "0123456789" * 30_000
    newer = pack(tmp_path, large, name="b.zip")
    with small_disk(tmp_path / "disk", pages=64) as disk:
        install(pack(tmp_path), disk / "courses", keys, Consent())
        said = refused(newer, disk / "courses", keys)
    assert (
        said == f"{tmp_path / 'disk/courses'} cannot be written: No space left on device; nothing was changed"
    )


def test_a_pack_that_is_not_there(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    assert "cannot be read" in refused(tmp_path / "nowhere.zip", courses, keys)
    assert "cannot be read" in refused(tmp_path, courses, keys)
