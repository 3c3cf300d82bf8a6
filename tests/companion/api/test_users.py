from __future__ import annotations

import pytest

from tests.companion.school import School


def test_a_new_user_can_sign_in_with_the_secret_that_is_shown_once(school: School) -> None:
    added = school.ask("POST /users", {"name": "Tom", "role": "teacher"}, school.cookies("Ada")).json()
    assert added["user"]["role"] == "teacher"
    assert school.log_in("tom", added["secret"]).status_code == 200
    listed = school.ask("GET /users", cookies=school.cookies("Ada")).text
    assert added["secret"] not in listed
    assert "argon2" not in listed


@pytest.mark.parametrize("name", ["Anna", " ANNA ", "\uff21nna"])
def test_a_name_is_given_once(school: School, name: str) -> None:
    admin = school.cookies("Ada")
    refused = school.ask("POST /users", {"name": name, "role": "student"}, admin)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "name_taken")
    boris = school.people["Boris"].id
    refused = school.ask(f"PATCH /users/{boris}", {"name": name}, admin)
    assert refused.json()["error"]["code"] == "name_taken"


def test_who_has_left_frees_the_name_and_cannot_come_in(school: School) -> None:
    admin = school.cookies("Ada")
    assert school.ask(f"DELETE /users/{school.people['Anna'].id}", cookies=admin).status_code == 204
    assert school.log_in("Anna", "4711").status_code == 401
    added = school.ask("POST /users", {"name": "Anna", "role": "student", "secret": "1234"}, admin)
    assert added.status_code == 201
    assert school.log_in("Anna", "1234").json()["user"]["id"] != school.people["Anna"].id


def test_a_rename_changes_the_name_to_sign_in_with(school: School) -> None:
    anna = school.people["Anna"].id
    school.ask(f"PATCH /users/{anna}", {"name": "Anna Maria"}, school.cookies("Tina"))
    assert school.log_in("Anna", "4711").status_code == 401
    assert school.log_in("anna maria", "4711").status_code == 200


def test_a_teacher_cannot_take_over_another_teacher_of_the_class(school: School) -> None:
    theo = school.people["Theo"].id
    path = f"POST /classes/{school.classes['7A'].id}/teachers"
    assert school.ask(path, {"user_id": theo}, school.cookies("Ada")).status_code == 200
    for request, body in ((f"POST /users/{theo}/reset", {}), (f"PATCH /users/{theo}", {"name": "Eve"})):
        assert school.ask(request, body, school.cookies("Tina")).status_code == 403


def test_a_pin_is_for_students_alone(school: School) -> None:
    admin = school.cookies("Ada")
    tina, anna = school.people["Tina"].id, school.people["Anna"].id
    assert school.ask(f"POST /users/{tina}/reset", {"secret": "4711"}, admin).status_code == 422
    assert school.ask(f"POST /users/{anna}/reset", {"secret": "4711"}, admin).status_code == 200


def test_nobody_archives_themselves_so_an_admin_always_stays(school: School) -> None:
    ada = school.people["Ada"].id
    assert school.ask(f"DELETE /users/{ada}", cookies=school.cookies("Ada")).status_code == 403
    school.add("Alan", "admin")
    assert school.ask(f"DELETE /users/{ada}", cookies=school.cookies("Alan")).status_code == 204
