"""The page that a student opens: the shell, which owns the kernel and the learners' data."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder import messages
from builder.public import script_json
from builder.resources import resource, site_id


def shell_page(languages: list[str]) -> str:
    """Return the page that a student opens."""
    templates = Environment(
        loader=FileSystemLoader(resource("site_overrides")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704  (it escapes)
    title = messages.message(languages[0], "site.name")
    return templates.get_template("shell.html").render(
        site=site_id(),
        title=title,
        languages=[_language(each) for each in languages],
        config={"title": title, "languages": languages},
    )


def _language(language: str) -> dict[str, str]:
    name, text = messages.language_name(language), messages.message(language, "site.noscript")
    return {"code": language, "name": name, "noscript": text}
