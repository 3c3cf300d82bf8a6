"""The page of Task Studio, on which teachers make tasks and quizzes: forms that its own script fills in."""

from __future__ import annotations

from builder import messages
from builder.jinja import render_template


def studio_page(language: str, languages: list[str]) -> str:
    """Return the page `LANG/studio.html` of a site in `languages`, with texts that no other page needs."""
    others = [(each, messages.language_name(each)) for each in languages if each != language]
    return render_template("studio.html", language, texts=messages.studio_texts(language), others=others)
