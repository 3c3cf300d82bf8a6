from __future__ import annotations

from pathlib import Path

from tests.builder.packages import good, problems_of, set_at


def test_what_is_missing_in_a_language_is_a_warning(tmp_path: Path) -> None:
    files = good() | {"theory/01.ru.md": "# Первый"}
    set_at(files, "manifest.json", "/languages", ["en", "ru"])
    set_at(files, "manifest.json", "/title", {"en": "Small"})
    set_at(files, "tasks/sum.json", "/hints", [{"en": "x", "ru": "й"}, {"ru": "й"}])
    found = {(problem.file, problem.pointer, problem.severity) for problem in problems_of(tmp_path, files)}
    assert found == {
        ("small/manifest.json", "/title", "warning"),
        ("small/tasks/sum.json", "/hints/1", "warning"),
        ("small/theory/02.md", "", "warning"),
    }


def test_a_file_in_a_language_the_course_lacks(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, good() | {"theory/01.ru.md": "# Первый"})
    assert [problem.message for problem in problems] == [
        "‘ru’ is not among the course's languages, so nobody will see this file."
    ]


def test_no_language_is_a_warning(tmp_path: Path) -> None:
    files = good()
    del files["manifest.json"]["language"]  # type: ignore[union-attr,arg-type]
    assert [problem.severity for problem in problems_of(tmp_path, files)] == ["warning"]
