from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.memory import Memory
from builder.problems import Problems


def test_the_same_key_is_made_once() -> None:
    memory, made = Memory(), list[int]()
    for _ in range(3):
        memory.get("key", lambda: made.append(1))
        memory.forget_unused()
    assert made == [1]


def test_what_a_build_did_not_ask_for_is_forgotten() -> None:
    memory, made = Memory(), list[int]()
    memory.get("key", lambda: made.append(1))
    memory.forget_unused()
    memory.forget_unused()
    memory.get("key", lambda: made.append(2))
    assert made == [1, 2]


def test_what_does_not_hold_any_more_is_made_again() -> None:
    memory = Memory()
    assert memory.get("key", lambda: "old") == "old"
    assert memory.get("key", lambda: "new", lambda known: known == "old") == "old"
    assert memory.get("key", lambda: "new", lambda known: known != "old") == "new"


def test_problems_are_told_every_time() -> None:
    memory = Memory()
    for _ in range(2):
        problems = Problems("course")
        assert not memory.check("key", problems, lambda found: found.error("a.json", "It is broken."))
        assert [str(each) for each in problems] == ["course/a.json: error: It is broken."]


def test_problems_of_another_package_are_its_own() -> None:
    memory = Memory()
    for name in ("one", "two"):
        problems = Problems(name)
        memory.check("key", problems, lambda found: found.error("a.json", "It is broken."))
        assert [each.file for each in problems] == [f"{name}/a.json"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_text("one", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    return path


def test_a_file_is_read_again_when_it_has_changed(file: Path) -> None:
    memory = Memory()
    assert memory.file(file, Path.read_text) == "one"
    file.write_text("other", encoding="utf-8")
    assert memory.file(file, Path.read_text) == "other"


def test_a_change_within_one_tick_of_the_clock_is_seen(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, stat = Memory(), file.stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: stat)
    assert memory.file(file, Path.read_text) == "one"
    file.write_text("two", encoding="utf-8")
    assert memory.file(file, Path.read_text) == "two"


def test_a_file_that_cannot_be_read_is_tried_again(file: Path) -> None:
    memory = Memory()

    def refuse(path: Path) -> str:
        if path.read_text() == "one":
            raise ValueError("not yet")
        return "read"

    with pytest.raises(ValueError, match="not yet"):
        memory.file(file, refuse)
    file.write_text("two", encoding="utf-8")
    assert memory.file(file, refuse) == "read"
