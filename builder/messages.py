"""Interface texts: one flat file of messages for each language, in `site_overrides/messages`."""

from __future__ import annotations

import json
import re
from functools import cache

from builder.resources import resource

FALLBACK = "en"
STUDIO = "studio."
# Texts that pages load when there is a companion.
SCHOOL = "school."
# Texts of single pages, which carry them themselves.
SHELL_ONLY = ("learner.", "shell.")
APART = (STUDIO, "companion.", SCHOOL, *SHELL_ONLY)
SHELL = (*SHELL_ONLY, "kernel.", "progress.")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def languages() -> list[str]:
    """Return the languages that have interface texts.

    >>> "ru" in languages()
    True
    """
    return sorted(path.stem for path in (resource("site_overrides") / "messages").glob("*.json"))


@cache
def messages(language: str) -> dict[str, str]:
    """Return the interface texts in `language`, or in English where it has none."""
    name = language if language in languages() else FALLBACK
    path = resource("site_overrides") / "messages" / f"{name}.json"
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def message(language: str, key: str, **values: object) -> str:
    """Return one interface text with its placeholders filled in.

    >>> message("en", "site.minutes", minutes=20)
    '20 min'
    """
    return PLACEHOLDER.sub(lambda match: str(values[match.group(1)]), messages(language)[key])


def language_name(language: str) -> str:
    """Return what a language calls itself, or its code where we do not know.

    >>> language_name("ru")
    'Русский'
    """
    return messages(language)["site.language_name"] if language in languages() else language


def page_texts(language: str) -> dict[str, str]:
    """Return the texts that any lesson may need."""
    return {key: text for key, text in messages(language).items() if not key.startswith(APART)}


def studio_texts(language: str) -> dict[str, str]:
    """Return the texts of Task Studio, which no other page should carry."""
    return _beginning_with(STUDIO, language)


def shell_texts(language: str) -> dict[str, str]:
    """Return the texts of the shell, which speaks every language of its site."""
    return _beginning_with(SHELL, language)


def _beginning_with(prefixes: str | tuple[str, ...], language: str) -> dict[str, str]:
    return {key: text for key, text in messages(language).items() if key.startswith(prefixes)}


def script(language: str) -> str:
    """Return the script that hands the texts of `language` to the pages."""
    return _script("knapsackMessages", language, page_texts(language))


def school_script(language: str) -> str:
    """Return the script with the texts of what a companion adds to the pages."""
    return _script("knapsackSchoolTexts", language, _beginning_with(SCHOOL, language))


def _script(name: str, language: str, texts: dict[str, str]) -> str:
    value = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"(window.{name} ??= {{}})[{json.dumps(language)}] = {value};\n"
