"""Shows on a terminal how far a build is, and which problems were found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from builder.build import PHASES
from builder.problems import Problem
from builder.progress import Report


def list_problems(problems: Sequence[Problem]) -> None:
    """Print problems on standard error, one a line."""
    for problem in problems:
        click.echo(str(problem), err=True)


@contextmanager
def shown_progress() -> Iterator[Report]:
    """Show a bar on a terminal, and nothing where the output goes elsewhere."""
    columns = (TextColumn("{task.description:>10}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("start", total=None)
        yield lambda what, done, total: progress.update(
            bar, description=what, completed=done, total=total or None
        )


@contextmanager
def build_progress() -> Iterator[Callable[[str], None]]:
    """Show the phases of a build, in the same way."""
    done = count(1)
    with shown_progress() as report:
        yield lambda phase: report(phase, next(done), PHASES + 1)
