from __future__ import annotations

import pytest

from runtime.companion.people.names import clean_name, name_key


@pytest.mark.parametrize("text", ["", "  ", "x" * 61, "An\u200bna", "An\x00na", "\u202eanna", "a\ud800"])
def test_what_cannot_be_a_name(text: str) -> None:
    with pytest.raises(ValueError, match="A name has"):
        clean_name(text)


@pytest.mark.parametrize("text", ["Anna", "Анна-Мария О'Нил", "李", "<b>", "Ёлка", "e\u0301a"])
def test_what_can_be_one(text: str) -> None:
    assert clean_name(text)


@pytest.mark.parametrize(
    ("one", "other"), [("Anna", "ANNA"), ("Straße", "STRASSE"), ("\uff21nna", "anna"), ("e\u0301", "\u00e9")]
)
def test_names_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
