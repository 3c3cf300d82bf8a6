"""`knapsack check`: lists what is wrong with courses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from builder.build import check
from builder.commands.options import wheels_option
from builder.commands.reporting import list_problems

PROBLEMS = 1


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option(
    "--run",
    "run_programs",
    is_flag=True,
    help="Also run the solutions and the wrong programs, and warn of what is weak.",
)
@wheels_option
def check_command(paths: tuple[Path, ...], as_json: bool, run_programs: bool, wheels: Path | None) -> None:
    """List every problem of the courses at PATHS: folders, zips, or folders of these."""
    with _progress() as report:
        problems = check(list(paths), run_programs=run_programs, report=report, wheels=wheels)
    if as_json:
        click.echo(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=2))
    else:
        list_problems(problems)
    sys.exit(PROBLEMS if problems else 0)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar of the programs on a terminal, and nothing where the output goes elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("running"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=0, visible=False)
        total = 0

        def report(more: int, done: int) -> None:
            nonlocal total
            total += more
            progress.update(bar, total=total, advance=done, visible=total > 0)

        yield report
