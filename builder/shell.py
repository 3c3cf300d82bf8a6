"""The page that a student opens: the shell, which owns the kernel and the learners' data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder import messages
from builder.jinja import render_template
from builder.resources import site_id


def shell_page(languages: list[str], packages: Mapping[str, Any]) -> str:
    """Return the page that a student opens; `packages` is what `builder.wheels.lock.package_index` gives."""
    title = messages.message(languages[0], "site.name")
    return render_template(
        "shell.html",
        languages[0],
        site=site_id(),
        title=title,
        languages=[_language(each) for each in languages],
        config={
            "title": title,
            "languages": languages,
            "packages": packages,
            "texts": {each: messages.shell_texts(each) for each in languages},
        },
    )


def _language(language: str) -> dict[str, str]:
    name, text = messages.language_name(language), messages.message(language, "site.noscript")
    return {"code": language, "name": name, "noscript": text}
