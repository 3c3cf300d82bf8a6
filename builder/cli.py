"""The command `knapsack`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from builder import __version__
from builder.build import PHASES, BrokenCoursesError, build, check
from builder.commands.doctor import doctor_command
from builder.commands.export import export_command
from builder.commands.grade import grade_command
from builder.commands.import_ import import_command
from builder.commands.install import install_command
from builder.commands.judge import judge_command
from builder.commands.judge_image import judge_image_command
from builder.commands.keys import keys_command
from builder.commands.pack import pack_command
from builder.commands.update import update_command
from builder.commands.worker import worker_command
from builder.problems import Problem, UserError

PROBLEMS, WRONG_CALL = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="knapsack")
def knapsack() -> None:
    """Python courseware that fits on a USB stick."""


@knapsack.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--run", "run_programs", is_flag=True, help="Also run the solutions and the wrong programs.")
def check_command(paths: tuple[Path, ...], as_json: bool, run_programs: bool) -> None:
    """List every problem of the courses at PATHS: folders, zips, or folders of these."""
    problems = check(list(paths), run_programs=run_programs)
    if as_json:
        click.echo(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=2))
    else:
        _list(problems)
    sys.exit(PROBLEMS if problems else 0)


@knapsack.command("build")
@click.option(
    "--courses",
    default="courses",
    type=click.Path(path_type=Path),
    help="A folder of courses, or one course.",
)
@click.option("--out", default="site", type=click.Path(path_type=Path), help="Where the site goes.")
def build_command(courses: Path, out: Path) -> None:
    """Build the courses into a site that opens by double-click."""
    try:
        with _progress() as report:
            problems = build(courses, out, report)
    except BrokenCoursesError as broken:
        _list(broken.problems)
        click.echo("Nothing was built: mend the errors above.", err=True)
        sys.exit(PROBLEMS)
    _list(problems)
    click.echo(f"The site is ready: {(out / 'index.html').resolve()}")


for command in (
    judge_command,
    grade_command,
    worker_command,
    doctor_command,
    judge_image_command,
    keys_command,
    pack_command,
    install_command,
    update_command,
    import_command,
    export_command,
):
    knapsack.add_command(command)


def _list(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal, and nothing where the output goes elsewhere."""
    columns = (TextColumn("{task.description:>10}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("start", total=PHASES + 1)
        yield lambda phase: progress.update(bar, description=phase, advance=1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; a user's mistake is one line on stderr and status 2."""
    try:
        status = knapsack.main(arguments, prog_name="knapsack", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"knapsack: {error.format_message()}", err=True)
        sys.exit(WRONG_CALL)
    except UserError as error:
        click.echo(f"knapsack: {error}", err=True)
        sys.exit(WRONG_CALL)
    except click.Abort:
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)
