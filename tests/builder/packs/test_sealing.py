from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.load import load_folder
from builder.packs.contents import LIST, SEALED, parse_contents
from builder.packs.install import Consent, install
from builder.packs.keys import OwnKey, PublicKey
from builder.packs.sealing import parted, seal, unseal
from builder.problems import Problems, UserError
from builder.validate import validate
from tests.builder.packages import as_bytes
from tests.builder.packs.making import (
    OTHER_SCHOOL,
    PUBLISHER,
    SCHOOL,
    SENTINEL,
    STRANGER,
    keyring,
    members,
    pack,
    tree,
    with_secrets,
)


def files() -> dict[str, bytes]:
    return {name: as_bytes(content) for name, content in with_secrets().items()}


def secrets() -> dict[str, bytes]:
    return parted(files())[1]


def test_a_sealed_pack_has_no_byte_of_a_secret(tmp_path: Path) -> None:
    data = pack(tmp_path, with_secrets(), SCHOOL.public).read_bytes()
    assert SENTINEL.encode() not in data
    assert b"Public" in data
    assert SENTINEL.encode() in pack(tmp_path, with_secrets(), name="open.zip").read_bytes()


def test_public_tests_keep_their_numbers() -> None:
    public, _ = parted(files())
    task = json.loads(public["tasks/sum.json"])
    assert task["tests"] == [{"name": "02", "input": "Public", "expected": "3"}]
    assert set(task) == {"id", "title", "description", "tests"}


def test_what_has_no_secret_is_packed_as_it_is() -> None:
    public, secret = parted(files())
    same = {"manifest.json", "theory/01.md", "quizzes/quiz.json", "tasks/folder/task.json"}
    assert all(public[path] == files()[path] for path in same)
    assert not same & set(secret)
    assert secret["tasks/sum.json"] == files()["tasks/sum.json"]


def test_only_schools_that_it_was_sealed_to_open_it() -> None:
    sealed, boxes = seal(secrets(), [SCHOOL.public], PUBLISHER, "small")
    assert unseal(sealed, boxes, [SCHOOL], PUBLISHER.public, "small") == secrets()
    assert unseal(sealed, boxes, [OTHER_SCHOOL], PUBLISHER.public, "small") is None
    both, boxes = seal(secrets(), [SCHOOL.public, OTHER_SCHOOL.public], PUBLISHER, "small")
    assert unseal(both, boxes, [OTHER_SCHOOL], PUBLISHER.public, "small") == secrets()


def test_sealing_twice_makes_the_same_bytes() -> None:
    schools = [SCHOOL.public, OTHER_SCHOOL.public]
    assert seal(secrets(), schools, PUBLISHER, "small") == seal(secrets(), schools[::-1], PUBLISHER, "small")
    assert seal(secrets(), schools, PUBLISHER, "small") != seal(secrets(), schools, STRANGER, "small")


@pytest.mark.parametrize(("publisher", "course"), [(STRANGER, "small"), (PUBLISHER, "other")])
def test_nobody_can_put_a_sealed_part_into_a_pack_of_theirs(publisher: OwnKey, course: str) -> None:
    sealed, boxes = seal(secrets(), [SCHOOL.public], PUBLISHER, "small")
    with pytest.raises(UserError, match="cannot be opened"):
        unseal(sealed, boxes, [SCHOOL], publisher.public, course)


def test_a_changed_seal_is_not_opened() -> None:
    sealed, boxes = seal(secrets(), [SCHOOL.public], PUBLISHER, "small")
    for index in range(0, len(sealed), 97):
        broken = sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :]
        with pytest.raises(UserError, match="cannot be opened"):
            unseal(broken, boxes, [SCHOOL], PUBLISHER.public, "small")


def test_a_sealed_part_cannot_bring_other_files() -> None:
    sealed, boxes = seal({"theory/01.md": b"x"}, [SCHOOL.public], PUBLISHER, "small")
    with pytest.raises(UserError, match=r"does not belong there: theory/01\.md"):
        unseal(sealed, boxes, [SCHOOL], PUBLISHER.public, "small")


def test_with_the_key_the_course_is_whole(tmp_path: Path) -> None:
    sealed = pack(tmp_path, with_secrets(), SCHOOL.public)
    done = install(sealed, tmp_path / "courses", keyring(tmp_path / "keys", SCHOOL), Consent())
    assert (done.sealed, done.opened) == (True, True)
    found = tree(tmp_path / "courses/small")
    assert {path: data for path, data in found.items() if not path.startswith(".knapsack/")} == files()


def test_without_the_key_it_has_public_tests_only(tmp_path: Path) -> None:
    sealed = pack(tmp_path, with_secrets(), SCHOOL.public)
    done = install(sealed, tmp_path / "courses", keyring(tmp_path / "keys", OTHER_SCHOOL), Consent())
    assert (done.sealed, done.opened) == (True, False)
    found = tree(tmp_path / "courses/small")
    assert all(SENTINEL.encode() not in data for data in found.values())
    package = load_folder("small", tmp_path / "courses/small", Problems("small"))
    course, _ = validate(package)
    assert not package.problems.failed
    assert [test["name"] for test in course.tasks["sum"].tests] == ["02"]
    assert [test["name"] for test in course.tasks["folder"].tests] == ["Public"]


def test_a_key_that_comes_later_opens_the_same_pack(tmp_path: Path) -> None:
    sealed = pack(tmp_path, with_secrets(), SCHOOL.public)
    assert not install(sealed, tmp_path / "courses", keyring(tmp_path / "without"), Consent()).opened
    assert install(sealed, tmp_path / "courses", keyring(tmp_path / "with", SCHOOL), Consent()).opened
    assert (tmp_path / "courses/small/tasks/folder/solution.py").is_file()


def test_the_list_says_who_can_open_it(tmp_path: Path) -> None:
    found = members(pack(tmp_path, with_secrets(), SCHOOL.public).read_bytes())
    contents = parse_contents(found[LIST])
    assert [box.school for box in contents.sealed] == [SCHOOL.public.text]
    assert SEALED in contents.digests


@pytest.mark.parametrize("raw", [bytes(32), bytes([1]) + bytes(31)])
def test_nothing_is_sealed_to_a_key_that_everyone_could_open(raw: bytes) -> None:
    with pytest.raises(UserError, match="is not a key that can keep anything secret"):
        seal({"tasks/sum/solution.py": b"x"}, [PublicKey("school", raw)], PUBLISHER, "small")
