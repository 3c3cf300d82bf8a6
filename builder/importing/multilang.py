"""Takes one language out of texts that Moodle's filters show in several."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.importing.soup import soup

MARK = re.compile(r"\{mlang(?:\s+([\w,-]+))?\}")
OTHER = "other"


def in_language(source: str, wanted: str, lost: Callable[[str], None]) -> str:
    """Return the text in the language `wanted`, else in the first that it has; `lost` is told of the others.

    >>> in_language("{mlang en}Yes{mlang}{mlang ru}Да{mlang}!", "ru", print)
    the text in ‘en’
    'Да!'
    """
    if MARK.search(source):
        source = _from_marks(source, wanted, lost)
    return _from_spans(source, wanted, lost) if "multilang" in source else source


def _from_marks(source: str, wanted: str, lost: Callable[[str], None]) -> str:
    pieces = MARK.split(source)
    named = list(zip([None, *pieces[1::2]], pieces[0::2], strict=True))
    kept = _kept([languages for languages, _ in named if languages], wanted, lost)
    return "".join(text for languages, text in named if languages is None or kept in languages.split(","))


def _from_spans(source: str, wanted: str, lost: Callable[[str], None]) -> str:
    tree = soup(source)
    spans = tree.select("span.multilang[lang]")
    kept = _kept([str(span["lang"]) for span in spans], wanted, lost)
    for span in spans:
        if kept in str(span["lang"]).split(","):
            span.unwrap()
        else:
            span.decompose()
    return str(tree)


def _kept(stated: list[str], wanted: str, lost: Callable[[str], None]) -> str:
    languages = list(dict.fromkeys(language for each in stated for language in each.split(",")))
    kept = next((each for each in (wanted, OTHER, *languages) if each in languages), wanted)
    if others := [language for language in languages if language != kept]:
        lost("the text in " + ", ".join(f"‘{language}’" for language in others))
    return kept
