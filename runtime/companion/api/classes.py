"""Classes: who learns there, who teaches, and how students get in."""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from runtime.companion.api.forms import checked_name, new_user, user_json
from runtime.companion.errors import forbidden, name_taken, not_found
from runtime.companion.people.inviting import invited
from runtime.companion.people.secrets import new_invite, new_secret
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import (
    CLASS,
    CLASS_MEMBERS,
    ID,
    NAME,
    SECRET,
    WITH_SECRET,
    array,
    maybe,
    record,
    text,
)
from runtime.companion.store import classes, users
from runtime.companion.store.classes import Class
from runtime.companion.store.users import NameTaken, User

INVITE = record(invite=maybe(text(20)))


def own(call: Call) -> Json:
    """List the classes where the caller learns or teaches; an admin sees all."""
    database = call.companion.database
    admin = call.me.role == "admin"
    found = database.read(classes.all_classes) if admin else database.read(classes.of_user, call.me.id)
    return {"classes": [_short(each) for each in found]}


def add(call: Call) -> Json:
    """Add a class that the caller teaches."""
    name, key = checked_name(call.body["name"])
    new = Class(str(uuid4()), name, new_invite())
    try:
        call.companion.database.write(classes.add_taught, new, key, call.me.id, call.companion.now)
    except NameTaken as error:
        raise name_taken() from error
    return _short(new)


def show(call: Call) -> Json:
    """Show a class with its people and its code."""
    return _members(call, found_class(call))


def rename(call: Call) -> Json:
    """Give a class another name."""
    found = found_class(call)
    name, key = checked_name(call.body["name"])
    try:
        call.companion.database.write(classes.rename, found.id, name, key)
    except NameTaken as error:
        raise name_taken() from error
    return {"id": found.id, "name": name}


def archive(call: Call) -> None:
    """Put a class away."""
    call.companion.database.write(classes.archive, found_class(call).id, call.companion.now)


def open_invite(call: Call) -> Json:
    """Give a class a new code; the old one is no longer good."""
    invite = new_invite()
    call.companion.database.write(classes.set_invite, found_class(call).id, invite)
    return {"invite": invite}


def close_invite(call: Call) -> Json:
    """Take the code of a class away."""
    call.companion.database.write(classes.set_invite, found_class(call).id, None)
    return {"invite": None}


def add_student(call: Call) -> Json:
    """Add a student to a class."""
    found = found_class(call)
    secret = call.body.get("secret") or new_secret("student")
    new = new_user(call.body["name"], "student", secret)
    try:
        added = call.companion.database.write(classes.add_members, found.id, [new], call.companion.now)
    except NameTaken as error:
        raise name_taken() from error
    return {"user": user_json(added[0]), "secret": secret}


def remove_student(call: Call) -> None:
    """Take a student out of a class; they stay a user."""
    user = _member(call, "student")
    call.companion.database.write(classes.leave, call.path["class_id"], user.id)


def add_teacher(call: Call) -> Json:
    """Let a teacher teach a class."""
    found = found_class(call)
    user = call.companion.database.read(users.by_id, call.body["user_id"])
    if user is None or user.role != "teacher":
        raise not_found("teacher")
    call.companion.database.write(classes.enroll, found.id, user.id, call.companion.now)
    return _members(call, found)


def remove_teacher(call: Call) -> None:
    """Let a teacher teach a class no longer."""
    user = _member(call, "teacher", "admin")
    call.companion.database.write(classes.leave, call.path["class_id"], user.id)


def join(call: Call) -> Json:
    """Join the class of a code."""
    companion = call.companion
    found = invited(companion, call.body["code"], call.address, call.me.id)
    companion.database.write(classes.enroll, found.id, call.me.id, companion.now)
    return _short(found)


def found_class(call: Call) -> Class:
    """Return the class of the path. Raises ApiError."""
    found = call.companion.database.read(classes.by_id, call.path["class_id"])
    if found is None:
        raise not_found("class")
    return found


def _member(call: Call, *roles: str) -> User:
    found = found_class(call)
    user = call.companion.database.read(users.by_id, call.path["user_id"])
    if user is None or not call.companion.database.read(classes.has, found.id, user.id):
        raise not_found("user in this class")
    if user.role not in roles:
        raise forbidden()
    return user


def _short(found: Class) -> Json:
    return {"id": found.id, "name": found.name}


def _members(call: Call, found: Class) -> Json:
    people = call.companion.database.read(users.in_class, found.id)
    return {
        **_short(found),
        "invite": found.invite,
        "teachers": [user_json(user) for user in people if user.role != "student"],
        "students": [user_json(user) for user in people if user.role == "student"],
    }


ROUTES = (
    Route("GET", "/classes", Access.SIGNED_IN, own, "The caller's classes", record(classes=array(CLASS))),
    Route(
        "POST", "/classes", Access.TEACHER, add, "Add a class", CLASS, record(name=NAME), HTTPStatus.CREATED,
        teaching=True,
    ),
    Route(
        "POST", "/classes/join", Access.STUDENT, join, "Join a class", CLASS, record(code=text(40)),
        teaching=True,
    ),
    Route("GET", "/classes/{class_id}", Access.CLASS_TEACHER, show, "A class and its people", CLASS_MEMBERS),
    Route(
        "PATCH", "/classes/{class_id}", Access.CLASS_TEACHER, rename, "Rename a class",
        CLASS, record(name=NAME),
    ),
    Route(
        "DELETE", "/classes/{class_id}", Access.CLASS_TEACHER, archive,
        "Archive a class; its students and their work are kept", status=HTTPStatus.NO_CONTENT,
    ),
    Route(
        "POST", "/classes/{class_id}/invite", Access.CLASS_TEACHER, open_invite,
        "Make a new code that lets students join", INVITE, teaching=True,
    ),
    Route(
        "DELETE", "/classes/{class_id}/invite", Access.CLASS_TEACHER, close_invite,
        "Let nobody join by code", INVITE,
    ),
    Route(
        "POST", "/classes/{class_id}/students", Access.CLASS_TEACHER, add_student,
        "Add a student to a class; without a secret a PIN is made",
        WITH_SECRET, record(("secret",), name=NAME, secret=SECRET), HTTPStatus.CREATED, slow=True,
        teaching=True,
    ),
    Route(
        "DELETE", "/classes/{class_id}/students/{user_id}", Access.CLASS_TEACHER, remove_student,
        "Take a student out of a class", status=HTTPStatus.NO_CONTENT,
    ),
    Route(
        "POST", "/classes/{class_id}/teachers", Access.ADMIN, add_teacher,
        "Let a teacher teach a class", CLASS_MEMBERS, record(user_id=ID), teaching=True,
    ),
    Route(
        "DELETE", "/classes/{class_id}/teachers/{user_id}", Access.ADMIN, remove_teacher,
        "Let a teacher teach a class no longer", status=HTTPStatus.NO_CONTENT,
    ),
)  # fmt: skip
