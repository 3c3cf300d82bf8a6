"""The form of the database, as named steps; each is made in one transaction with the note that it was."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from runtime.companion.store.faults import StoreError

migrations = Migrations("companion")

USERS = """
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('student', 'teacher', 'admin')),
  secret TEXT NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER
)
"""
CLASSES = """
CREATE TABLE classes (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  invite TEXT UNIQUE,
  created INTEGER NOT NULL,
  archived INTEGER
)
"""
# Students learn in a class, teachers teach it: their role says which.
ENROLLMENTS = """
CREATE TABLE enrollments (
  class_id TEXT NOT NULL REFERENCES classes,
  user_id TEXT NOT NULL REFERENCES users,
  since INTEGER NOT NULL,
  PRIMARY KEY (class_id, user_id)
) WITHOUT ROWID
"""
SESSIONS = """
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users,
  refresh TEXT NOT NULL,
  previous TEXT,
  rotated INTEGER NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID
"""
GUESSES = """
CREATE TABLE guesses (
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  failures INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  PRIMARY KEY (kind, place)
) WITHOUT ROWID
"""
EVENTS = """
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users,
  type TEXT NOT NULL,
  received INTEGER NOT NULL,
  event TEXT NOT NULL
)
"""
PROGRESS = """
CREATE TABLE progress (
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  lesson TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (user_id, course, lesson)
) WITHOUT ROWID
"""
SUBMISSIONS = """
CREATE TABLE submissions (
  id TEXT PRIMARY KEY REFERENCES events (id),
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  lesson TEXT NOT NULL,
  task TEXT NOT NULL,
  verdict TEXT NOT NULL,
  score REAL NOT NULL,
  time INTEGER NOT NULL
) WITHOUT ROWID
"""
ATTEMPTS = """
CREATE TABLE attempts (
  id TEXT PRIMARY KEY REFERENCES events (id),
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  lesson TEXT NOT NULL,
  quiz TEXT NOT NULL,
  question TEXT NOT NULL,
  correct INTEGER NOT NULL,
  points REAL NOT NULL,
  time INTEGER NOT NULL
) WITHOUT ROWID
"""
RESULTS = """
CREATE TABLE results (
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  task TEXT NOT NULL,
  verdict TEXT NOT NULL,
  score REAL NOT NULL,
  solved INTEGER NOT NULL,
  time INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (user_id, course, task)
) WITHOUT ROWID
"""
ANSWERS = """
CREATE TABLE answers (
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  quiz TEXT NOT NULL,
  question TEXT NOT NULL,
  correct INTEGER NOT NULL,
  answer TEXT NOT NULL,
  time INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (user_id, course, quiz, question)
) WITHOUT ROWID
"""
JUDGEMENTS = """
CREATE TABLE judgements (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  task TEXT NOT NULL,
  code TEXT NOT NULL,
  asked INTEGER NOT NULL,
  waits INTEGER NOT NULL
) WITHOUT ROWID
"""
VERDICTS = """
CREATE TABLE verdicts (
  number INTEGER PRIMARY KEY,
  judgement_id TEXT NOT NULL REFERENCES judgements,
  judged INTEGER NOT NULL,
  verdict TEXT,
  score REAL,
  report TEXT,
  fault TEXT
)
"""
CONTENT = """
CREATE TABLE content (
  course TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  title TEXT NOT NULL,
  languages TEXT NOT NULL,
  scanned INTEGER NOT NULL
) WITHOUT ROWID
"""
TASKS = """
CREATE TABLE tasks (
  course TEXT NOT NULL REFERENCES content,
  task TEXT NOT NULL,
  number INTEGER NOT NULL,
  lesson TEXT NOT NULL,
  title TEXT NOT NULL,
  points REAL NOT NULL,
  tests INTEGER NOT NULL,
  private INTEGER NOT NULL,
  PRIMARY KEY (course, task)
) WITHOUT ROWID
"""
# Of each student and task the best official verdict, for what shows many of them.
OFFICIAL = """
CREATE TABLE official (
  user_id TEXT NOT NULL REFERENCES users,
  course TEXT NOT NULL,
  task TEXT NOT NULL,
  verdict TEXT NOT NULL,
  score REAL NOT NULL,
  asked INTEGER NOT NULL,
  PRIMARY KEY (user_id, course, task)
) WITHOUT ROWID
"""
LICENSE = """
CREATE TABLE license (
  number INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  license_version INTEGER NOT NULL,
  file TEXT NOT NULL,
  added INTEGER NOT NULL
)
"""
SEATS = """
CREATE TABLE seats (
  fingerprint TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  seen INTEGER NOT NULL
) WITHOUT ROWID
"""
NOTES = """
CREATE TABLE notes (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID
"""
CARDS = """
CREATE TABLE cards (
  user_id TEXT PRIMARY KEY REFERENCES users,
  hashed TEXT NOT NULL UNIQUE,
  made INTEGER NOT NULL
) WITHOUT ROWID
"""
FAULTS = "CREATE INDEX verdicts_with_fault ON verdicts (number) WHERE fault IS NOT NULL"
PAIRINGS = """
CREATE TABLE pairings (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  token TEXT NOT NULL UNIQUE
)
"""
PAIRING_CODES = """
CREATE TABLE pairing_codes (
  code TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users,
  expires INTEGER NOT NULL
) WITHOUT ROWID
"""
JUDGING_INDEXES = (
    "CREATE INDEX judgements_by_task ON judgements (user_id, course, task)",
    "CREATE INDEX judgements_waiting ON judgements (asked) WHERE waits",
    "CREATE INDEX verdicts_by_judgement ON verdicts (judgement_id)",
)
# Who has left frees their name for another.
USER_NAMES = "CREATE UNIQUE INDEX users_by_name ON users (name_key) WHERE archived IS NULL"
INDEXES = (
    "CREATE UNIQUE INDEX classes_by_name ON classes (name_key) WHERE archived IS NULL",
    "CREATE INDEX enrollments_by_user ON enrollments (user_id)",
    "CREATE INDEX sessions_by_user ON sessions (user_id)",
    "CREATE INDEX events_by_user ON events (user_id)",
    "CREATE INDEX submissions_by_task ON submissions (user_id, course, task)",
    "CREATE INDEX attempts_by_question ON attempts (user_id, course, quiz, question)",
)


@migrations()
def people(db: Tables) -> None:
    """Keep who is who, in which class, and signed in where."""
    for statement in (USERS, USER_NAMES, CLASSES, ENROLLMENTS, SESSIONS, GUESSES, *INDEXES[:3]):
        db.execute(statement)


@migrations()
def learning(db: Tables) -> None:
    """Keep what learners did, and the tables derived from it."""
    for statement in (EVENTS, PROGRESS, SUBMISSIONS, ATTEMPTS, RESULTS, ANSWERS, *INDEXES[3:]):
        db.execute(statement)


@migrations()
def judging(db: Tables) -> None:
    """Keep what was handed in for an official verdict, and the verdicts."""
    for statement in (JUDGEMENTS, VERDICTS, OFFICIAL, *JUDGING_INDEXES):
        db.execute(statement)


@migrations()
def courses(db: Tables) -> None:
    """Keep which courses and tasks there are."""
    for statement in (CONTENT, TASKS):
        db.execute(statement)


@migrations()
def licences(db: Tables) -> None:
    """Keep the school's licence, the devices that it counts, and what the next start must know."""
    for statement in (LICENSE, SEATS, NOTES):
        db.execute(statement)


@migrations()
def cards(db: Tables) -> None:
    """Keep the cards that students sign in with."""
    db.execute(CARDS)


@migrations()
def faults(db: Tables) -> None:
    """Find the judge's last fault among very many verdicts."""
    db.execute(FAULTS)


@migrations()
def sticks(db: Tables) -> None:
    """Keep which pages from sticks bring work for whom."""
    for statement in (PAIRINGS, PAIRING_CODES, "CREATE INDEX pairings_by_user ON pairings (user_id)"):
        db.execute(statement)


def migrate(connection: sqlite3.Connection, path: Path, steps: Migrations = migrations) -> None:
    """Bring the database to the form of this version; one that holds data is copied first, beside itself.

    Raises StoreError when a newer version has written it.
    """
    tables = Tables(connection)
    applied = [step.name for step in steps.applied(tables)]
    pending = [step.name for step in steps.pending(tables)]
    if len(applied) + len(pending) > len(_known(steps)):
        raise StoreError("newer")
    if applied and pending:
        _copy(connection, path.with_name(f"{path.stem}.before-{pending[0]}{path.suffix}"))
    steps.apply(tables)


def _known(steps: Migrations) -> set[str]:
    """Return the names of all steps of this version: in an empty database all of them are to be made."""
    with closing(sqlite3.connect(":memory:")) as empty:
        return {step.name for step in steps.pending(Tables(empty))}


def _copy(connection: sqlite3.Connection, place: Path) -> None:
    """Keep a whole copy of the database; a half one, after a power cut, never has the name."""
    part = place.with_name(f".{place.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as copy:
        connection.backup(copy)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(place)
