from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.packs.contents import LIST
from builder.packs.install import Consent, install
from builder.packs.keyring import Keyring
from builder.packs.keys import OwnKey
from builder.packs.update import apply_update, make_update
from builder.problems import UserError
from tests.builder.packages import Files, set_at
from tests.builder.packs.making import (
    OTHER_SCHOOL,
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


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return keyring(tmp_path / "keys", PUBLISHER, trusted=(STRANGER.public,))


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    return tmp_path / "courses"


def newer(files: Files) -> Files:
    """The next version: a file changed, one added, one removed, one moved."""
    set_at(files, "manifest.json", "/version", "1.1.0")
    set_at(files, "manifest.json", "/lessons/1/theory", "theory/002.md")
    files["theory/002.md"] = files.pop("theory/02.md")
    files["theory/01.md"] = "# First\n\nChanged.\n"
    files["assets/words.txt"] = "a b c\n" * 10
    return files


def made(folder: Path, keys: Keyring, old: Path, new: Path) -> Path:
    (folder / "update.zip").write_bytes(make_update(old, new, keys).data)
    return folder / "update.zip"


def test_it_ends_in_exactly_the_new_pack(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    update = made(tmp_path, keys, old, new)
    brought = {path.removeprefix("new/") for path in members(update.read_bytes()) if path.startswith("new/")}
    assert {"theory/01.md", "assets/words.txt", "manifest.json"} == {
        path for path in brought if not path.startswith(".knapsack/")
    }
    install(old, courses, keys, Consent())
    done = apply_update(update, courses, keys, Consent())
    assert (done.before, done.version) == ("1.0.0", "1.1.0")
    install(new, tmp_path / "whole", keys, Consent())
    assert tree(courses) == tree(tmp_path / "whole")


@pytest.mark.parametrize("school", [SCHOOL, OTHER_SCHOOL])
def test_sealed_parts_are_updated_too(tmp_path: Path, courses: Path, school: OwnKey) -> None:
    keys = keyring(tmp_path / "keys", PUBLISHER, school)
    changed = newer(with_secrets())
    changed["tasks/folder/solution.py"] = "# another solution"
    old = pack(tmp_path, with_secrets(), SCHOOL.public, name="old.zip")
    new = pack(tmp_path, changed, SCHOOL.public, name="new.zip")
    install(old, courses, keys, Consent())
    assert apply_update(made(tmp_path, keys, old, new), courses, keys, Consent()).opened == (school is SCHOOL)
    install(new, tmp_path / "whole", keys, Consent())
    assert tree(courses) == tree(tmp_path / "whole")


def test_a_sealed_part_that_is_the_same_is_not_sent_again(tmp_path: Path, keys: Keyring) -> None:
    old = pack(tmp_path, with_secrets(), SCHOOL.public, name="old.zip")
    new = pack(tmp_path, newer(with_secrets()), SCHOOL.public, name="new.zip")
    assert "new/.knapsack/sealed" not in members(make_update(old, new, keys).data)


def refused(update: Path, courses: Path, keys: Keyring) -> str:
    before = tree(courses)
    with pytest.raises(UserError) as caught:
        apply_update(update, courses, keys, Consent())
    assert tree(courses) == before
    return str(caught.value)


def test_only_the_very_version_it_was_made_for(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    update = made(tmp_path, keys, old, new)
    assert "was not installed from a pack" in refused(update, courses, keys)
    files = course()
    files["theory/01.md"] = "# Another text in the same version\n"
    install(pack(tmp_path, files, name="other.zip"), courses, keys, Consent())
    assert "is not for the pack that is installed, 1.0.0" in refused(update, courses, keys)
    install(new, courses, keys, Consent(replace=True))
    assert "is not for the pack that is installed, 1.1.0" in refused(update, courses, keys)


def test_a_course_that_was_changed_here(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    update = made(tmp_path, keys, old, new)
    install(old, courses, keys, Consent())
    (courses / "small/tasks/mine.json").write_text("{}")
    assert "was changed here: tasks/mine.json" in refused(update, courses, keys)
    (courses / "small/tasks/mine.json").unlink()
    (courses / "small/theory/02.md").write_text("# Mine")
    assert "theory/02.md was changed here; install the whole pack" in refused(update, courses, keys)
    (courses / "small/quizzes/quiz.json").unlink()
    assert "is missing" in refused(update, courses, keys)


def test_every_byte_of_an_update_counts(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    update = made(tmp_path, keys, old, new)
    install(old, courses, keys, Consent())
    whole = update.read_bytes()
    for index in range(0, len(whole), 3):
        update.write_bytes(whole[:index] + bytes([whole[index] ^ 1 << index % 8]) + whole[index + 1 :])
        with pytest.raises(UserError):
            apply_update(update, courses, keys, Consent())
    update.write_bytes(whole)
    assert apply_update(update, courses, keys, Consent()).version == "1.1.0"


def test_an_update_that_leads_elsewhere_than_its_pack(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    """Its publisher signed it, but the pack inside was not."""
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    files = members(made(tmp_path, keys, old, new).read_bytes())
    contents = json.loads(files.pop(LIST))
    install(old, courses, keys, Consent())
    for path in list(files):
        if path.startswith("new/"):
            left = {name: data for name, data in files.items() if name != path}
            stated = {**contents, "files": [each for each in contents["files"] if each["path"] != path]}
            (tmp_path / "update.zip").write_bytes(signed(left, stated))
            assert refused(tmp_path / "update.zip", courses, keys)


def test_updates_and_packs_are_not_mixed_up(tmp_path: Path, courses: Path, keys: Keyring) -> None:
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    update = made(tmp_path, keys, old, new)
    assert "knapsack install takes it" in refused(old, courses, keys)
    with pytest.raises(UserError, match="knapsack update apply takes it"):
        install(update, courses, keys, Consent())
    with pytest.raises(UserError, match="made of two packs"):
        make_update(update, new, keys)


def test_packs_that_do_not_belong_together(tmp_path: Path, keys: Keyring) -> None:
    files = course()
    set_at(files, "manifest.json", "/id", "large")
    mine, other = pack(tmp_path, name="old.zip"), pack(tmp_path, files, name="large.zip")
    strangers = pack(tmp_path, key=STRANGER, name="stranger.zip")
    for second in (other, strangers):
        with pytest.raises(UserError, match="not of the same course and publisher"):
            make_update(mine, second, keys)
    with pytest.raises(UserError, match="it is not on this computer"):
        make_update(strangers, strangers, keys)


def test_an_update_is_the_same_each_time(tmp_path: Path, keys: Keyring) -> None:
    old, new = pack(tmp_path, name="old.zip"), pack(tmp_path, newer(course()), name="new.zip")
    assert make_update(old, new, keys).data == make_update(old, new, keys).data
