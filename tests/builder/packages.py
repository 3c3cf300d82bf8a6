"""Small course packages for tests, written to disk from dictionaries."""

from __future__ import annotations

import copy
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder.build import check
from builder.problems import Problem

Content = str | bytes | dict[str, Any] | list[Any]
Files = dict[str, Content]

EVERYTHING = Path(__file__).parents[1] / "fixtures/courses/everything"


def good() -> Files:
    """The files of a small course without any problem."""
    return copy.deepcopy(GOOD)


GOOD: Files = {
    "manifest.json": {
        "id": "small",
        "version": "1.0.0",
        "title": "Small",
        "language": "en",
        "lessons": [
            {
                "id": "first",
                "title": "First",
                "theory": "theory/01.md",
                "quizzes": ["quiz"],
                "tasks": ["sum"],
            },
            {"id": "second", "title": "Second", "theory": "theory/02.md"},
        ],
    },
    "theory/01.md": "# First\n\nText.\n",
    "theory/02.md": "# Second\n\nMore.\n",
    "quizzes/quiz.json": {
        "id": "quiz",
        "title": "Quiz",
        "questions": [{"id": "q1", "type": "single", "prompt": "?", "choices": ["a", "b"], "answer": 0}],
    },
    "tasks/sum.json": {
        "id": "sum",
        "title": "Sum",
        "description": "Add.",
        "tests": [{"input": "1 2", "expected": "3"}],
        "solution": "print(sum(map(int, input().split())))",
    },
}


def write(root: Path, files: Mapping[str, Content]) -> Path:
    """Write the files of a package into the folder `root` and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))
    return root


def as_bytes(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)).encode()


def write_zip(path: Path, files: Mapping[str, Content], folder: str = "") -> Path:
    """Write the files of a package into a zip, below `folder` in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, as_bytes(content))
    return path


def set_at(files: Files, file: str, pointer: str, value: Any) -> None:
    """Set the value at a JSON pointer of a JSON file of a package."""
    *parents, last = pointer.strip("/").split("/")
    node: Any = files[file]
    for part in parents:
        node = node[int(part) if isinstance(node, list) else part]
    if isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value


def problems_of(root: Path, files: Mapping[str, Content], *, run_programs: bool = False) -> list[Problem]:
    """Write a package called `small` and return its problems."""
    return check([write(root / "small", files)], run_programs=run_programs)
