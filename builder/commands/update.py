"""`knapsack update`: the small difference between two packs."""

from __future__ import annotations

from pathlib import Path

import click

from builder.commands.install import courses_option, downgrade_option, json_option, replace_option, show
from builder.commands.keys import keyring, keys_option
from builder.commands.pack import place
from builder.commands.reporting import shown_progress
from builder.packs.install import Consent
from builder.packs.update import apply_update, make_update
from builder.whole import write_whole


@click.group("update")
def update_command() -> None:
    """Make and apply small updates between two packs of a course."""


@update_command.command("make")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The file to write, or its folder.")
@keys_option
def make_command(old: Path, new: Path, out: Path | None, folder: Path | None) -> None:
    """Make update_ID_OLD_NEW.zip, which changes the pack OLD into the pack NEW."""
    with shown_progress() as report:
        update = make_update(old, new, keyring(folder), report)
    target = place(out, f"update_{update.course}_{update.old}_{update.new}.zip")
    write_whole(target, update.data)
    click.echo(f"{target}: {update.course} {update.old} to {update.new}, {len(update.data)} bytes")


@update_command.command("apply")
@click.argument("update", type=click.Path(path_type=Path))
@courses_option
@downgrade_option
@replace_option
@json_option
@keys_option
def apply_command(
    *, update: Path, courses: Path, downgrade: bool, replace: bool, as_json: bool, folder: Path | None
) -> None:
    """Change the installed course by UPDATE, if it is the very version that the update was made for."""
    with shown_progress() as report:
        done = apply_update(update, courses, keyring(folder), Consent(downgrade, replace), report)
    show(done, as_json=as_json)
