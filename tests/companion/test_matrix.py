"""Every route, called by everybody: nobody gets where they do not belong."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from jsonschema import Draft202012Validator

from runtime.companion.people.cards import hash_card
from runtime.companion.people.signing_in import ACCESS_COOKIE
from runtime.companion.people.tokens import ACCESS_SECONDS
from runtime.companion.routes import ROUTES
from runtime.companion.schemas import ERROR
from runtime.companion.store import cards, classes, content, judgements, pairings, users
from runtime.companion.store.content import OnShelf, TaskOnShelf
from runtime.companion.store.judgements import Asked
from runtime.companion.store.pairings import Pairing
from tests.companion.school import (
    ORIGIN,
    SECRETS,
    School,
    Sent,
    copy_school,
    fill,
    make_site,
    school_in,
    use_quick_hashes,
)
from tests.companion.store.test_derived import make_event

SIGNED_IN = {
    "student": "Anna",
    "other student": "Boris",
    "other teacher": "Theo",
    "teacher": "Tina",
    "admin": "Ada",
}
UNKNOWN = {"nobody", "expired", "tampered"}
CALLERS = {*SIGNED_IN, *UNKNOWN}
ALL, USERS = frozenset(CALLERS), frozenset(SIGNED_IN)
STUDENTS = frozenset({"student", "other student"})
TEACHERS = frozenset({"teacher", "other teacher", "admin"})
OWN_TEACHER = frozenset({"teacher", "admin"})
ADMIN = frozenset({"admin"})

SUBMISSION = make_event(
    1,
    "2026-11-21T09:00:00.000Z",
    "submission.created",
    {"course": "small", "lesson": "first", "task": "sum", "code": "print(1)"}
    | {"verdict": "OK", "score": 1, "tests": []},
)
CARD = "abcdefghjkmnpqrs"
"""Anna's."""
LOGIN_PAGE = f"{ORIGIN}/school/en/login"

Row = tuple[frozenset[str], Any]
"""Who may call a route, and what they send."""

