"""What authors can write is what docs/course-format.md says, and the guides name what is there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest

from builder.cli import knapsack
from builder.importing.source import KINDS
from builder.resources import schema
from builder.validate.files import ASSET_TYPES
from builder.validate.manifest import TAKEN_LESSONS
from tests.builder.packages import Files, good, problems_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/course-format.md").read_text(encoding="utf-8")


def command_called(name: str) -> click.Command:
    """The command of that name."""
    found = knapsack.get_command(click.Context(knapsack), name)
    assert found is not None
    return found


def fields(node: Any) -> set[str]:
    """Every name of a field anywhere in a schema."""
    if isinstance(node, list):
        return {name for item in node for name in fields(item)}
    if not isinstance(node, dict):
        return set()
    own = set(node["properties"]) if isinstance(node.get("properties"), dict) else set()
    return own | {name for value in node.values() for name in fields(value)}


@pytest.mark.parametrize("kind", ["manifest", "task", "quiz"])
def test_every_field_is_documented(kind: str) -> None:
    assert [name for name in sorted(fields(schema(kind))) if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize(
    "path",
    [
        "task/properties/checker/anyOf/0",
        "task/properties/difficulty",
        "task/properties/wrong/items/properties/verdict",
    ],
)
def test_every_choice_of_a_task_is_documented(path: str) -> None:
    kind, *parts = path.split("/")
    node: Any = schema(kind)
    for part in parts:
        node = node[int(part)] if isinstance(node, list) else node[part]
    assert [name for name in node["enum"] if f"`{name}`" not in PAGE] == []


def test_every_kind_of_question_and_of_file_is_documented() -> None:
    kinds = re.findall(r"'const': '(\w+)'", str(schema("quiz")))
    assert [name for name in kinds if f"`{name}`" not in PAGE] == []
    assert f"Allowed kinds: {', '.join(sorted(ASSET_TYPES))};" in " ".join(PAGE.split())
    assert all(f"`{name}`" in PAGE for name in TAKEN_LESSONS)


def test_every_command_and_option_is_documented() -> None:
    for name in ("check", "build", "watch"):
        assert f"`knapsack {name}" in PAGE
        for parameter in command_called(name).params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in PAGE


def test_the_example_is_a_course_without_problems(tmp_path: Path) -> None:
    blocks = dict(re.findall(r"^`([\w/.]+)`:\n\n(?:````?)\w+\n(.*?)\n````?$", PAGE, re.DOTALL | re.MULTILINE))
    files: Files = dict(blocks)
    assert set(files) == {"manifest.json", "theory/01_hello.md", "tasks/hello.json"}
    problems = problems_of(tmp_path, files, run_programs=True)
    assert {problem.severity for problem in problems} == {"warning"}  # the Russian texts are not shown there
    assert json.loads(blocks["manifest.json"])["id"] == "greetings"


def test_the_example_checker_compiles() -> None:
    code = re.search(r"```python\n(def check.*?)```", PAGE, re.DOTALL)
    assert code
    compile(code[1], "checker.py", "exec")


def test_the_teachers_example_is_a_task_without_problems(tmp_path: Path) -> None:
    guide = (ROOT / "docs/teacher-guide.md").read_text(encoding="utf-8")
    block = re.search(r"```json\n(.*?)```", guide, re.DOTALL)
    assert block
    task = {**json.loads(block[1]), "lesson": "second"}
    problems = problems_of(tmp_path, {**good(), "tasks/two_socks.json": task}, run_programs=True)
    assert [str(problem) for problem in problems if "two_socks" in problem.file] == []


@pytest.mark.parametrize(("page", "language"), [("student-guide", "en"), ("student-guide.ru", "ru")])
def test_students_find_every_button_that_their_guide_names(page: str, language: str) -> None:
    guide = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    messages = json.loads((ROOT / f"site_overrides/messages/{language}.json").read_text(encoding="utf-8"))
    keys = ["run.run", "run.edit", "run.reset", "run.stop", "check.check", "quiz.answer", "kernel.ready"]
    keys += ["lesson.theory", "lesson.quiz", "lesson.tasks", "progress.save", "progress.load"]
    assert [messages[key] for key in keys if f"**{messages[key].rstrip('.')}" not in guide] == []


@pytest.mark.parametrize("command", ["import", "export"])
def test_import_and_export_are_documented_with_every_option(command: str) -> None:
    page = (ROOT / "docs/import-export.md").read_text(encoding="utf-8")
    found = command_called(command)
    inner = found.commands.values() if isinstance(found, click.Group) else [found]
    for each in inner:
        name = command if each is found else f"{command} {each.name}"
        assert f"knapsack {name} " in page
        for parameter in each.params:
            for option in parameter.opts:
                assert not option.startswith("--") or f"`{option}`" in page, option


def test_every_kind_of_source_is_documented() -> None:
    page = (ROOT / "docs/import-export.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in page] == []
