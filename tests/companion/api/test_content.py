"""Courses that teachers bring: packs and zips go in, problems come out, the last good version stays."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.packs.keyring import Keyring
from builder.packs.update import make_update
from runtime.companion.store.faults import StoreError
from tests.builder.packages import Files, good, set_at, write, write_zip
from tests.builder.packs.making import PUBLISHER, STRANGER, course, keyring, pack, tree
from tests.builder.raw_zip import HOSTILE, Raw
from tests.companion.school import School, Sent, fill, school_in, use_quick_hashes

T = "tasks/sum.json"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A school with a course of its own, that trusts one publisher."""
    use_quick_hashes(monkeypatch)
    write(tmp_path / "courses/own", named("own"))
    (tmp_path / "site").mkdir()
    Keyring(tmp_path / "data/keys").trust("anna", PUBLISHER.public)
    with school_in(tmp_path / "data", tmp_path / "site", courses=tmp_path / "courses") as opened:
        fill(opened)
        assert ask(opened, "POST /content/scan")["failed"] is False
        yield opened


def named(id_: str, version: str = "1.0.0") -> Files:
    set_at(files := course(version), "manifest.json", "/id", id_)
    return files


def ask(school: School, request: str, body: Any = None, status: int = 200) -> Any:
    response = school.ask(request, body, school.cookies("Tina"))
    assert response.status_code == status, response.text
    return response.json()


def bring(school: School, file: bytes | Path, status: int = 200, **consent: bool) -> Any:
    data = file.read_bytes() if isinstance(file, Path) else file
    head = {"replace": False, "downgrade": False} | consent
    return ask(school, "POST /content/import", Sent(head, data), status)


def refused(school: School, file: bytes | Path, **consent: bool) -> Any:
    """Return the error that a file is refused with, and see that nothing has changed."""
    courses, site = (school.companion.folder.parent / name for name in ("courses", "site"))
    before = tree(courses), tree(site)
    error = bring(school, file, 409, **consent)["error"]
    assert (tree(courses), tree(site)) == before
    return error


def courses(school: School) -> dict[str, str]:
    return {each["id"]: each["version"] for each in ask(school, "GET /content")["courses"]}


def page(school: School, course: str, lesson: str = "first") -> int:
    status: int = school.client.get(f"/en/{course}/{lesson}.html").status_code
    return status


def test_a_signed_pack_is_a_course_at_once(school: School, tmp_path: Path) -> None:
    assert page(school, "small") == 404
    done = bring(school, pack(tmp_path))
    assert (done["course"], done["version"], done["publisher"]) == ("small", "1.0.0", "anna")
    assert (done["scan"]["failed"], done["scan"]["problems"]) == (False, [])
    assert courses(school) == {"own": "1.0.0", "small": "1.0.0"}
    assert page(school, "small") == 200
    assert [task["id"] for task in ask(school, "GET /tasks")["tasks"]] == ["own.sum", "small.sum"]


def test_a_newer_pack_takes_the_place_of_an_older_one(school: School, tmp_path: Path) -> None:
    bring(school, pack(tmp_path))
    done = bring(school, pack(tmp_path, course("1.1.0"), name="b.zip"))
    assert (done["before"], done["version"]) == ("1.0.0", "1.1.0")
    error = refused(school, tmp_path / "pack.zip")
    assert (error["code"], error["details"]) == ("needs_consent", {"to": "downgrade"})
    assert bring(school, tmp_path / "pack.zip", downgrade=True)["version"] == "1.0.0"


def test_an_update_makes_the_installed_course_the_newer_one(school: School, tmp_path: Path) -> None:
    old, new = pack(tmp_path), pack(tmp_path, course("1.1.0"), name="b.zip")
    update = make_update(old, new, keyring(tmp_path / "own_keys", PUBLISHER)).data
    assert "was not installed from a pack" in refused(school, update)["message"]
    bring(school, old)
    assert bring(school, update)["version"] == "1.1.0"
    assert courses(school)["small"] == "1.1.0"
    assert "is not for the pack that is installed" in refused(school, update)["message"]


def test_a_pack_of_a_stranger_is_refused(school: School, tmp_path: Path) -> None:
    error = refused(school, pack(tmp_path, key=STRANGER))
    assert error["code"] == "no_pack"
    assert error["message"].startswith("Its publisher is not trusted here")


def test_a_signed_pack_that_was_changed_is_refused(school: School, tmp_path: Path) -> None:
    data = pack(tmp_path).read_bytes()
    assert refused(school, data.replace(b"More.", b"Less."))["code"] == "no_pack"


