"""Fills in the builder's own templates, which lie in `builder/templates`."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from builder import messages
from builder.public import script_json


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704  (it escapes)
    return templates


def render_template(name: str, language: str, **values: object) -> str:
    """Return what the template makes of `values`; its interface texts are in `language`."""

    def text(key: str, **gaps: object) -> str:
        return messages.message(language, key, **gaps)

    return _templates().get_template(name).render(t=text, language=language, **values)
