"""What a companion does by itself, hour by hour."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from runtime.companion import health, upkeep
from runtime.companion.backups.kept_lock import keep_lock
from runtime.companion.backups.sealing import Cost, lock
from runtime.companion.companion import DATABASE
from runtime.companion.store import notes
from runtime.companion.store.upkeep import check
from runtime.companion.upkeep import DAY, IDLE_SECONDS, LEFT_SECONDS, RETRY_SECONDS, ROUND_SECONDS, Upkeep
from tests.companion.school import School

QUICK = lock("open sesame", Cost(1, 1 << 20))


@dataclass
class Day:
    """A day of a companion; nobody asks for anything unless they do."""

    school: School
    monkeypatch: pytest.MonkeyPatch
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.monkeypatch.setattr(health.time, "monotonic", lambda: self.seconds)  # type: ignore[attr-defined]
        self.school.companion.health.somebody_asks()
        self.rounds = Upkeep(self.school.companion, lambda: self.seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time go by, without a round."""
        self.seconds += seconds
        self.school.clock.seconds += seconds


@pytest.fixture
def day(school: School, monkeypatch: pytest.MonkeyPatch) -> Day:
    return Day(school, monkeypatch)


def maintained(day: Day) -> float | None:
    note = day.school.companion.database.read(notes.read, "maintenance")
    return note["at"] if note else None


def codes(school: School) -> list[str]:
    answer = school.ask("GET /notices", None, school.cookies("Ada")).json()
    return [each["code"] for each in answer["notices"]]


def test_the_database_is_looked_after_when_nobody_works_and_once_a_day(day: Day) -> None:
    day.pass_by(IDLE_SECONDS - 1)
    day.rounds.round()
    assert maintained(day) is None
    day.pass_by(1)
    day.rounds.round()
    first = maintained(day)
    assert first == day.school.companion.now
    log = day.school.companion.folder / f"{DATABASE}-wal"
    assert log.stat().st_size < 100_000
    day.pass_by(DAY - 1)
    day.rounds.round()
    assert maintained(day) == first
    day.school.ask("GET /users")
    day.pass_by(IDLE_SECONDS - 1)
    day.rounds.round()
    assert maintained(day) == first
    day.pass_by(1)
    day.rounds.round()
    assert maintained(day) == day.school.companion.now
    assert codes(day.school) == []


def test_who_comes_to_work_is_not_kept_waiting(day: Day) -> None:
    path = day.school.companion.folder / DATABASE
    assert check(path, lambda: False) == "interrupted" or path.stat().st_size < 10**6
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE large (text TEXT)")
        connection.executemany("INSERT INTO large VALUES (?)", ((str(n) * 9,) for n in range(20_000)))
        connection.execute("CREATE INDEX large_by_text ON large (text)")
        connection.commit()
    assert check(path, lambda: False) == "interrupted"
    assert check(path, lambda: True) == "sound"


def test_a_damaged_database_is_told_with_the_last_backup(day: Day) -> None:
    school = day.school
    keep_lock(school.companion.folder, QUICK)
    day.rounds.round()
    with closing(sqlite3.connect(school.companion.folder / DATABASE)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO enrollments VALUES ('none', 'nobody', 1)")
        connection.commit()
    day.pass_by(IDLE_SECONDS)
    day.rounds.round()
    answer = school.ask("GET /notices", None, school.cookies("Ada")).json()
    (latest,) = school.companion.backups.iterdir()
    assert answer["notices"][0] == {"code": "database_damaged", "days": 0, "backup": latest.name}
    assert codes_of_teacher(school) == []


def codes_of_teacher(school: School) -> list[str]:
    answer = school.ask("GET /notices", None, school.cookies("Tina")).json()
    return [each["code"] for each in answer["notices"]]


def test_a_backup_that_fails_is_told_and_tried_again(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_lock(day.school.companion.folder, QUICK)
    place: Path = day.school.companion.backups
    place.write_text("in the way")
    day.rounds.round()
    assert codes(day.school) == ["backup_failed"]
    place.unlink()
    day.pass_by(ROUND_SECONDS)
    day.rounds.round()
    assert codes(day.school) == ["backup_failed"]
    day.pass_by(RETRY_SECONDS)
    day.rounds.round()
    assert codes(day.school) == []
    assert len(list(place.iterdir())) == 1


def test_a_round_that_fails_does_not_end_the_rounds(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(upkeep, "calendar", lambda _: 1 / 0)
        day.rounds.round()
    day.rounds.round()
    assert day.school.companion.database.read(notes.read, "calendar") is not None


def test_what_a_killed_companion_left_is_taken_away(school: School) -> None:
    folder, backups = school.companion.folder, school.companion.backups
    left = [folder / ".upload-1", folder / ".restore", backups / ".backup-1"]
    for path in [*left, fresh := folder / ".upload-2"]:
        path.mkdir(parents=True)
        (path / "part").write_text("half")
        age = 0 if path == fresh else LEFT_SECONDS + 1
        os.utime(path, (school.clock.seconds - age, school.clock.seconds - age))
    with upkeep.kept_up(school.companion):
        pass
    assert [path.exists() for path in left] == [False, False, False]
    assert fresh.exists()


def test_rounds_begin_and_end_with_the_companion(school: School) -> None:
    with upkeep.kept_up(school.companion):
        pass
    assert school.companion.database.read(notes.read, "calendar") is not None
