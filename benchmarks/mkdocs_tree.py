"""Writes the pages of a course set as plain trees, one a language, to be rendered by MkDocs with Material.

A page has the same texts as ours: theory, then each task's title, description and hint. Markdown extensions,
theme features and plugins are the builder's own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.course_set import SYLLABLES
from builder.convert import EXTENSIONS
from builder.resources import resource


def write_trees(courses: Path, folder: Path) -> list[Path]:
    """Write a tree for each language of the set in `courses` below `folder`; return their configurations."""
    return [_write_tree(courses, folder / language, language) for language in SYLLABLES]


def _write_tree(courses: Path, folder: Path, language: str) -> Path:
    nav: list[Any] = [{"Courses": "index.md"}]
    _write(folder / "docs/index.md", "# Courses\n")
    for course in sorted(courses.iterdir()):
        manifest = json.loads((course / "manifest.json").read_text(encoding="utf-8"))
        nav.append({manifest["title"][language]: _write_course(course, folder, language, manifest)})
    config = {
        "INHERIT": str(resource("mkdocs.yml")),
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "nav": nav,
        "theme": {"language": language},
        "markdown_extensions": EXTENSIONS,
    }
    _write(folder / "mkdocs.yml", json.dumps(config, ensure_ascii=False))
    return folder / "mkdocs.yml"


def _write_course(course: Path, folder: Path, language: str, manifest: dict[str, Any]) -> list[Any]:
    tasks: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((course / "tasks").glob("*.json")):
        task = json.loads(path.read_text(encoding="utf-8"))
        tasks.setdefault(task["lesson"], []).append(task)
    _write(folder / f"docs/{course.name}/index.md", f"# {manifest['title'][language]}\n")
    pages: list[Any] = [f"{course.name}/index.md"]
    for lesson in manifest["lessons"]:
        suffix = ".md" if language == manifest["language"] else f".{language}.md"
        theory = (course / lesson["theory"]).with_suffix(suffix).read_text(encoding="utf-8")
        said = [
            f"## {task['title'][language]}\n\n{task['description'][language]}\n\n{task['hints'][0][language]}"
            for task in tasks[lesson["id"]]
        ]
        page = f"{course.name}/{lesson['id']}.md"
        _write(folder / "docs" / page, "\n\n".join([theory, *said]) + "\n")
        pages.append({lesson["title"][language]: page})
    return pages


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