# The student and the class in the paths are Anna and 7A, unless TARGETS says otherwise.
MATRIX: dict[str, Row] = {
    "POST /auth/setup": (ALL, {"name": "Eve", "secret": "long enough"}),
    "POST /auth/login": (ALL, {"name": "Anna", "secret": SECRETS["student"]}),
    "POST /auth/card": (ALL, {"card": CARD}),
    "POST /auth/join": (ALL, {"code": "code7a", "name": "Eve", "secret": "4712"}),
    "POST /auth/refresh": (USERS, None),
    "POST /auth/logout": (ALL, None),
    "GET /auth/me": (USERS, None),
    "POST /auth/secret": (USERS, {"old": "", "secret": "quite another one"}),
    "GET /users": (ADMIN, None),
    "POST /users": (ADMIN, {"name": "Eve", "role": "admin"}),
    "PATCH /users/{user_id}": (OWN_TEACHER, {"name": "Anna B."}),
    "POST /users/{user_id}/reset": (OWN_TEACHER, {}),
    "DELETE /users/{user_id}": (ADMIN, None),
    "GET /classes": (USERS, None),
    "POST /classes": (TEACHERS, {"name": "8A"}),
    "POST /classes/join": (STUDENTS, {"code": "code7b"}),
    "GET /classes/{class_id}": (OWN_TEACHER, None),
    "PATCH /classes/{class_id}": (OWN_TEACHER, {"name": "8A"}),
    "DELETE /classes/{class_id}": (OWN_TEACHER, None),
    "POST /classes/{class_id}/invite": (OWN_TEACHER, None),
    "DELETE /classes/{class_id}/invite": (OWN_TEACHER, None),
    "POST /classes/{class_id}/students": (OWN_TEACHER, {"name": "Eve"}),
    "DELETE /classes/{class_id}/students/{user_id}": (OWN_TEACHER, None),
    "POST /classes/{class_id}/teachers": (ADMIN, {"user_id": "Theo"}),
    "DELETE /classes/{class_id}/teachers/{user_id}": (ADMIN, None),
    "POST /classes/{class_id}/cards": (OWN_TEACHER, {"page": LOGIN_PAGE}),
    "POST /classes/{class_id}/import": (OWN_TEACHER, {"csv": "Eve\nEwan", "apply": True}),
    "POST /events": (USERS, {"events": []}),
    "POST /submissions": (USERS, SUBMISSION),
    "GET /events/{after}": (USERS, None),
    "GET /official": (USERS, None),
    "POST /pairings/code": (USERS, None),
    "POST /pairings": (ALL, {"code": "abcdef", "name": "At home"}),
    "GET /pairings": (USERS, None),
    "DELETE /pairings/{pairing_id}": (frozenset({"student"}), None),
    "GET /progress/{user_id}": (OWN_TEACHER | {"student"}, None),
    "GET /progress/{user_id}/days": (OWN_TEACHER | {"student"}, None),
    "GET /classes/{class_id}/results": (OWN_TEACHER, None),
    "GET /classes/{class_id}/results/csv": (OWN_TEACHER, None),
    "POST /backup/export": (ADMIN, {"passphrase": "open sesame"}),
    "GET /backup": (ADMIN, None),
    "POST /backup/daily": (ADMIN, {"passphrase": "open sesame"}),
    "DELETE /backup/daily": (ADMIN, None),
    "POST /backup/import": (ADMIN, Sent({"passphrase": "open sesame"}, b"no backup")),
    "GET /backup/files/{name}": (ADMIN, None),
    "GET /license": (USERS, None),
    "POST /license": (ADMIN, {"file": "no licence"}),
    "POST /license/activate": (USERS, None),
    "DELETE /license/seats/{seat}": (ADMIN, None),
    "GET /notices": (TEACHERS, None),
    "GET /content": (USERS, None),
    "GET /content/scan": (TEACHERS, None),
    "POST /content/scan": (TEACHERS, None),
    "POST /content/import": (TEACHERS, Sent({"replace": False, "downgrade": False})),
    "GET /tasks": (USERS, None),
    "GET /tasks/{task_id}": (USERS, None),
    "POST /judge/{id}": (USERS, {"code": "print(1)"}),
    "GET /judge/{id}": (OWN_TEACHER | {"student"}, None),
    "GET /judge/{id}/verdicts": (OWN_TEACHER | {"student"}, None),
    "POST /judge/{id}/again": (OWN_TEACHER, None),
    "GET /judge": (TEACHERS, None),
    "GET /classes/{class_id}/judge": (OWN_TEACHER, None),
    "POST /classes/{class_id}/judge": (OWN_TEACHER, {"task": None, "only_missing": False}),
    "DELETE /classes/{class_id}/judge": (OWN_TEACHER, None),
    "GET /classes/{class_id}/results/table": (OWN_TEACHER, None),
    "GET /submissions/{user_id}/{task_id}": (OWN_TEACHER | {"student"}, None),
}
TASK = "small.sum"
ANNAS = "01980000-0000-7000-8000-000000000001"
"""A program that Anna has handed in, and a page that she has paired."""
BACKUP = "knapsack-20270115-080000.backup"
OF_ALL = {"GET /tasks/{task_id}", "POST /judge/{id}", "GET /events/{after}"}
"""Tasks are everybody's, and everybody has events."""
TARGETS = {"DELETE /classes/{class_id}/teachers/{user_id}": "Tina"}
# Nobody is refused for who they are, but the school has an admin already, a site without its courses, and no
# licence; and what is sent is neither a licence nor a backup.
NEVER = {
    "POST /auth/setup": HTTPStatus.CONFLICT,
    "GET /content/scan": HTTPStatus.CONFLICT,
    "POST /content/scan": HTTPStatus.CONFLICT,
    "POST /content/import": HTTPStatus.CONFLICT,
    "POST /pairings": HTTPStatus.NOT_FOUND,
    "POST /judge/{id}": HTTPStatus.CONFLICT,
    "POST /judge/{id}/again": HTTPStatus.CONFLICT,
    "GET /judge": HTTPStatus.CONFLICT,
    "POST /classes/{class_id}/judge": HTTPStatus.CONFLICT,
    "DELETE /classes/{class_id}/judge": HTTPStatus.CONFLICT,
    "POST /backup/import": HTTPStatus.CONFLICT,
    "POST /license": HTTPStatus.UNPROCESSABLE_ENTITY,
    "DELETE /license/seats/{seat}": HTTPStatus.NOT_FOUND,
}
BY_NAME = {route.name: route for route in ROUTES}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a school, to be copied for each call."""
    folder = tmp_path_factory.mktemp("kept")
    with school_in(folder / "data", make_site(folder / "site")) as opened:
        fill(opened)
        task = TaskOnShelf("sum", "practice", "Sum", 1, 2, 1)
        course = OnShelf("small", "1.0.0", "Small", ["en"], [task])
        opened.companion.database.write(content.replace, [course], 1)
        asked = Asked(ANNAS, opened.people["Anna"].id, "small", "sum", "print(1)", 1)
        opened.companion.database.write(judgements.add, asked)
        paired = Pairing(ANNAS, opened.people["Anna"].id, "At home", 1, 1)
        opened.companion.database.write(pairings.add, paired, "a hash")
        opened.companion.database.write(cards.give, {opened.people["Anna"].id: hash_card(CARD)}, 1)
    (folder / "data/backups").mkdir()
    (folder / "data/backups" / BACKUP).write_bytes(b"sealed")
    return folder


@pytest.fixture
def school(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A fresh copy of the school."""
    use_quick_hashes(monkeypatch)
    with school_in(copy_school(kept / "data", tmp_path / "data"), kept / "site") as opened:
        opened.people = {user.name: user for user in opened.companion.database.read(users.everybody)}
        opened.classes = {each.name: each for each in opened.companion.database.read(classes.all_classes)}
        yield opened


