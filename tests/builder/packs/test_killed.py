"""An install or an update that is killed leaves the whole old course or the whole new one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.packs.install import Consent, install
from builder.packs.update import make_update
from builder.swap import STAGING, recover
from tests.builder.packs.making import PUBLISHER, course, keyring, pack, tree

POINTS = 20
Command = list[str | Path]


def run(*jobs: tuple[int, str, Command]) -> list[tuple[int, int]]:
    """Return the exit status of each command, each killed at its step, and how many steps it has made."""
    words = [sys.executable, "-m", "tests.builder.packs.killed"]
    stated = json.dumps([(step, way, [str(word) for word in command]) for step, way, command in jobs])
    top = Path(__file__).parents[3]
    done = subprocess.run(words, input=stated, capture_output=True, text=True, check=True, cwd=top)
    lines = [line.split() for line in done.stdout.splitlines()]
    return [(int(status), int(steps)) for status, steps in lines]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    keyring(tmp_path / "keys", PUBLISHER)
    newer = course("1.1.0")
    newer["theory/03.md"] = "# Third\n"
    del newer["tasks/sum.json"]
    newer["manifest.json"] = {"id": "small", "version": "1.1.0", "title": "Small", "language": "en"}
    pack(tmp_path, name="old.zip")
    pack(tmp_path, newer, name="new.zip")
    keys = keyring(tmp_path / "own", PUBLISHER)
    update = make_update(tmp_path / "old.zip", tmp_path / "new.zip", keys)
    (tmp_path / "update.zip").write_bytes(update.data)
    return tmp_path


def install_command(place: Path, courses: Path) -> Command:
    return ["install", place / "new.zip", "--courses", courses, "--keys", place / "keys"]


def update_command(place: Path, courses: Path) -> Command:
    return ["update", "apply", place / "update.zip", "--courses", courses, "--keys", place / "keys"]


def with_old(place: Path, name: str) -> Path:
    install(place / "old.zip", place / name, keyring(place / f"{name}.keys"), Consent())
    return place / name


def steps(
    place: Path, way: str, command: Callable[[Path, Path], Command]
) -> tuple[dict[str, bytes], list[int]]:
    """Return the course as a command leaves it that nobody kills, and twenty of its steps."""
    courses = with_old(place, "lives")
    [(status, count)] = run((0, way, command(place, courses)))
    assert (status, count > POINTS) == (0, True)
    last = list(range(count - POINTS // 2 + 1, count + 1))
    rest = [1 + number * (last[0] - 1) // (POINTS // 2) for number in range(POINTS // 2)]
    return tree(courses), [*rest, *last]


@pytest.mark.parametrize("way", ["exchange", "rename"])
@pytest.mark.parametrize("command", [install_command, update_command])
def test_all_or_nothing_when_killed(place: Path, way: str, command: Callable[[Path, Path], Command]) -> None:
    new, points = steps(place, way, command)
    assert len(set(points)) == POINTS
    old = tree(with_old(place, "old"))
    killed = {point: with_old(place, f"killed{point}") for point in points}
    for status, _ in run(*((point, way, command(place, courses)) for point, courses in killed.items())):
        assert status == -signal.SIGKILL
    unchanged = []
    for point, courses in killed.items():
        if way == "exchange":
            at_once = {path: data for path, data in tree(courses).items() if not path.startswith(STAGING)}
            assert at_once in (old, new), f"step {point} leaves something half done"
        recover(courses)
        assert tree(courses) in (old, new), f"step {point} leaves something half done"
        assert [path.name for path in courses.iterdir()] == ["small"]
        unchanged += [courses] if tree(courses) == old else []
    assert 0 < len(unchanged) < POINTS, "the steps lie on both sides of the one that counts"
    assert {status for status, _ in run(*((0, way, command(place, each)) for each in unchanged))} == {0}
    assert all(tree(courses) == new for courses in unchanged), "the same command goes through afterwards"


def test_a_first_install_that_is_killed_leaves_nothing_or_all(place: Path) -> None:
    [(status, count)] = run((0, "exchange", install_command(place, place / "lives")))
    assert status == 0
    killed = {point: place / f"killed{point}" for point in range(1, count + 1, count // POINTS)}
    for status, _ in run(*((each, "exchange", install_command(place, at)) for each, at in killed.items())):
        assert status == -signal.SIGKILL
    for courses in killed.values():
        recover(courses)
        assert tree(courses) in ({}, tree(place / "lives"))
