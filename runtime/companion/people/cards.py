"""Cards that students sign in with: what is written on them, and as what it is read again."""

from __future__ import annotations

import hashlib
import re
import secrets

import segno

from runtime.companion.people.secrets import LETTERS

# 72 bits: nobody guesses one.
CARD_LETTERS = 16
CARD = re.compile(f"[{LETTERS}]{{{CARD_LETTERS}}}")
LINK = "#card="


def new_card() -> str:
    """Return what is written on a new card.

    >>> len(new_card())
    16
    """
    return "".join(secrets.choice(LETTERS) for _ in range(CARD_LETTERS))


def read_card(text: str) -> str | None:
    """Return what is written on a card, whether it was typed or read with a camera; None if it is none.

    >>> read_card("http://127.0.0.1:8764/school/en/login#card=abcdefghjkmnpqrs")
    'abcdefghjkmnpqrs'
    >>> read_card("ABCD-efgh jkmn-pqrs")
    'abcdefghjkmnpqrs'
    """
    letters = re.sub(r"[\s-]", "", text.rpartition(LINK)[2]).lower()
    return letters if CARD.fullmatch(letters) else None


def hash_card(card: str) -> str:
    """Return the form in which a card is kept: who reads the database cannot make one."""
    return hashlib.sha256(card.encode()).hexdigest()


def qr_modules(text: str) -> list[str]:
    """Return the QR code of a text, a line of ones (dark) and zeros for each row, without its quiet zone.

    >>> len(qr_modules("http://127.0.0.1:8764/school/en/login#card=abcdefghjkmnpqrs"))
    33
    """
    code = segno.make(text, error="m", micro=False)
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]
