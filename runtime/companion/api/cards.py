"""Cards with a QR code: a teacher prints them, a student shows one and is signed in."""

from __future__ import annotations

from http import HTTPStatus

from runtime.companion.api.auth import WHO, welcome
from runtime.companion.api.classes import found_class
from runtime.companion.api.forms import user_json
from runtime.companion.errors import ApiError, not_found
from runtime.companion.people.cards import LINK, hash_card, new_card, qr_modules, read_card
from runtime.companion.people.signing_in import too_many
from runtime.companion.route import Access, Call, Json, Reply, Route
from runtime.companion.schemas import ID, USER, array, record, text
from runtime.companion.store import cards, guesses, users
from runtime.companion.store.guesses import Guess
from runtime.companion.store.users import User

MOST_STUDENTS = 1000
LOGIN_PAGE = {"type": "string", "pattern": r"^https?://[A-Za-z0-9.:\[\]-]{1,200}/school/[a-z]{2,8}/login$"}
CARD = record(user=USER, code=text(16), modules=array(text(200)))


def make(call: Call) -> Json:
    """Make cards for students of a class; the answer is the only place where they are ever shown."""
    found = found_class(call)
    people = call.companion.database.read(users.in_class, found.id)
    students = {user.id: user for user in people if user.role == "student"}
    wanted = call.body.get("students", list(students))
    if not students.keys() >= set(wanted):
        raise not_found("student in this class")
    made = {user_id: new_card() for user_id in wanted}
    hashed = {user_id: hash_card(card) for user_id, card in made.items()}
    call.companion.database.write(cards.give, hashed, call.companion.now)
    return {"cards": [_card(students[each], card, call.body["page"]) for each, card in made.items()]}


def log_in(call: Call) -> Reply:
    """Start a session for whoever shows their card."""
    companion = call.companion
    places = [Guess("address", call.address)]
    wait = companion.database.write(guesses.begin, places, companion.now)
    if wait:
        raise too_many(wait)
    user = _owner(call, read_card(call.body["card"]))
    if user is None:
        raise ApiError(HTTPStatus.UNAUTHORIZED, "wrong_card", "This card is not good, or no longer.")
    companion.database.write(guesses.succeed, places)
    return welcome(companion, user)


def _owner(call: Call, card: str | None) -> User | None:
    found = call.companion.database.read(cards.owner, hash_card(card)) if card else None
    return call.companion.database.read(users.by_id, found) if found else None


def _card(user: User, card: str, page: str) -> Json:
    return {"user": user_json(user), "code": card, "modules": qr_modules(f"{page}{LINK}{card}")}


ROUTES = (
    Route("POST", "/auth/card", Access.ANYONE, log_in, "Sign in with a card", WHO, record(card=text(300, 1))),
    Route(
        "POST", "/classes/{class_id}/cards", Access.CLASS_TEACHER, make,
        "Make cards to sign in with, for all students of the class or some; their older ones end",
        record(cards=array(CARD)), record(("students",), page=LOGIN_PAGE, students=array(ID, MOST_STUDENTS)),
        teaching=True,
    ),
)  # fmt: skip
