"""What a route is: everything that routing, checking, documenting and testing it need stands in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from runtime.companion.companion import Companion
from runtime.companion.door import KILOBYTE
from runtime.companion.store.users import User

if TYPE_CHECKING:
    from pathlib import Path

Schema = dict[str, Any]
Json = dict[str, Any]
SMALL_BODY = 64 * KILOBYTE


class Access(Enum):
    """Who may call a route. An admin may call all but those for students."""

    ANYONE = "anyone"
    SIGNED_IN = "everybody who is signed in"
    STUDENT = "students"
    TEACHER = "teachers and admins"
    CLASS_TEACHER = "the teachers of the class, and admins"
    STUDENT_TEACHER = "the teachers of the student, and admins"
    SELF_OR_TEACHER = "the user, the student's teachers, and admins"
    OWN_JUDGEMENT = "whoever handed it in, their teachers, and admins"
    JUDGEMENT_TEACHER = "the teachers of whoever handed it in, and admins"
    OWN_PAIRING = "whoever has paired it"
    ADMIN = "admins"


@dataclass(frozen=True)
class Caller:
    """Who is asking, from which session."""

    user: User
    session: str


@dataclass(frozen=True)
class Call:
    """One request, checked: the body fits the route's schema, the caller may call it."""

    companion: Companion
    path: Mapping[str, str]
    body: Json
    cookies: Mapping[str, str]
    address: str
    caller: Caller | None
    file: Path | None = None

    @property
    def upload(self) -> Path:
        """The file that was sent; only for routes that take one."""
        if self.file is None:
            raise RuntimeError("this route takes no file")
        return self.file

    @property
    def me(self) -> User:
        """Who is signed in; only for routes that nobody else reaches."""
        if self.caller is None:
            raise RuntimeError("this route is open to people who are not signed in")
        return self.caller.user


@dataclass(frozen=True)
class Reply:
    """An answer that sets cookies, each with its text, or None to take it away."""

    value: Json | None
    cookies: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Pending:
    """An answer that is made of what a change brings, once that is on the disk."""

    done: Future[Any]
    answer: Callable[[Any], Json]


@dataclass(frozen=True)
class Download:
    """An answer that is a file, with the name that the browser keeps it under."""

    path: Path
    name: str


@dataclass(frozen=True)
class Route:
    """One route of the API. `answer` is the schema of its answer, None when it has no body."""

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: str
    access: Access
    handler: Callable[[Call], Json | Reply | Pending | Download | None]
    summary: str
    answer: Schema | None = None
    body: Schema | None = None
    status: HTTPStatus = HTTPStatus.OK
    # The forms of gaps in the path that are no ids.
    gaps: Mapping[str, Schema] = field(default_factory=dict)
    # Hashes passwords: few at a time, so that work is saved meanwhile.
    slow: bool = False
    # Takes no longer than handing it to another thread: a class that saves at once is answered sooner.
    quick: bool = False
    # The body's texts are kept as they are, halves of signs included.
    verbatim: bool = False
    # A file comes behind one line, which is the body; of who may not call nothing is read.
    upload: bool = False
    # The answer is a file.
    download: bool = False
    # Teaching ends with the school's licence; everything else goes on.
    teaching: bool = False
    # A page from a stick may call it, too, with its token.
    stick: bool = False
    limit: int = SMALL_BODY

    @property
    def name(self) -> str:
        """The route in one line.

        >>> Route("GET", "/auth/me", Access.SIGNED_IN, lambda call: {}, "Who am I").name
        'GET /auth/me'
        """
        return f"{self.method} {self.path}"
