from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builder.packages import EVERYTHING, good, set_at, write
from tests.builder.test_cli import run


def test_quizzes_go_to_moodle_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "quizzes", EVERYTHING, tmp_path / "bank.xml", "--language", "ru") == 0
    assert capsys.readouterr() == (f"4 questions: {tmp_path}/bank.xml\n", "")
    assert run("import", tmp_path / "bank.xml", "--course", tmp_path / "course") == 0
    assert run("check", tmp_path / "course") == 0
    assert json.loads((tmp_path / "course/manifest.json").read_text(encoding="utf-8"))["language"] == "ru"


def test_results_for_the_gradebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "grades.csv").write_text("student,verdict,score\nAnna,OK,1.0\nEve,WA,0.5\n", encoding="utf-8")
    (tmp_path / "ids.csv").write_text("Anna,1001\n", encoding="utf-8")
    arguments: list[str | Path] = [
        "--assignment",
        "hw1",
        "--students",
        tmp_path / "ids.csv",
        "--out-of",
        "20",
    ]
    assert run("export", "results", tmp_path / "grades.csv", tmp_path / "out.xml", *arguments) == 0
    out, err = capsys.readouterr()
    assert out == f"1 result: {tmp_path}/out.xml\n"
    assert err == "left out: Eve: there is no ID number for this name\n"
    assert "<score>20</score>" in (tmp_path / "out.xml").read_text(encoding="utf-8")


def test_a_course_as_markdown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "markdown", EVERYTHING, tmp_path / "plain") == 0
    assert capsys.readouterr().out == f"{tmp_path}/plain/README.md\n"
    assert (tmp_path / "plain/README.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["quizzes", "gone", "o.xml"], "does not exist"),
        (["quizzes", "small", "o.xml", "--language", "fr"], "the course has no ‘fr’; it has en"),
        (["quizzes", "small", "gone/o.xml"], "cannot be written"),
        (["quizzes", "broken", "o.xml"], "broken has errors; mend what knapsack check broken says first"),
        (["quizzes", "empty", "o.xml"], "there is no question in empty"),
        (["markdown", "small", "small"], "is there already"),
        (["results", "o.xml"], "SOURCES"),
        (["results", "small/manifest.json", "o.xml"], "has no results"),
        (["results", "none.json", "o.xml"], "there is no result to write"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path / "small", good())
    set_at(broken := good(), "tasks/sum.json", "/titel", "x")
    write(tmp_path / "broken", broken)
    manifest = {"id": "empty", "version": "1.0.0", "title": "Empty", "language": "en"}
    write(tmp_path / "empty", {"manifest.json": manifest, "theory/01.md": "# One"})
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("export", *arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("knapsack: ")
    assert err.count("\n") == 1
    assert message in err
    assert not (tmp_path / "o.xml").exists()
