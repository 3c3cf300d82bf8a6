from __future__ import annotations

from typing import Any

import pytest

from tests.companion.school import School


def members(school: School, name: str = "7A") -> Any:
    return school.ask(f"GET /classes/{school.classes[name].id}", cookies=school.cookies("Ada")).json()


def names(people: list[dict[str, str]]) -> list[str]:
    return [person["name"] for person in people]


def test_a_new_class_is_taught_by_whoever_made_it(school: School) -> None:
    tina = school.cookies("Tina")
    made = school.ask("POST /classes", {"name": " 8  A "}, tina).json()
    assert made["name"] == "8 A"
    shown = school.ask(f"GET /classes/{made['id']}", cookies=tina).json()
    assert names(shown["teachers"]) == ["Tina"]
    assert shown["students"] == []
    assert names(school.ask("GET /classes", cookies=tina).json()["classes"]) == ["7A", "8 A"]


def test_a_class_name_is_given_once_until_the_class_is_archived(school: School) -> None:
    tina, path = school.cookies("Tina"), f"/classes/{school.classes['7A'].id}"
    assert school.ask("POST /classes", {"name": "7a"}, tina).json()["error"]["code"] == "name_taken"
    assert school.ask(f"PATCH {path}", {"name": "7B"}, tina).json()["error"]["code"] == "name_taken"
    assert school.ask(f"DELETE {path}", cookies=tina).status_code == 204
    assert school.ask("POST /classes", {"name": "7a"}, tina).status_code == 201


def test_who_teaches_no_class_of_a_student_any_more_loses_them(school: School) -> None:
    tina, anna = school.cookies("Tina"), school.people["Anna"].id
    assert school.ask(f"GET /progress/{anna}", cookies=tina).status_code == 200
    school.ask(f"DELETE /classes/{school.classes['7A'].id}", cookies=tina)
    assert school.ask(f"GET /progress/{anna}", cookies=tina).status_code == 403
    assert school.log_in("Anna", "4711").json()["classes"] == []


def test_a_student_joins_by_code_however_it_is_typed(school: School) -> None:
    joined = school.ask("POST /classes/join", {"code": " CODE7B "}, school.cookies("Anna")).json()
    assert joined["name"] == "7B"
    assert names(members(school, "7B")["students"]) == ["Anna", "Boris"]


def test_a_closed_or_replaced_code_is_no_longer_good(school: School) -> None:
    tina, path = school.cookies("Tina"), f"/classes/{school.classes['7A'].id}/invite"
    new = school.ask(f"POST {path}", cookies=tina).json()["invite"]
    boris = school.cookies("Boris")
    assert school.ask("POST /classes/join", {"code": "code7a"}, boris).json()["error"]["code"] == "wrong_code"
    assert school.ask(f"DELETE {path}", cookies=tina).json() == {"invite": None}
    assert school.ask("POST /classes/join", {"code": new}, boris).status_code == 404


def test_a_student_taken_out_stays_a_user(school: School) -> None:
    path = f"/classes/{school.classes['7A'].id}/students"
    anna = school.people["Anna"].id
    assert school.ask(f"DELETE {path}/{anna}", cookies=school.cookies("Tina")).status_code == 204
    assert members(school)["students"] == []
    assert school.log_in("Anna", "4711").status_code == 200


def test_a_teacher_is_not_taken_out_as_a_student(school: School) -> None:
    path = f"/classes/{school.classes['7A'].id}/students/{school.people['Tina'].id}"
    assert school.ask(f"DELETE {path}", cookies=school.cookies("Tina")).status_code == 403
    assert names(members(school)["teachers"]) == ["Tina"]


def test_somebody_of_another_class_is_not_found_in_this_one(school: School) -> None:
    path = f"/classes/{school.classes['7A'].id}/students/{school.people['Boris'].id}"
    assert school.ask(f"DELETE {path}", cookies=school.cookies("Tina")).status_code == 404
    assert names(members(school, "7B")["students"]) == ["Boris"]


def test_a_list_is_shown_first_and_taken_in_whole(school: School) -> None:
    path, tina = f"POST /classes/{school.classes['7A'].id}/import", school.cookies("Tina")
    body = {"csv": "Name;PIN\nYan;1234\nZoe\n", "apply": False}
    shown = school.ask(path, body, tina).json()
    assert [(line["line"], line["name"], line["fault"]) for line in shown["lines"]] == [
        (2, "Yan", ""),
        (3, "Zoe", ""),
    ]
    assert names(members(school)["students"]) == ["Anna"]

    taken = school.ask(path, body | {"apply": True}, tina).json()
    assert taken["added"] == 2
    assert names(members(school)["students"]) == ["Anna", "Yan", "Zoe"]
    for line in taken["lines"]:
        assert school.log_in(line["name"], line["secret"]).status_code == 200


@pytest.mark.parametrize("csv", ["Zoe;12", "Zoe\nzoe", "Zoe\nBORIS"])
def test_a_list_with_one_bad_line_takes_in_nobody(school: School, csv: str) -> None:
    path, tina = f"POST /classes/{school.classes['7A'].id}/import", school.cookies("Tina")
    assert school.ask(path, {"csv": csv, "apply": True}, tina).status_code == 422
    assert names(members(school)["students"]) == ["Anna"]
    shown = school.ask(path, {"csv": csv, "apply": False}, tina).json()["lines"]
    assert shown[-1]["fault"] in {"secret", "twice", "taken"}


@pytest.mark.parametrize(
    ("csv", "code"), [("\n", "empty_list"), ("\n".join(f"S {number}" for number in range(201)), "long_list")]
)
def test_lists_of_nobody_and_of_too_many_are_refused(school: School, csv: str, code: str) -> None:
    path = f"POST /classes/{school.classes['7A'].id}/import"
    refused = school.ask(path, {"csv": csv, "apply": True}, school.cookies("Tina"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
