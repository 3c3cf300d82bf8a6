from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.importing.haul import Haul
from builder.importing.source import opened_source
from tests.builder.packages import Files, write, write_zip

YAML = "problem.yaml"


def package() -> Files:
    return {
        YAML: "name: Different\nlimits:\n  memory: 256\n",
        "problem_statement/problem.en.tex": "\\problemname{Different}\nSubtract $a$ from $b$.\n",
        "data/sample/1.in": "1 5\n",
        "data/sample/1.ans": "4\n",
        "data/secret/1.in": "7 9\n",
        "data/secret/1.ans": "2\n",
        "data/secret/edge/10.in": "0 0\n",
        "data/secret/edge/10.ans": "0\n",
        "submissions/accepted/good.py": "a, b = map(int, input().split())\nprint(b - a)\n",
        "submissions/accepted/good.cpp": "int main() {}",
        "submissions/wrong_answer/bad.py": "print(4)\n",
        "submissions/time_limit_exceeded/slow.py": "while True: pass\n",
        "submissions/run_time_error/crash.py": "1 / 0\n",
    }


def read(root: Path, files: Files, languages: list[str] | None = None) -> Haul:
    with opened_source(write(root / "different", files), None) as source:
        return source.read(languages or source.languages)


def with_yaml(text: str, changes: Files | None = None) -> Files:
    return {**package(), YAML: text, **(changes or {})}


def left(haul: Haul) -> list[str]:
    return [f"{each.file.removeprefix('different/')}: {each.message}" for each in haul.log.left]


def test_a_whole_package(tmp_path: Path) -> None:
    haul = read(tmp_path, package())
    assert haul.log.errors == []
    (task,) = haul.tasks
    assert task.data == {
        "id": "different",
        "title": "Different",
        "description": "Subtract $a$ from $b$.",
        "checker": {
            "type": "python_expr",
            "expr": "output.casefold().split() == expected.casefold().split()",
        },
        "limits": {"memory_mb": 256},
    }
    assert task.files == {
        "tests/public/1.in": "1 5\n",
        "tests/public/1.out": "4\n",
        "tests/private/1-2.in": "7 9\n",
        "tests/private/1-2.out": "2\n",
        "tests/private/edge-10.in": "0 0\n",
        "tests/private/edge-10.out": "0\n",
        "solution.py": "a, b = map(int, input().split())\nprint(b - a)\n",
        "wrong/bad.py": "# verdict: WA\nprint(4)\n",
        "wrong/slow.py": "# verdict: TL\nwhile True: pass\n",
        "wrong/crash.py": "# verdict: RE\n1 / 0\n",
    }
    assert left(haul) == [
        "different: the time limit, which the package does not state: it is 2 seconds here",
        "submissions/accepted/good.cpp: a submission that is not in Python",
    ]


def test_the_draft_of_2023(tmp_path: Path) -> None:
    files = with_yaml(
        "problem_format_version: 2023-07-draft\ntype: pass-fail\nname: {en: Two, ru: Два}\n"
        "keywords: [easy, sum]\nlicense: cc by-sa\ncredits: {authors: [Jane Roe]}\n"
        "limits: {time_limit: 1.5, output: 2}\n",
        {
            "statement/problem.en.md": "Print **two**: $1 + 1$.\n\n{{nextsample}}\n\n![A pair](pair.png)\n",
            "statement/problem.ru.md": "Выведи *два*.",
            "statement/pair.png": b"\x89PNG",
            "data/secret/test_group.yaml": "output_validator_args: [float_absolute_tolerance, 1e-3]\n",
            "attachments/a.zip": "x",
            "generators/gen.py": "x",
        },
    )
    del files["problem_statement/problem.en.tex"]
    haul = read(tmp_path, files)
    assert haul.log.errors == []
    data = haul.tasks[0].data
    assert data["title"] == {"en": "Two", "ru": "Два"}
    assert data["description"]["ru"] == "Выведи *два*."
    english = data["description"]["en"]
    assert english.startswith("Print **two**: $1 + 1$.\n\n![A pair](assets/images/different/pair-")
    assert (data["checker"], data["tags"]) == ({"type": "float", "abs": 1e-3}, ["easy", "sum"])
    assert data["limits"] == {"time_ms": 1500, "output_kb": 1024}
    assert list(haul.assets.values()) == [b"\x89PNG"]
    assert "cc by-sa" in haul.tasks[0].files["README.md"]
    assert "Jane Roe" in haul.tasks[0].files["README.md"]
    assert left(haul)[1:4] == [
        "attachments: the files for download (attachments/)",
        "generators: the programs that made the tests (generators/)",
        "submissions/accepted/good.cpp: a submission that is not in Python",
    ]


