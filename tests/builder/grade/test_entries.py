from __future__ import annotations

from pathlib import Path

import pytest

from builder.grade.entries import collect
from builder.problems import UserError
from tests.builder.grade.school import CLASS, draft, named, saved, submitted
from tests.builder.packages import write


def codes(root: Path, course: str | None = None) -> dict[str, str | None]:
    found = collect(root, "sum", course)
    return {each.student: each.submission.code if each.submission else None for each in found}


def reasons(root: Path) -> dict[str, tuple[str, str]]:
    return {each.student: (each.verdict, each.reason) for each in collect(root, "sum")}


def test_programs_folders_and_hand_in_files_side_by_side(tmp_path: Path) -> None:
    write(tmp_path, CLASS | {"x.json": saved(named(1, "Dmitri"), submitted(2, "print(1)")), ".hidden": "-"})
    found = codes(tmp_path)
    assert list(found) == ["anna", "boris", "clara", "Dmitri"]
    assert (found["clara"], found["Dmitri"]) == ("import helper\n", "print(1)")


def test_a_learner_who_saved_twice_is_one_student(tmp_path: Path) -> None:
    monday = saved(named(1, "Anna"), submitted(2, "old"))
    tuesday = saved(named(1, "Anna"), submitted(2, "old"), submitted(3, "new"))
    write(tmp_path, {"a.json": tuesday, "b.json": monday})
    assert codes(tmp_path) == {"Anna": "new"}


def test_students_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    twins = saved(named(1, "anna", "learner-1"), named(2, "anna", "learner-2"), draft(3, "x", "learner-1"))
    write(tmp_path, {"anna.py": "1", "anna/main.py": "2", "a.json": twins})
    assert set(codes(tmp_path)) == {"anna (anna)", "anna (anna.py)", "anna (earner-1)", "anna (earner-2)"}


def test_what_cannot_be_judged_has_a_reason(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.py": "", "b.docx": "x", "c/x.txt": "x", "d.json": "{", "e.json": saved(named(1, "Eva"))}
    )
    (tmp_path / "f.json").symlink_to(tmp_path / "e.json")
    assert reasons(tmp_path) == {
        "a": ("unreadable", "a.py is empty"),
        "b.docx": ("unreadable", "b.docx is neither a .py file nor a folder"),
        "c": ("unreadable", "there is no main.py but no program; call the program main.py"),
        "d": ("unreadable", "d.json is not a whole hand-in file; save it again"),
        "Eva": ("missing", "nothing was handed in for this task"),
        "f.json": ("unreadable", "f.json is a link; give the file itself"),
    }


def test_the_file_for_the_results_is_no_submission(tmp_path: Path) -> None:
    write(tmp_path / "class", {"a.py": "1", "results.csv": "student"})
    found = collect(tmp_path / "class", "sum", skip=tmp_path / "class/../class/results.csv")
    assert [entry.student for entry in found] == ["a"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("none", "is not a folder"), ("a.py", "is not a folder"), ("empty", "there is nothing in")],
)
def test_nothing_to_grade(tmp_path: Path, name: str, message: str) -> None:
    write(tmp_path, {"a.py": "1", "empty/.hidden": "-"})
    with pytest.raises(UserError, match=message):
        collect(tmp_path / name, "sum")
