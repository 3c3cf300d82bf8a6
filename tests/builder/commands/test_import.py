from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builder.packages import write
from tests.builder.test_cli import run

GIFT = "Столица Франции? {=Париж ~Лион#Нет}\n\nЭссе {}\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    (tmp_path / "bank.gift").write_text(GIFT, encoding="utf-8")
    return tmp_path / "bank.gift"


def test_a_bank_becomes_a_course(bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = tmp_path / "course"
    assert run("import", bank, "--course", course) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{course}/quizzes/bank.json",
        f"A new course in the language ‘ru’: change {course}/manifest.json if it is another.",
    ]
    assert err.splitlines() == [
        "bank.gift:1: left out: Столица Франции?: the feedback of 1 answer that is not right",
        "bank.gift:3: left out: Эссе: the question: an essay, which no program can mark",
    ]
    assert run("check", course) == 0


def test_the_same_again_changes_nothing(
    bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = tmp_path / "course"
    assert run("import", bank, "--course", course) == 0
    before = (course / "quizzes/bank.json").read_bytes()
    capsys.readouterr()
    assert run("import", bank, "--course", course) == 1
    err = capsys.readouterr().err
    assert "it is there already, as quizzes/bank.json; --replace puts the new one in its place" in err
    assert err.endswith("Nothing was written: mend the errors above.\n")
    assert (course / "quizzes/bank.json").read_bytes() == before
    assert run("import", bank, "--course", course, "--replace") == 0


def test_json_says_it_all(bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", bank, "--course", tmp_path / "course", "--json") == 0
    out, err = capsys.readouterr()
    assert err == ""
    said = json.loads(out)
    assert said["written"] == ["quizzes/bank.json"]
    assert said["errors"] == []
    assert said["left_out"][1] == {
        "file": "bank.gift",
        "line": 3,
        "item": "Эссе",
        "message": "the question: an essay, which no program can mark",
    }


def test_malformed_files_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bank.gift").write_text("good {T}\n\nbad {=a\n\nworse {~a}\n", encoding="utf-8")
    assert run("import", tmp_path / "bank.gift", "--course", tmp_path / "course") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(": ")[0] for line in err.splitlines()[:-1]] == ["bank.gift:3", "bank.gift:5"]
    assert not (tmp_path / "course").exists()


def test_nothing_to_carry_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bank.gift").write_text("Essay {}", encoding="utf-8")
    assert run("import", tmp_path / "bank.gift", "--course", tmp_path / "course") == 0
    assert capsys.readouterr().err.endswith("Nothing was written: nothing in it can be carried over.\n")
    assert not (tmp_path / "course").exists()


def test_an_imported_problem_keeps_its_promises(tmp_path: Path) -> None:
    files = {
        "problem.yaml": "name: Sum\nvalidator_flags: float_tolerance 1e-6\n",
        "problem_statement/problem.en.md": "Add.",
        "data/sample/1.in": "1 2\n",
        "data/sample/1.ans": "3\n",
        "data/secret/1.in": "0.5 0.25\n",
        "data/secret/1.ans": "0.75\n",
        "data/secret/2.in": "2 2\n",
        "data/secret/2.ans": "4\n",
        "submissions/accepted/a.py": "print(sum(map(float, input().split())))",
        "submissions/wrong_answer/b.py": "print(3)",
        "submissions/run_time_error/c.py": "print(sum(map(int, input().split())))\nraise SystemExit(1)",
    }
    assert run("import", write(tmp_path / "sum", files), "--course", tmp_path / "course") == 0
    assert run("check", "--run", tmp_path / "course") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["gone", "--course", "c"],
        ["bank.gift"],
        ["bank.gift", "--course", "."],
        ["bank.gift", "--course", "c", "--as", "x"],
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    arguments: list[str], bank: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(bank.parent)
    assert run("import", *arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("knapsack: ")
    assert err.count("\n") == 1
    assert [path.name for path in bank.parent.iterdir()] == ["bank.gift"]
