"""Fills in templates: the builder's own in `builder/templates`, and the shell's in `site_overrides`."""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from builder import messages
from builder.public import script_json
from builder.resources import resource


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=ChoiceLoader([PackageLoader("builder"), FileSystemLoader(resource("site_overrides"))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704  (it escapes)
    return templates


def render_template(name: str, language: str, **values: object) -> str:
    """Return what the template makes of `values`; its interface texts are in `language`."""

    def text(key: str, **gaps: object) -> str:
        return messages.message(language, key, **gaps)

    return _templates().get_template(name).render(t=text, language=language, **values)