def test_every_route_is_in_the_matrix() -> None:
    assert sorted(MATRIX) == sorted(BY_NAME)


@pytest.mark.parametrize("caller", sorted(CALLERS))
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_route_answers_only_those_it_is_for(school: School, name: str, caller: str) -> None:
    allowed, body = MATRIX[name]
    response = school.ask(*_request(school, name, body, caller))
    if caller in allowed:
        assert response.status_code == NEVER.get(name, BY_NAME[name].status), response.text
        answer = BY_NAME[name].answer
        if BY_NAME[name].download:
            assert response.headers["content-disposition"].startswith("attachment")
        elif answer is None:
            assert response.content == b""
        elif name not in NEVER:
            Draft202012Validator(answer).validate(response.json())
        return
    expected = HTTPStatus.UNAUTHORIZED if caller in UNKNOWN else HTTPStatus.FORBIDDEN
    assert response.status_code == expected, response.text
    Draft202012Validator(ERROR).validate(response.json())


@pytest.mark.parametrize("name", sorted(name for name in MATRIX if "{" in name and name not in OF_ALL))
def test_what_is_not_there_looks_like_what_is_not_theirs(school: School, name: str) -> None:
    method, path = name.split(" ")
    nowhere = path.replace("{class_id}", str(uuid4())).replace("{user_id}", str(uuid4()))
    nowhere = (
        nowhere.replace("{pairing_id}", str(uuid4())).replace("{id}", str(uuid4())).replace("{task_id}", TASK)
    )
    _, body, cookies = _request(school, name, MATRIX[name][1], "teacher")
    response = school.ask(f"{method} {nowhere}", body, cookies)
    assert response.status_code == HTTPStatus.FORBIDDEN


def _request(school: School, name: str, body: Any, caller: str) -> tuple[str, Any, dict[str, str]]:
    target = school.people[TARGETS.get(name, "Anna")]
    path = name.replace("{class_id}", school.classes["7A"].id).replace("{user_id}", target.id)
    path = (
        path.replace("{after}", "start")
        .replace("{task_id}", TASK)
        .replace("{name}", BACKUP)
        .replace("{pairing_id}", ANNAS)
        .replace("{seat}", "0123456789abcdef")
        .replace("{id}", TASK if name == "POST /judge/{id}" else ANNAS)
    )
    if isinstance(body, Sent):
        return path, body, _cookies(school, caller)
    if caller in SIGNED_IN and body and "old" in body:
        body = body | {"old": SECRETS[school.people[SIGNED_IN[caller]].role]}
    if body and "old" in body:
        body = body | {"old": body["old"] or "a guess"}
    if body and "user_id" in body:
        body = body | {"user_id": school.people[body["user_id"]].id}
    return path, body, _cookies(school, caller)


def _cookies(school: School, caller: str) -> dict[str, str]:
    if caller in SIGNED_IN:
        return school.cookies(SIGNED_IN[caller])
    if caller == "nobody":
        return {}
    token = school.cookies("Ada")[ACCESS_COOKIE]
    claims = jwt.decode(token, options={"verify_signature": False})
    if caller == "expired":
        past = claims | {"exp": claims["exp"] - ACCESS_SECONDS - 1}
        return {ACCESS_COOKIE: jwt.encode(past, school.companion.key, "HS256")}
    return {ACCESS_COOKIE: jwt.encode(claims, b"a key of somebody else's, 32 bytes", "HS256")}
