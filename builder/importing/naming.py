"""Makes ids and file names out of titles that people wrote."""

from __future__ import annotations

import re
import unicodedata

from builder.paths import name_fault

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch - y - e yu ya"
LETTERS = dict(zip(CYRILLIC, LATIN.replace("-", "").split(" "), strict=True))
MAX_ID = 48


def slug(text: str, fallback: str = "item") -> str:
    """Return an id made of a text: lower-case Latin letters and digits, joined by `_`.

    >>> slug("Столицы: 1-я часть"), slug("Élève n° 2"), slug("東京")
    ('stolicy_1_ya_chast', 'eleve_n_2', 'item')
    """
    latin = "".join(LETTERS.get(letter, letter) for letter in text.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", plain)[:MAX_ID].strip("_")
    return fallback if not found or name_fault(found) else found


def unused(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or that with a number when it is taken (case does not count), and take it.

    >>> unused("sum", {"sum", "sum_2"})
    'sum_3'
    """
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name.casefold())
    return name


def is_id(text: str) -> bool:
    """Whether a text can be an id as it is."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", text) is not None and not name_fault(text)
