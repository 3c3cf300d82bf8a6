"""The page of Task Studio, on which teachers make tasks and quizzes: forms that its own script fills in."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from builder import messages
from builder.public import script_json

PAGE = "studio.html"


def studio_page(language: str, languages: list[str]) -> str:
    """Return the page `LANG/studio.html` of a site in `languages`, with its own texts: no other page needs them."""
    templates = Environment(
        loader=PackageLoader("builder"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704  (it escapes)
    return templates.get_template(PAGE).render(
        language=language,
        t=lambda key: messages.message(language, key),
        texts=messages.studio_texts(language),
        others=[(each, messages.language_name(each)) for each in languages if each != language],
    )
