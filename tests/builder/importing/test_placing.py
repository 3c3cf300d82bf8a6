from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder.build import check
from builder.importing.haul import FolderTask, Haul
from builder.importing.placing import place, target_of
from builder.problems import UserError
from tests.builder.packages import good, write

TASK: dict[str, Any] = {
    "id": "fresh",
    "title": "Fresh",
    "description": "Print 1. ![x](assets/images/a.png)",
    "tests": [{"expected": "1"}],
}
QUIZ = {
    "id": "asked",
    "title": "Asked",
    "questions": [{"id": "q1", "type": "text", "prompt": "?", "answer": "a"}],
}


def haul(**changes: Any) -> Haul:
    found = Haul()
    found.tasks.append(
        FolderTask({**TASK, **changes}, {"solution.py": "print(1)\n", "wrong/two.py": "print(2)\n"})
    )
    found.quizzes.append(dict(QUIZ))
    found.assets["assets/images/a.png"] = b"picture"
    return found


def put(found: Haul, folder: Path, *, replace: bool = False) -> list[str]:
    return place(found, target_of(folder, ["en"]), replace=replace)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_course(tmp_path: Path) -> None:
    written = put(haul(), tmp_path / "deep/Мой курс")
    assert written == ["tasks/fresh", "quizzes/asked.json", "assets/images/a.png"]
    manifest = json.loads((tmp_path / "deep/Мой курс/manifest.json").read_text(encoding="utf-8"))
    assert manifest == {"id": "moy_kurs", "version": "1.0.0", "title": "Мой курс", "language": "en"}
    assert check([tmp_path / "deep/Мой курс"]) == []
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["Мой курс"]


def test_an_existing_course_keeps_what_it_has(tmp_path: Path) -> None:
    course = write(tmp_path / "small", good())
    before = files_of(course)
    put(haul(), course)
    after = files_of(course)
    assert {name: data for name, data in after.items() if name in before} == before
    assert check([course]) == []
    assert {path.name for path in tmp_path.iterdir()} == {"small"}


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    course = write(tmp_path / "small", good())
    before = files_of(course)
    found = haul(id="SUM")
    found.quizzes[0]["id"] = "quiz"
    assert put(found, course) == []
    assert [(each.item, each.message.split(";")[0]) for each in found.log.errors] == [
        ("tasks/SUM", "it is there already, as tasks/sum.json"),
        ("quizzes/quiz", "it is there already, as quizzes/quiz.json"),
    ]
    assert files_of(course) == before


def test_a_file_in_the_way_is_not_replaced_either(tmp_path: Path) -> None:
    course = write(tmp_path / "small", {**good(), "tasks/fresh/notes.md": "mine"})
    before = files_of(course)
    found = haul()
    assert put(found, course, replace=True) == []
    assert [each.item for each in found.log.errors] == ["tasks/fresh"]
    assert files_of(course) == before


def test_replacing_takes_the_old_one_away(tmp_path: Path) -> None:
    course = write(tmp_path / "small", good())
    put(haul(id="sum"), course, replace=True)
    assert not (course / "tasks/sum.json").exists()
    assert (course / "tasks/sum/solution.py").read_text() == "print(1)\n"
    assert check([course]) == []
    put(haul(id="sum", title="Again"), course, replace=True)
    assert json.loads((course / "tasks/sum/task.json").read_text())["title"] == "Again"


def test_what_would_not_pass_the_check_is_not_written(tmp_path: Path) -> None:
    course = write(tmp_path / "small", good())
    before = files_of(course)
    found = haul(description="![x](assets/nowhere.png)")
    assert put(found, course) == []
    assert [each.file for each in found.log.errors] == ["tasks/fresh/task.json"]
    assert files_of(course) == before
    assert {path.name for path in tmp_path.iterdir()} == {"small"}


def test_a_failure_half_way_leaves_the_course_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = write(tmp_path / "small", good())
    before = files_of(course)
    really = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path.name == "asked.json":
            raise OSError(28, "No space left on device")
        return really(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(UserError, match="cannot be written: No space left"):
        put(haul(id="sum"), course, replace=True)
    monkeypatch.undo()
    assert files_of(course) == before
    assert {path.name for path in tmp_path.iterdir()} == {"small"}


def test_a_course_that_would_grow_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.importing.placing.MAX_PACKAGE_BYTES", 50)
    found = haul()
    assert put(found, tmp_path / "new") == []
    assert "import less" in found.log.errors[0].message
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_no_course(tmp_path: Path) -> None:
    write(tmp_path / "photos", {"cat.jpg": "x"})
    with pytest.raises(UserError, match="is no course"):
        target_of(tmp_path / "photos", ["en"])
    with pytest.raises(UserError, match="mend what knapsack check"):
        target_of(write(tmp_path / "small", {"manifest.json": {"id": 1}}), ["en"])


def test_nothing_to_write_makes_no_course(tmp_path: Path) -> None:
    assert put(Haul(), tmp_path / "new") == []
    assert not (tmp_path / "new").exists()
