"""A small school to test with: two classes with a teacher each, and the requests that their browsers send."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from runtime.companion.app import application
from runtime.companion.companion import Companion, Courses, opened
from runtime.companion.people import secrets
from runtime.companion.people.names import name_key
from runtime.companion.people.signing_in import start_session
from runtime.companion.store import classes, users
from runtime.companion.store.classes import Class
from runtime.companion.store.users import NewUser, Role, User
from runtime.companion.uploads import UPLOAD_TYPE
from runtime.sandbox.bubblewrap import Bubblewrap
from tests.builder.wheels.making import REAL

PORT = 8764
ORIGIN = f"http://127.0.0.1:{PORT}"
START = 1_800_000_000.0
SECRETS = {"student": "4711", "teacher": "chalk and slate", "admin": "long enough"}
# The real one takes a tenth of a second, by intention.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that stands until it is set."""

    seconds: float = START

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True)
class Sent:
    """A file with the line that goes before it."""

    head: dict[str, Any]
    file: bytes = b""


@dataclass
class School:
    """A companion that answers requests, and the people in it by name."""

    companion: Companion
    client: TestClient
    clock: Clock
    people: dict[str, User] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)

    def add(self, name: str, role: Role, class_name: str | None = None) -> User:
        """Add somebody, to a class if wanted."""
        hashed = QUICK.hash(SECRETS[role])
        new = NewUser(str(uuid4()), name, name_key(name), role, hashed)
        self.people[name] = self.companion.database.write(users.add, new, self.companion.now)
        if class_name:
            self.companion.database.write(
                classes.enroll, self.classes[class_name].id, new.id, self.companion.now
            )
        return self.people[name]

    def add_class(self, name: str, invite: str | None = None) -> Class:
        """Add a class."""
        new = Class(str(uuid4()), name, invite)
        self.classes[name] = self.companion.database.write(
            classes.add, new, name_key(name), self.companion.now
        )
        return new

    def cookies(self, name: str) -> dict[str, str]:
        """Sign somebody in without their secret; return the cookies that their browser would have."""
        cookies = start_session(self.companion, self.people[name])
        return {name: text for name, text in cookies.items() if text is not None}

    def ask(
        self,
        request: str,
        body: Any = None,
        cookies: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Send a request such as `POST /auth/login` as a page of ours would; return the response."""
        method, path = request.split(" ")
        pairs = "; ".join(f"{name}={text}" for name, text in (cookies or {}).items())
        media_type = UPLOAD_TYPE if isinstance(body, Sent) else "application/json"
        own = {"Origin": ORIGIN, "Content-Type": media_type} | ({"Cookie": pairs} if pairs else {})
        self.client.cookies.clear()
        content = None if body is None else _content(body)
        return self.client.request(method, path, content=content, headers=own | (headers or {}))

    def log_in(self, name: str, secret: str) -> Any:
        """Send what the login page sends; return the response."""
        return self.ask("POST /auth/login", {"name": name, "secret": secret})


def _content(body: Any) -> bytes:
    if isinstance(body, Sent):
        return json.dumps(body.head).encode() + b"\n" + body.file
    return json.dumps(body).encode()


@contextmanager
def school_in(
    folder: Path,
    site: Path,
    clock: Clock | None = None,
    courses: Path | None = None,
    *,
    watch: bool = False,
) -> Iterator[School]:
    """Open the school in a folder; an empty one has nobody in it. With courses it judges in bubblewrap."""
    clock = clock or Clock()
    place = Courses(courses, site, REAL, folder / "keys", watch) if courses else None
    with opened(folder, clock, place, Bubblewrap, folder / "keys") as companion:
        app = application(companion, site, PORT)
        yield School(companion, TestClient(app, base_url=ORIGIN, follow_redirects=False), clock)


def fill(school: School) -> None:
    """Add two classes with a teacher and a student each, and an admin."""
    school.add("Ada", "admin")
    for name, teacher, student in (("7A", "Tina", "Anna"), ("7B", "Theo", "Boris")):
        school.add_class(name, f"code{name.lower()}")
        school.add(teacher, "teacher", name)
        school.add(student, "student", name)


def make_site(folder: Path) -> Path:
    """Make the smallest site."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Lessons</title>", encoding="utf-8")
    return folder


def copy_school(source: Path, target: Path) -> Path:
    """Copy a school's data, which nobody may have open."""
    shutil.copytree(source, target)
    return target


def use_quick_hashes(monkeypatch: Any) -> None:
    """Hash in no time."""
    monkeypatch.setattr(secrets, "HASHER", QUICK)
