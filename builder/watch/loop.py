"""Waits for changes in the folder of courses and builds after each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import watchfiles

from builder.build import Builder
from builder.paths import is_ignored
from builder.watch.news import News, news_of

# Editors save in several steps: a build waits until nothing has happened for one STEP, at most for DEBOUNCE.
STEP_MS, DEBOUNCE_MS = 30, 300
SETTLE_MS = 1_000


def watch(
    paths: Iterable[Path], builder: Builder, tell: Callable[[News], None], stop: threading.Event
) -> None:
    """Build when something changes at or below `paths` and `tell` what came of it, until `stop` is set."""
    for changed in moments(paths, stop):
        news = news_of(builder)
        if changed or news.changed or news.gone or news.broken:
            tell(news)


def moments(paths: Iterable[Path], stop: threading.Event) -> Iterator[bool]:
    """Yield True whenever something has changed at or below `paths`, until `stop` is set.

    Yields False once, at the first quiet moment: what changed before the watching began shows then.
    """
    folders = [path.resolve() if path.is_dir() else path.resolve().parent for path in paths]
    settled = False
    for changes in watchfiles.watch(
        *folders,
        watch_filter=lambda _, path: any(is_part_of_course(folder, Path(path)) for folder in folders),
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        stop_event=stop,
        rust_timeout=SETTLE_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if changes or not settled:
            yield bool(changes)
        settled = settled or not changes


def is_part_of_course(folder: Path, path: Path) -> bool:
    """Whether a path below `folder` is one that a build looks at.

    >>> is_part_of_course(Path("/c"), Path("/c/a/tasks/sum.json"))
    True
    >>> is_part_of_course(Path("/c"), Path("/c/a/.git/index"))
    False
    """
    if not path.is_relative_to(folder):
        return False
    return not any(is_ignored(part) for part in path.relative_to(folder).parts)
