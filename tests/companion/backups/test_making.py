"""Backups that are made while nobody is there."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builder.problems import UserError
from runtime.companion.backups.backup import all_backups
from runtime.companion.backups.kept_lock import NAME, forget_lock, keep_lock, kept_lock
from runtime.companion.backups.making import DAY, KEPT, back_up, back_up_daily
from runtime.companion.backups.restore import restore
from runtime.companion.backups.sealing import Cost, lock
from tests.companion.school import START, School

WORDS = "open sesame"
QUICK = lock(WORDS, Cost(1, 1 << 20))


def made(school: School) -> Path | None:
    """Do what is due, and date the file by the school's clock."""
    path = back_up_daily(school.companion)
    if path is not None:
        os.utime(path, (school.clock.seconds, school.clock.seconds))
    return path


def test_without_a_passphrase_there_are_no_daily_backups(school: School) -> None:
    assert made(school) is None


def test_one_a_day_and_the_oldest_go(school: School) -> None:
    keep_lock(school.companion.folder, QUICK)
    first = made(school)
    assert first is not None
    school.clock.seconds += DAY - 1
    assert made(school) is None
    for _ in range(KEPT):
        school.clock.seconds += DAY
        assert made(school) is not None
    assert len(all_backups(school.companion.backups)) == KEPT
    assert not first.exists()


def test_any_of_them_opens_with_the_passphrase_and_on_another_computer(
    school: School, tmp_path: Path
) -> None:
    keep_lock(school.companion.folder, QUICK)
    one = made(school)
    school.clock.seconds += 2 * DAY
    other = made(school)
    assert one is not None
    assert other is not None
    assert one.read_bytes()[-100:] != other.read_bytes()[-100:]
    for path in (one, other):
        assert restore(tmp_path / path.name, path, WORDS, datetime.now(UTC)).kept is None


def test_the_passphrase_is_kept_nowhere_and_its_key_for_this_user_only(school: School) -> None:
    keep_lock(school.companion.folder, QUICK)
    path = school.companion.folder / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert WORDS not in path.read_text()
    assert kept_lock(school.companion.folder) == QUICK
    forget_lock(school.companion.folder)
    assert kept_lock(school.companion.folder) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"ops": 1, "mem": 1, "salt": 5, "key": ""}'])
def test_a_damaged_key_is_told(school: School, text: str) -> None:
    (school.companion.folder / NAME).write_text(text)
    assert not school.ask("GET /backup", None, school.cookies("Ada")).json()["daily"]
    with pytest.raises(UserError, match="choose the passphrase of backups again"):
        kept_lock(school.companion.folder)


def test_after_a_clock_was_set_back_new_backups_are_made_and_are_not_the_first_to_go(school: School) -> None:
    keep_lock(school.companion.folder, QUICK)
    school.clock.seconds = START + 3650 * DAY
    ahead = [made(school)]
    school.clock.seconds = START
    for _ in range(KEPT):
        latest = made(school)
        assert latest is not None
        assert all_backups(school.companion.backups)[0] == latest
        school.clock.seconds += DAY
    assert ahead[0] is not None
    assert not ahead[0].exists()


def test_backups_by_hand_and_by_day_are_told_apart_by_nothing(school: School) -> None:
    keep_lock(school.companion.folder, QUICK)
    by_hand = back_up(school.companion, QUICK)
    os.utime(by_hand, (school.clock.seconds, school.clock.seconds))
    assert made(school) is None
    school.clock.seconds += timedelta(days=1).total_seconds()
    assert made(school) is not None


def test_an_admin_sets_daily_backups_up_and_ends_them(school: School) -> None:
    ada = school.cookies("Ada")
    assert not school.ask("GET /backup", None, ada).json()["daily"]
    answer = school.ask("POST /backup/daily", {"passphrase": WORDS}, ada).json()
    assert answer["daily"]
    assert len(answer["backups"]) == 1
    name = answer["backups"][0]["name"]
    response = school.ask(f"GET /backup/files/{name}", None, ada)
    assert response.content == (school.companion.backups / name).read_bytes()
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    for other in ("knapsack-20200101-000000.backup", "..%2Fsecret.key", "secret.key"):
        assert school.ask(f"GET /backup/files/{other}", None, ada).status_code == 404
    assert not school.ask("DELETE /backup/daily", None, ada).json()["daily"]
    assert kept_lock(school.companion.folder) is None