@pytest.mark.parametrize("folder", ["", "anything/"])
def test_an_unsigned_zip_is_a_course_too(school: School, tmp_path: Path, folder: str) -> None:
    done = bring(school, write_zip(tmp_path / "a.zip", good(), folder))
    assert (done["course"], done["publisher"], done["before"]) == ("small", "", None)
    assert page(school, "small") == 200
    assert sorted(path.name for path in (tmp_path / "courses").iterdir()) == ["own", "small"]


def test_a_zip_may_list_its_folders(school: School, tmp_path: Path) -> None:
    file = write_zip(tmp_path / "a.zip", good(), "folder/")
    with zipfile.ZipFile(file, "a") as archive:
        for folder in ("folder", "folder/tasks"):
            archive.mkdir(folder)
    assert bring(school, file)["course"] == "small"


def test_what_is_there_is_replaced_with_consent_only(school: School, tmp_path: Path) -> None:
    file = write_zip(tmp_path / "a.zip", named("own", "2.0.0"))
    assert refused(school, file)["details"] == {"to": "replace"}
    assert bring(school, file, replace=True)["version"] == "2.0.0"
    assert courses(school) == {"own": "2.0.0"}
    assert refused(school, pack(tmp_path, named("own", "3.0.0")))["details"] == {"to": "replace"}


def test_a_broken_course_is_told_with_file_and_pointer(school: School, tmp_path: Path) -> None:
    set_at(files := good(), T, "/tests", "none")
    error = refused(school, write_zip(tmp_path / "a.zip", files), replace=True)
    assert error["code"] == "broken_course"
    (problem,) = [each for each in error["details"]["problems"] if each["pointer"] == "/tests"]
    assert problem["file"].endswith(T)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_leaves_nothing(school: School, tmp_path: Path, kind: str) -> None:
    honest = [Raw(name, json.dumps(data).encode()) for name, data in good().items()]
    assert refused(school, HOSTILE[kind](honest))["code"] == "no_pack"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["courses", "data", "site"]


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_course_is_refused(school: School, data: bytes) -> None:
    assert refused(school, data)["code"] in {"no_pack", "broken_course"}


def test_a_folder_that_is_one_course_takes_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_hashes(monkeypatch)
    write(tmp_path / "courses", named("own"))
    (tmp_path / "site").mkdir()
    with school_in(tmp_path / "data", tmp_path / "site", courses=tmp_path / "courses") as opened:
        fill(opened)
        ask(opened, "POST /content/scan")
        assert "is one course" in refused(opened, pack(tmp_path))["message"]


def test_the_last_look_is_kept_for_those_who_come_later(school: School, tmp_path: Path) -> None:
    write(tmp_path / "courses/own", {T: "{"})
    found = ask(school, "POST /content/scan")
    assert (found["failed"], found["count"], found["watched"]) == (True, len(found["problems"]), False)
    assert found["problems"][0]["file"] == f"own/{T}"
    assert ask(school, "GET /content/scan") == found
    assert courses(school) == {"own": "1.0.0"}
    assert page(school, "own") == 200


def test_with_watch_a_task_that_is_dropped_in_is_there_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_quick_hashes(monkeypatch)
    write(tmp_path / "courses/own", named("own"))
    (tmp_path / "site").mkdir()
    with school_in(tmp_path / "data", tmp_path / "site", courses=tmp_path / "courses", watch=True) as opened:
        fill(opened)
        wait_for(opened, "own.sum")
        task = {"id": "new", "title": "New", "description": "?", "tests": [{"input": "", "expected": "1"}]}
        write(tmp_path / "courses/own", {"tasks/new.json": task})
        wait_for(opened, "own.new")
        assert ask(opened, "GET /content/scan")["watched"]
        write(tmp_path / "courses/own", {T: "{"})
        while not ask(opened, "GET /content/scan")["failed"]:
            threading.Event().wait(0.05)


def test_watching_goes_on_when_the_database_has_refused(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = school.companion.workshop
    assert workshop is not None
    with monkeypatch.context() as patch:

        def refuse(*_: object) -> None:
            raise StoreError("locked")

        patch.setattr(school.companion.database, "write", refuse)
        workshop.look()
    workshop.look()
    assert not ask(school, "GET /content/scan")["failed"]


def wait_for(school: School, task: str) -> None:
    while task not in {each["id"] for each in ask(school, "GET /tasks")["tasks"]}:
        threading.Event().wait(0.05)
