"""Shows on a terminal how far a build is, and which problems were found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from builder.build import PHASES
from builder.problems import Problem


def list_problems(problems: Sequence[Problem]) -> None:
    """Print problems on standard error, one a line."""
    for problem in problems:
        click.echo(str(problem), err=True)


@contextmanager
def build_progress() -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal, and nothing where the output goes elsewhere."""
    columns = (TextColumn("{task.description:>10}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("start", total=PHASES + 1)
        yield lambda phase: progress.update(bar, description=phase, advance=1)