@pytest.mark.parametrize(
    ("flags", "checker"),
    [
        ("float_tolerance 1e-6", {"type": "float", "abs": 1e-6, "rel": 1e-6}),
        (
            "float_relative_tolerance 0.1 float_absolute_tolerance 2",
            {"type": "float", "rel": 0.1, "abs": 2.0},
        ),
        ("case_sensitive", {"type": "python_expr", "expr": "output.split() == expected.split()"}),
        ("case_sensitive space_change_sensitive", "exact"),
    ],
)
def test_how_output_is_compared(tmp_path: Path, flags: str, checker: Any) -> None:
    haul = read(tmp_path, with_yaml(f"name: A\nvalidator_flags: {flags}\n"))
    assert haul.tasks[0].data["checker"] == checker


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {YAML: "name: A\nvalidation: custom\n"},
            "different: the program that judges the output: write a checker.py",
        ),
        (
            {"output_validators/v.py": "x"},
            "different: the program that judges the output: write a checker.py",
        ),
        ({YAML: "name: A\ntype: scoring\n"}, "problem.yaml: the points of groups of tests"),
        (
            {"submissions/accepted/second.py": "print(1)"},
            "submissions/accepted/second.py: a further solution",
        ),
        (
            {"submissions/accepted/old.py": "print 1"},
            "submissions/accepted/old.py: a submission that is no Python 3",
        ),
        (
            {"submissions/wrong_answer/a/b.py": "1"},
            "submissions/wrong_answer/a/b.py: a submission of several files",
        ),
        ({"submissions/mixed/c.py": "1"}, "submissions/mixed/c.py: a submission in the group ‘mixed’"),
        ({"problem_statement/problem.pdf": "x"}, "problem_statement/problem.pdf: a statement as PDF"),
        ({"data/secret/1.hint": "x"}, "different: 1 notes on tests"),
        (
            {"data/secret/2.in": "x" * 1_100_000, "data/secret/2.ans": "x"},
            "data/secret/2.in: a test of more than 1 MB",
        ),
        (
            {YAML: "name: A\nlimits: {memory: 9000}\n"},
            "problem.yaml: the limit memory_mb 9000: it is 2048 here",
        ),
    ],
)
def test_what_has_no_place_is_listed(tmp_path: Path, change: Files, said: str) -> None:
    haul = read(tmp_path, {**package(), **change})
    assert haul.log.errors == []
    assert any(line.startswith(said) for line in left(haul)), left(haul)


@pytest.mark.parametrize(
    "kind", ["type: interactive", "type: [pass-fail, multi-pass]", "validation: custom interactive"]
)
def test_what_is_not_one_input_and_one_output_is_left_out(tmp_path: Path, kind: str) -> None:
    haul = read(tmp_path, with_yaml(f"name: A\n{kind}\n"))
    assert haul.tasks == []
    assert left(haul)[-1].startswith("different: the problem: it is ")


def test_malformed_packages_tell_everything(tmp_path: Path) -> None:
    files: Files = {
        **package(),
        YAML: "name: A\nlimits: [\n",
        "data/sample/2.in": "1",
        "data/sample/3.ans": "1",
        "data/secret/4.in": b"a\n\xff",
        "data/secret/4.ans": "1",
    }
    haul = read(tmp_path, files)
    told = [(each.file, each.line, each.message) for each in haul.log.errors]
    assert told[0][:2] == ("different/problem.yaml", 3)
    assert told[1:] == [
        ("different/data/sample/2.in", 0, "the test has no .ans or .out beside it"),
        ("different/data/sample/3.ans", 0, "the test has no .in beside it"),
        ("different/data/secret/4.in", 0, "Line 2 is not UTF-8 text. Save the file in the encoding UTF-8."),
    ]


def test_a_package_without_tests(tmp_path: Path) -> None:
    files = {name: content for name, content in package().items() if not name.startswith("data/")}
    assert [each.message[:18] for each in read(tmp_path, files).log.errors] == ["there are no tests"]


def test_without_samples_the_first_test_is_public(tmp_path: Path) -> None:
    files = {name: content for name, content in package().items() if not name.startswith("data/sample")}
    haul = read(tmp_path, files)
    assert [name for name in haul.tasks[0].files if "public" in name] == [
        "tests/public/1.in",
        "tests/public/1.out",
    ]


def test_only_languages_of_the_course(tmp_path: Path) -> None:
    files = {**package(), "problem_statement/problem.sv.tex": "Hej"}
    assert read(tmp_path, files, ["en"]).tasks[0].data["description"] == "Subtract $a$ from $b$."
    haul = read(tmp_path / "b", files, ["de"])
    assert haul.tasks[0].data["description"] == "Subtract $a$ from $b$."
    assert "different: the statement in ‘sv’, which is no language of the course" in left(haul)


def test_a_contest_and_a_zip(tmp_path: Path) -> None:
    contest = {
        f"{name}/{path}": content for name in ("first", "second") for path, content in package().items()
    }
    with opened_source(write(tmp_path / "contest", contest), None) as source:
        assert [task.id for task in source.read(["en"]).tasks] == ["first", "second"]
    archive = write_zip(tmp_path / "apart.zip", package(), "inner/")
    with opened_source(archive, None) as source:
        assert [task.id for task in source.read(["en"]).tasks] == ["apart"]


def test_links_in_a_package_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.in").write_text("secret")
    root = write(tmp_path / "different", package())
    (root / "data/secret/9.in").symlink_to(tmp_path / "secret.in")
    (root / "data/secret/9.ans").write_text("x")
    with opened_source(root, None) as source:
        haul = source.read(["en"])
    assert "data/secret/9.in: a link to another file" in left(haul)
    assert "secret" not in str(haul.tasks)
