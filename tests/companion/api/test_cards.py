from __future__ import annotations

from typing import Any

import pytest

from tests.companion.school import ORIGIN, School

PAGE = f"{ORIGIN}/school/en/login"


def make(school: School, teacher: str = "Tina", **wanted: Any) -> Any:
    path = f"/classes/{school.classes['7A'].id}/cards"
    return school.ask(f"POST {path}", {"page": PAGE} | wanted, school.cookies(teacher))


def show(school: School, card: str) -> Any:
    return school.ask("POST /auth/card", {"card": card})


def test_a_card_signs_its_student_in_however_it_is_read(school: School) -> None:
    school.add("Amir", "student", "7A")
    cards = {card["user"]["name"]: card["code"] for card in make(school).json()["cards"]}
    assert set(cards) == {"Anna", "Amir"}
    spaced = " ".join([cards["Anna"][:8].upper(), cards["Anna"][8:]])
    for read in (cards["Anna"], spaced, f"{PAGE}#card={cards['Anna']}"):
        response = show(school, read)
        assert response.json()["user"]["name"] == "Anna"
        assert "HttpOnly" in response.headers["set-cookie"]


def test_the_newest_card_is_the_good_one(school: School) -> None:
    lost = make(school).json()["cards"][0]["code"]
    (new,) = make(school, students=[school.people["Anna"].id]).json()["cards"]
    assert show(school, lost).json()["error"]["code"] == "wrong_card"
    assert show(school, new["code"]).status_code == 200


def test_a_new_card_leaves_those_of_others_alone(school: School) -> None:
    school.add("Amir", "student", "7A")
    cards = {card["user"]["name"]: card["code"] for card in make(school).json()["cards"]}
    make(school, students=[school.people["Anna"].id])
    assert show(school, cards["Amir"]).status_code == 200


def test_cards_are_for_students_of_the_class(school: School) -> None:
    for name in ("Boris", "Tina"):
        assert make(school, students=[school.people[name].id]).status_code == 404


def test_the_card_of_who_has_left_is_not_good(school: School) -> None:
    card = make(school).json()["cards"][0]["code"]
    school.ask(f"DELETE /users/{school.people['Anna'].id}", cookies=school.cookies("Ada"))
    assert show(school, card).status_code == 401


@pytest.mark.parametrize("page", ["javascript:alert(1)", "http://evil.example/?/school/en/login", "x"])
def test_a_card_leads_to_a_login_page(school: School, page: str) -> None:
    assert make(school, page=page).status_code == 422


def test_the_database_holds_no_card(school: School) -> None:
    card = make(school).json()["cards"][0]["code"]
    kept = b"".join(path.read_bytes() for path in school.companion.folder.glob("companion.sqlite3*"))
    assert school.people["Anna"].id.encode() in kept
    assert card.encode() not in kept


def test_guessing_at_cards_is_slowed_down_and_a_right_card_does_not_hide_it(school: School) -> None:
    card = make(school).json()["cards"][0]["code"]
    for _ in range(149):
        assert show(school, "abcdefghjkmnpqrs").status_code == 401
        assert show(school, card).status_code == 200
    show(school, "abcdefghjkmnpqrs")
    slowed = show(school, card)
    assert slowed.json()["error"]["code"] == "too_many_guesses"
    school.clock.seconds += slowed.json()["error"]["details"]["seconds"]
    assert show(school, card).status_code == 200
