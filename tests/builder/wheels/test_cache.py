"""What the registry gave once is there without it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from builder.wheels.cache import from_registry
from builder.wheels.resolve import UnsolvedError
from builder.wheels.wheel import read_wheel
from tests.builder.wheels.index import index
from tests.builder.wheels.making import needs, wheel


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with a package that needs another, in two versions."""
    wheels = [
        wheel(tmp_path / "w", "one", "1.0", metadata=needs("two")),
        wheel(tmp_path / "w", "two", "1.0"),
        wheel(tmp_path / "w", "two", "2.0"),
    ]
    index(tmp_path / "index", wheels, monkeypatch)
    return tmp_path / "index"


def taken(*names: str) -> list[str]:
    return [f"{each.name} {each.version}" for each in from_registry(names, read_wheel)]


def test_the_second_time_no_registry_is_needed(registry: Path) -> None:
    assert taken("one") == ["one 1.0", "two 2.0"]
    shutil.rmtree(registry)
    assert taken("one") == ["one 1.0", "two 2.0"]
    assert taken("One") == ["one 1.0", "two 2.0"]
    assert taken("two") == ["two 2.0"], "it is there with the other"


def test_newer_versions_change_nothing(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    assert taken("one") == ["one 1.0", "two 2.0"]
    newer = wheel(tmp_path / "w", "two", "3.0")
    index(registry, [newer], monkeypatch)
    shutil.copy(newer, cache / "packages")
    assert taken("one") == ["one 1.0", "two 2.0"]


@pytest.mark.parametrize("damage", ["cut", "gone", "another", "record"])
def test_what_was_damaged_is_fetched_again(cache: Path, tmp_path: Path, damage: str) -> None:
    taken("two")
    kept = cache / "packages/two-2.0-py3-none-any.whl"
    if damage == "cut":
        kept.write_bytes(kept.read_bytes()[:-9])
    elif damage == "gone":
        kept.unlink()
    elif damage == "another":
        shutil.copy(wheel(tmp_path / "other", "two", "2.0", files={"two.py": "other"}), kept)
    else:
        next((cache / "packages").glob("*.json")).write_text("[]", encoding="utf-8")
    assert taken("two") == ["two 2.0"]
    record = json.loads(next((cache / "packages").glob("*.json")).read_text(encoding="utf-8"))
    assert record == {kept.name: read_wheel(kept).digest}


def test_only_what_was_chosen_is_kept(cache: Path) -> None:
    taken("one")
    with pytest.raises(UnsolvedError):
        taken("three")
    names = sorted(path.name for path in (cache / "packages").iterdir() if path.suffix != ".json")
    assert names == ["one-1.0-py3-none-any.whl", "two-2.0-py3-none-any.whl"]
