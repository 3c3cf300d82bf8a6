from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from builder.exporting.plain_course import write_course
from builder.exporting.plain_text import plain_markdown
from builder.load import opened_package
from builder.problems import UserError
from builder.validate import validate
from tests.builder.packages import EVERYTHING, Files, good, set_at, write

SECRET = "hunter2"  # noqa: S105  (a word to look for)


def exported(root: Path, out: Path, language: str = "en", *, teacher: bool = False) -> str:
    with opened_package(root) as package:
        course, _ = validate(package)
        write_course(course, out, language, teacher=teacher)
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(out.glob("*.md")))


def secretive() -> Files:
    files = good()
    tests = [{"input": "1 2", "expected": "3"}, {"input": f"{SECRET}-test", "expected": "4", "private": True}]
    set_at(files, "tasks/sum.json", "/tests", tests)
    set_at(files, "tasks/sum.json", "/solution", f"print('{SECRET}-solution')")
    set_at(files, "tasks/sum.json", "/wrong", [{"code": f"print('{SECRET}-wrong')", "verdict": "WA"}])
    set_at(files, "quizzes/quiz.json", "/questions/0/explain", f"{SECRET}-why")
    question = {"id": "q2", "type": "text", "prompt": "Word?", "answer": f"{SECRET}-answer"}
    set_at(
        files,
        "quizzes/quiz.json",
        "/questions",
        [{"id": "q1", "type": "number", "prompt": "?", "answer": 4711}, question],
    )
    return files


def test_students_see_no_secrets(tmp_path: Path) -> None:
    course = write(tmp_path / "small", secretive())
    text = exported(course, tmp_path / "out")
    assert SECRET not in text
    assert "4711" not in text
    assert "Word?" in text


def test_teachers_see_all(tmp_path: Path) -> None:
    text = exported(write(tmp_path / "small", secretive()), tmp_path / "out", teacher=True)
    for what in ("test", "solution", "wrong", "answer"):
        assert f"{SECRET}-{what}" in text
    assert "4711" in text
    assert "Not for students" in text


def test_a_whole_course(tmp_path: Path) -> None:
    exported(EVERYTHING, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["01_texts.md", "02_checkers.md", "03_limits.md", "README.md", "assets", "practice.md"]
    lesson = (tmp_path / "out/01_texts.md").read_text(encoding="utf-8")
    assert lesson.startswith("# Texts of all kinds\n")
    assert "> **Remember**\n>\n> A program does what it says, not what you mean.\n" in lesson
    assert "{.python" not in lesson
    assert (tmp_path / "out/assets/images/box.svg").read_bytes() == (
        EVERYTHING / "assets/images/box.svg"
    ).read_bytes()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_link_leads_somewhere(tmp_path: Path, language: str) -> None:
    out = tmp_path / "out"
    exported(EVERYTHING, out, language)
    found = 0
    for path in out.glob("*.md"):
        text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for address in re.findall(r"\]\(([^)\s#]+)", text):
            if not address.startswith(("http", "mailto")):
                assert (out / unquote(address)).is_file(), f"{path.name}: {address}"
                found += 1
    assert found > 5


def test_russian(tmp_path: Path) -> None:
    text = exported(EVERYTHING, tmp_path / "out", "ru")
    assert "## Содержание" in text
    assert "Ввод:" in text


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    out = write(tmp_path / "out", {"mine.txt": "x"})
    with pytest.raises(UserError, match="is there already"):
        exported(EVERYTHING, out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("```{.python .norun}\nx = {.a}\n```", "```python\nx = {.a}\n```"),
        ("~~~~python\n```\n~~~~", "~~~~python\n```\n~~~~"),
        ('!!! note "Mind"\n\n    One.\n\n    Two.\n\nAfter.', "> **Mind**\n>\n> One.\n>\n> Two.\n\nAfter."),
        ("??? tip\n    Open me.", "> **Tip**\n>\n> Open me."),
        ("# One {#one}\n\n## Two", "### One\n\n#### Two"),
        ("A picture ![a](x.png){.wide}", "A picture ![a](NEW:x.png)"),
        ('[a](<x.md#y> "T") `[a](b)`', '[a](<NEW:x.md#y> "T") `[a](b)`'),
        ("[a]\n\n[a]: x.md", "[a]\n\n[a]: NEW:x.md"),
        ('<img src="x.png">', '<img src="NEW:x.png">'),
    ],
)
def test_markdown_without_what_only_we_know(text: str, plain: str) -> None:
    assert plain_markdown(text, lambda address: f"NEW:{address}", 3) == plain
