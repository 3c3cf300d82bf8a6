"""Phase 4, render: calls MkDocs as a tool, once for each language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import material  # type: ignore[import-untyped]

from builder import messages
from builder.compile import Tree, as_yaml
from builder.resources import resource


def render(tree: Tree, work: Path, site: Path) -> None:
    """Render every language of the tree into `site/LANG`. All languages run at the same time.

    Raises RuntimeError with what MkDocs said when it fails: its input is ours, so that is our own fault.
    """
    started = [(language, _start(_write_config(tree, language, work, site))) for language in tree.navs]
    # Wait for all before failing, so that no process is left writing into a folder that is going away.
    outputs = [(language, process.communicate()[0], process.returncode) for language, process in started]
    for language, output, status in outputs:
        if status != 0:
            raise RuntimeError(f"MkDocs failed for ‘{language}’:\n{output}")


def _start(config: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(config)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.Popen(  # noqa: S603  (our own interpreter and arguments)
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environment,
    )


def _write_config(tree: Tree, language: str, work: Path, site: Path) -> Path:
    config = work / f"mkdocs.{language}.yml"
    config.write_text(as_yaml(_config(tree, language, site)), encoding="utf-8")
    return config


def _config(tree: Tree, language: str, site: Path) -> dict[str, Any]:
    alternates = [
        {"lang": each, "name": messages.language_name(each), "link": f"/{each}/"} for each in tree.navs
    ]
    return {
        "INHERIT": str(resource("mkdocs.yml")),
        "site_name": messages.message(language, "site.name"),
        "docs_dir": str(tree.folder / language),
        "site_dir": str(site / language),
        "nav": tree.navs[language],
        "theme": {
            "custom_dir": str(resource("site_overrides") / "theme"),
            "language": theme_language(language),
        },
        "extra": {
            "language": language,
            "messages": messages.messages(language),
            "alternate": alternates if len(alternates) > 1 else [],
        },
    }


def theme_language(language: str) -> str:
    """Return the language to ask Material for: English where it does not have the language.

    >>> theme_language("ru"), theme_language("tlh")
    ('ru', 'en')
    """
    known = Path(material.__file__).parent / "templates/partials/languages" / f"{language}.html"
    return language if known.is_file() else messages.FALLBACK
