"""Names of people and classes: as they are shown, and as they are compared."""

from __future__ import annotations

import unicodedata

LONGEST = 60


def clean_name(text: str) -> str:
    """Return a name with single spaces, or raise ValueError when it cannot be one.

    >>> clean_name("  Anna   K. ")
    'Anna K.'
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > LONGEST:
        raise ValueError(f"A name has 1 to {LONGEST} letters.")
    # Signs that nobody sees would let two names look the same.
    if any(unicodedata.category(sign).startswith("C") for sign in name):
        raise ValueError("A name has only signs that can be seen.")
    return name


def name_key(name: str) -> str:
    """Return a name as it is compared: capital letters, widths and spaces make no difference.

    >>> name_key("АННА  К.") == name_key("Анна к.")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
