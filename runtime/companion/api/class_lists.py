"""A class list from a file: first what would happen, then all of it or nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus

from runtime.companion.api.classes import found_class
from runtime.companion.api.forms import new_user
from runtime.companion.errors import ApiError, name_taken, unfit
from runtime.companion.people.class_list import MOST_STUDENTS, Line, read_class_list
from runtime.companion.people.secrets import new_secret
from runtime.companion.route import SMALL_BODY, Access, Call, Json, Route
from runtime.companion.schemas import COUNT, CSV_LENGTH, FLAG, array, one_of, record, text
from runtime.companion.store import classes, users
from runtime.companion.store.users import NameTaken

LINE = record(
    line=COUNT,
    name=text(CSV_LENGTH),
    secret=text(CSV_LENGTH),
    fault=one_of("", "name", "secret", "twice", "taken", "columns"),
)
# Letters of other alphabets take up to six bytes in JSON.
LIMIT = SMALL_BODY + 6 * CSV_LENGTH


def take_in(call: Call) -> Json:
    """Show what is wrong with a list, or take it in."""
    found = found_class(call)
    lines = _checked(call, call.body["csv"])
    if not call.body["apply"]:
        return {"lines": [_json(line) for line in lines], "added": 0}
    if any(line.fault for line in lines):
        raise unfit("Some lines of the list are not right; look at it first.", "/csv")
    lines = [replace(line, secret=line.secret or new_secret("student")) for line in lines]
    with ThreadPoolExecutor(2) as pool:
        new = list(pool.map(lambda line: new_user(line.name, "student", line.secret), lines))
    try:
        call.companion.database.write(classes.add_members, found.id, new, call.companion.now)
    except NameTaken as error:
        raise name_taken() from error
    return {"lines": [_json(line) for line in lines], "added": len(lines)}


def _checked(call: Call, csv: str) -> list[Line]:
    lines = read_class_list(csv)
    if not lines:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "empty_list", "The list has no names.")
    if len(lines) > MOST_STUDENTS:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "long_list",
            f"A list has at most {MOST_STUDENTS} names.",
            most=MOST_STUDENTS,
        )
    taken = call.companion.database.read(users.taken, [line.key for line in lines])
    return [replace(line, fault="taken") if line.key in taken and not line.fault else line for line in lines]


def _json(line: Line) -> Json:
    return {"line": line.number, "name": line.name, "secret": line.secret, "fault": line.fault}


ROUTES = (
    Route(
        "POST", "/classes/{class_id}/import", Access.CLASS_TEACHER, take_in,
        "Take in a class list; with `apply` false only say what is wrong with it",
        record(lines=array(LINE), added=COUNT), record(csv=text(CSV_LENGTH), apply=FLAG),
        slow=True, limit=LIMIT, teaching=True,
    ),
)  # fmt: skip
