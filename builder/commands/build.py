"""`knapsack build`: course packages become a site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.build import BrokenCoursesError, build
from builder.commands.options import courses_option, out_option, wheels_option
from builder.commands.reporting import build_progress, list_problems
from builder.hosting import checked_base_url

PROBLEMS = 1


@click.command("build")
@courses_option
@out_option
@click.option("--base-url", help="The address that the site will be hosted at, folder included.")
@wheels_option
def build_command(courses: Path, out: Path, base_url: str | None, wheels: Path | None) -> None:
    """Build the courses into a site that opens by double-click."""
    address = checked_base_url(base_url) if base_url is not None else None
    try:
        with build_progress() as report:
            problems = build(courses, out, report, base_url=address, wheels=wheels)
    except BrokenCoursesError as broken:
        list_problems(broken.problems)
        click.echo("Nothing was built: mend the errors above.", err=True)
        sys.exit(PROBLEMS)
    list_problems(problems)
    click.echo(f"The site is ready: {(out / 'index.html').resolve()}")
