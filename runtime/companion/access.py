"""Whether a caller may call a route: the only place where that is decided."""

from __future__ import annotations

from collections.abc import Callable

from runtime.companion.errors import forbidden, signed_out
from runtime.companion.route import Access, Call
from runtime.companion.store import classes, judgements, pairings, users

Rule = Callable[[Call], bool]


def check(access: Access, call: Call) -> None:
    """Raise ApiError unless the caller may. What is not there looks like what is not theirs."""
    if access is Access.ANYONE:
        return
    if call.caller is None:
        raise signed_out()
    if not RULES[access](call):
        raise forbidden()


def _is_admin(call: Call) -> bool:
    return call.me.role == "admin"


def _is_teacher(call: Call) -> bool:
    return call.me.role in {"teacher", "admin"}


def _teaches_class(call: Call) -> bool:
    if call.me.role != "teacher":
        return _is_admin(call)
    return call.companion.database.read(classes.has, call.path["class_id"], call.me.id)


def _teaches_student(call: Call) -> bool:
    return _teaches(call, call.path["user_id"])


def _teaches_author(call: Call) -> bool:
    author = _author(call)
    return author is not None and _teaches(call, author)


def _is_author_or_teacher(call: Call) -> bool:
    author = _author(call)
    return author is not None and (author == call.me.id or _teaches(call, author))


def _has_paired(call: Call) -> bool:
    return call.companion.database.read(pairings.owner, call.path["pairing_id"]) == call.me.id


def _author(call: Call) -> str | None:
    found = call.companion.database.read(judgements.by_id, call.path["id"])
    return found.asked.user_id if found else None


def _teaches(call: Call, user_id: str) -> bool:
    if call.me.role != "teacher":
        return _is_admin(call)
    database = call.companion.database
    other = database.read(users.by_id, user_id)
    if other is None or other.role != "student":
        return False
    return database.read(classes.together, call.me.id, other.id)


RULES: dict[Access, Rule] = {
    Access.SIGNED_IN: lambda call: True,
    Access.STUDENT: lambda call: call.me.role == "student",
    Access.TEACHER: _is_teacher,
    Access.CLASS_TEACHER: _teaches_class,
    Access.STUDENT_TEACHER: _teaches_student,
    Access.SELF_OR_TEACHER: lambda call: call.path["user_id"] == call.me.id or _teaches_student(call),
    Access.OWN_JUDGEMENT: _is_author_or_teacher,
    Access.JUDGEMENT_TEACHER: _teaches_author,
    Access.OWN_PAIRING: _has_paired,
    Access.ADMIN: _is_admin,
}
