from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import swap
from builder.load import find_packages
from builder.problems import UserError
from builder.swap import STAGING, put_in_place, recover, staging
from tests.builder.packages import write


def trees(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(params=["exchange", "rename"])
def courses(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "rename":
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    return write(tmp_path / "courses", {"a/old": "old"})


def test_the_new_folder_takes_the_place_of_the_old_one(courses: Path) -> None:
    with staging(courses) as work:
        put_in_place(write(work / "new/a", {"new": "new"}), courses / "a")
    assert trees(courses) == {"a/new": "new"}
    assert [path.name for path in courses.iterdir()] == ["a"]


def test_everything_is_on_the_disk_before_it_takes_the_place(
    courses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    rename, fsync = Path.rename, os.fsync
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)

    def renamed(path: Path, target: Path) -> Path:
        steps.append(f"{path.name} to {target.name}")
        return rename(path, target)

    def synced(descriptor: int) -> None:
        steps.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(os, "fsync", synced)
    with staging(courses) as work:
        put_in_place(write(work / "new", {"x/y": "y"}), courses / "a")
        assert steps == ["y", "x", "new", "a to a", "new to a", "courses"]


def test_a_folder_that_was_not_there(courses: Path) -> None:
    with staging(courses) as work:
        put_in_place(write(work / "b", {"new": "new"}), courses / "b")
    assert trees(courses) == {"a/old": "old", "b/new": "new"}


def test_whatever_goes_wrong_nothing_is_left_behind(courses: Path) -> None:
    with pytest.raises(ZeroDivisionError), staging(courses) as work:
        write(work / "new", {"new": "new"})
        raise ZeroDivisionError
    assert trees(courses) == {"a/old": "old"}
    assert not (courses / STAGING).exists()


def test_only_one_command_at_a_time(courses: Path) -> None:
    with staging(courses) as work:
        with pytest.raises(UserError, match="another command is installing"), staging(courses):
            pass
        write(work / "new", {"new": "new"})
        recover(courses)
        assert (work / "new/new").is_file(), "recover leaves a command that is running alone"


def test_the_old_folder_is_put_back_when_the_power_went_between_two_renames(courses: Path) -> None:
    write(courses / STAGING, {"new/a/new": "new"})
    (courses / STAGING / "old").mkdir()
    (courses / "a").rename(courses / STAGING / "old/a")
    recover(courses)
    assert trees(courses) == {"a/old": "old"}
    assert [path.name for path in courses.iterdir()] == ["a"]


def test_an_old_folder_that_was_replaced_is_not_put_back(courses: Path) -> None:
    write(courses / STAGING, {"old/a/older": "older", "done/half": "deleted"})
    recover(courses)
    assert trees(courses) == {"a/old": "old"}
    assert not (courses / STAGING).exists()


def test_a_system_that_refuses(courses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UserError, match="close what uses it"), staging(courses) as work:
        put_in_place(write(work / "new", {"new": "new"}), courses / "a")
    assert trees(courses) == {"a/old": "old"}


def test_every_command_that_looks_for_courses_cleans_up(courses: Path) -> None:
    write(courses / "a", {"manifest.json": "{}"})
    (courses / STAGING / "old").mkdir(parents=True)
    (courses / "a").rename(courses / STAGING / "old/a")
    assert find_packages(courses) == [courses / "a"]
    assert not (courses / STAGING).exists()


def test_nothing_to_recover(tmp_path: Path) -> None:
    recover(tmp_path)
    recover(tmp_path / "nowhere")


@pytest.mark.parametrize("link", [STAGING, f"{STAGING}/old", f"{STAGING}/new", f"{STAGING}/lock"])
def test_no_link_in_a_strangers_courses_is_followed(courses: Path, tmp_path: Path, link: str) -> None:
    own = write(tmp_path / "own", {"thesis/text": "mine"})
    (courses / link).parent.mkdir(exist_ok=True)
    (courses / link).symlink_to(own)
    recover(courses)
    assert trees(tmp_path) == {"courses/a/old": "old", "own/thesis/text": "mine"}


def test_nothing_is_installed_through_a_link(courses: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"thesis/text": "mine"})
    (courses / STAGING).symlink_to(own)
    with pytest.raises(UserError, match="is a link"), staging(courses):
        pass
    (courses / STAGING).unlink()
    write(courses / STAGING, {"x": ""})
    (courses / STAGING / "new").symlink_to(own)
    with staging(courses) as work:
        assert not (work / "new").exists()
    assert trees(tmp_path) == {"courses/a/old": "old", "own/thesis/text": "mine"}
