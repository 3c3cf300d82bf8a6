"""`knapsack install`: a signed pack becomes a course."""

from __future__ import annotations

import json
from pathlib import Path

import click

from builder.commands.keys import keyring, keys_option
from builder.commands.reporting import shown_progress
from builder.packs.install import Consent, Installed, install

courses_option = click.option(
    "--courses",
    default="courses",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of courses.",
)
downgrade_option = click.option("--downgrade", is_flag=True, help="Also install an older version.")
replace_option = click.option(
    "--replace", is_flag=True, help="Also where that loses what was changed here, or another's course."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")


@click.command("install")
@click.argument("pack", type=click.Path(path_type=Path))
@courses_option
@downgrade_option
@replace_option
@json_option
@keys_option
def install_command(
    *, pack: Path, courses: Path, downgrade: bool, replace: bool, as_json: bool, folder: Path | None
) -> None:
    """Install the signed PACK when its publisher is trusted and all of it is as they signed it."""
    with shown_progress() as report:
        done = install(pack, courses, keyring(folder), Consent(downgrade, replace), report)
    show(done, as_json=as_json)


def show(done: Installed, *, as_json: bool) -> None:
    """Print what was installed."""
    if as_json:
        click.echo(json.dumps({**vars(done), "folder": str(done.folder)}, indent=2))
        return
    before = f", in place of {done.before}" if done.before else ""
    click.echo(f"{done.folder}: {done.course} {done.version} by {done.publisher}{before}")
    if done.opened:
        click.echo("Its private tests and solutions are open on this computer.")
    elif done.sealed:
        click.echo("Its private tests and solutions are sealed to other schools: it has public tests only.")
