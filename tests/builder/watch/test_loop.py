from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from builder.build import Builder
from builder.watch.loop import watch
from builder.watch.news import News
from tests.builder.packages import good, set_at, write
from tests.builder.wheels.making import wheel

PATIENCE_S = 60


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Queue[News]]:
    """News of a watched folder of courses that has been built once."""
    write(tmp_path / "courses/small", good())
    news: Queue[News] = Queue()
    stop = threading.Event()
    paths = [tmp_path / "courses", tmp_path / "wheels"]
    paths[1].mkdir()
    with Builder(tmp_path / "courses", tmp_path / "site", wheels=paths[1]) as builder:
        builder.build()
        # Before watching begins: it must be noticed all the same.
        write(tmp_path / "courses/small", {"theory/02.md": "# Second\n\nEarly.\n"})
        watcher = threading.Thread(target=watch, args=[paths, builder, news.put, stop])
        watcher.start()
        yield news
        stop.set()
        watcher.join()


def test_every_change_is_told(told: Queue[News], tmp_path: Path) -> None:
    assert "en/small/second.html" in told.get(timeout=PATIENCE_S).changed
    write(tmp_path / "courses/small", {"theory/01.md": "# First\n\nOther.\n"})
    assert "en/small/first.html" in told.get(timeout=PATIENCE_S).changed
    write(tmp_path / "courses/small", {"tasks/sum.json": "{"})
    assert told.get(timeout=PATIENCE_S).broken
    write(tmp_path / "courses/small", {"tasks/sum.json": good()["tasks/sum.json"]})
    assert told.get(timeout=PATIENCE_S) == News()


def test_packages_and_wheels_are_followed(told: Queue[News], tmp_path: Path) -> None:
    told.get(timeout=PATIENCE_S)
    set_at(files := good(), "manifest.json", "/packages", ["one"])
    write(tmp_path / "courses/small", {"manifest.json": files["manifest.json"]})
    assert "‘one’ cannot be had" in told.get(timeout=PATIENCE_S).problems[0]
    wheel(tmp_path / "elsewhere", "one").rename(tmp_path / "wheels/one-1.0-py3-none-any.whl")
    assert "assets/packages/one.whl.js" in told.get(timeout=PATIENCE_S).changed
    other = wheel(tmp_path / "elsewhere", "one", files={"one.py": "other"})
    (tmp_path / "courses/small/wheels").mkdir()
    other.rename(tmp_path / "courses/small/wheels" / other.name)
    assert "assets/packages/one.whl.js" in told.get(timeout=PATIENCE_S).changed


def test_files_of_an_editor_start_no_build(told: Queue[News], tmp_path: Path) -> None:
    told.get(timeout=PATIENCE_S)
    write(tmp_path / "courses/small", {".sum.json.swp": "x", ".git/index": "x"})
    write(tmp_path / "courses/small", {"theory/01.md": "# First\n\nOther.\n"})
    assert "en/small/first.html" in told.get(timeout=PATIENCE_S).changed
    assert told.empty()
