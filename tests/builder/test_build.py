from __future__ import annotations

from pathlib import Path

import pytest

from builder import build as module
from builder.build import BrokenCoursesError, build
from builder.problems import UserError
from tests.builder.packages import good, set_at, write


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    write(tmp_path / "courses/small", good())
    return tmp_path / "courses"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_site_and_then_a_newer_one(courses: Path, tmp_path: Path) -> None:
    out = tmp_path / "sites/site"
    phases: list[str] = []
    assert build(courses, out, phases.append) == []
    assert phases == ["load", "validate", "compile", "render", "finish"]
    set_at(files := good(), "manifest.json", "/lessons/1/id", "renamed")
    write(courses / "small", files)
    build(courses, out)
    assert (out / "en/small/renamed.html").is_file()
    assert not (out / "en/small/second.html").exists()
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_the_same_courses_give_the_same_site(courses: Path, tmp_path: Path) -> None:
    build(courses, tmp_path / "one")
    build(courses, tmp_path / "two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_a_broken_course_leaves_the_old_site_as_it_was(courses: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(courses, out)
    before = snapshot(out)
    (courses / "small/tasks/sum.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenCoursesError) as caught:
        build(courses, out)
    assert any(problem.file == "small/tasks/sum.json" for problem in caught.value.problems)
    assert snapshot(out) == before


def test_a_broken_course_makes_no_site(courses: Path, tmp_path: Path) -> None:
    (courses / "small/tasks/sum.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenCoursesError):
        build(courses, tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["courses"]


@pytest.mark.parametrize("phase", ["compile_pages", "render", "finish"])
def test_a_failure_of_ours_leaves_the_old_site_as_it_was(
    courses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    out = tmp_path / "site"
    build(courses, out)
    before = snapshot(out)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(module, phase, fail)
    with pytest.raises(RuntimeError, match="our own fault"):
        build(courses, out)
    assert snapshot(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["courses", "site"]


def test_a_site_that_cannot_be_moved_away_stays(
    courses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    build(courses, out)
    before = snapshot(out)
    rename = Path.rename

    def stuck(path: Path, target: Path) -> Path:
        if path.name == "site" and path.parent != tmp_path:
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(UserError, match="close what uses it"):
        build(courses, out)
    assert snapshot(out) == before


def test_a_folder_that_is_no_site_is_never_replaced(courses: Path, tmp_path: Path) -> None:
    precious = tmp_path / "documents"
    precious.mkdir()
    (precious / "index.html").write_text("<h1>Mine</h1>", encoding="utf-8")
    with pytest.raises(UserError, match="is no site made by Knapsack"):
        build(courses, precious)
    assert (precious / "index.html").read_text(encoding="utf-8") == "<h1>Mine</h1>"


@pytest.mark.parametrize("out", ["courses", "courses/site", "."])
def test_site_and_courses_must_lie_apart(
    courses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="inside one another"):
        build(courses, Path(out))


def test_a_missing_bundle_is_said_in_one_line(
    courses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNAPSACK_BROWSER", str(tmp_path))
    with pytest.raises(UserError, match=r"run: python3 dev\.py setup"):
        build(courses, tmp_path / "site")


def test_two_courses_with_one_id(courses: Path, tmp_path: Path) -> None:
    write(courses / "twin", good())
    with pytest.raises(BrokenCoursesError) as caught:
        build(courses, tmp_path / "site")
    assert [(problem.file, problem.pointer) for problem in caught.value.problems] == [
        ("twin/manifest.json", "/id")
    ]


def test_a_language_without_interface_texts_is_a_warning(courses: Path, tmp_path: Path) -> None:
    set_at(files := good(), "manifest.json", "/language", "tlh")
    write(courses / "small", files)
    problems = build(courses, tmp_path / "site")
    assert [problem.severity for problem in problems] == ["warning"]
    page = (tmp_path / "site/tlh/small/first.html").read_text(encoding="utf-8")
    assert "Theory" in page
    assert (tmp_path / "site/assets/knapsack/messages.tlh.js").is_file()
