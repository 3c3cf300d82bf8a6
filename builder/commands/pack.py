"""`knapsack pack`: a course as one signed file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.build import BrokenCoursesError
from builder.commands.keys import keyring, keys_option
from builder.commands.options import wheels_option
from builder.commands.reporting import list_problems, shown_progress
from builder.packs.pack import make_pack
from builder.problems import UserError
from builder.whole import write_whole

PROBLEMS = 1


@click.command("pack")
@click.argument("course", type=click.Path(path_type=Path))
@click.option(
    "--key", help="The publisher key that signs: its name or file. Not needed when there is only one."
)
@click.option(
    "--seal-to",
    "schools",
    multiple=True,
    metavar="SCHOOLKEY",
    help="Let only this school open private tests and solutions. May be given several times.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write, or its folder.")
@keys_option
@wheels_option
def pack_command(
    *,
    course: Path,
    key: str | None,
    schools: tuple[str, ...],
    out: Path | None,
    folder: Path | None,
    wheels: Path | None,
) -> None:
    """Make the signed pack course_ID.zip of COURSE. The same course makes the same file."""
    keys = keyring(folder)
    signing = keys.signing_key(key)
    try:
        with shown_progress() as report:
            sealed_to = [keys.school_key(school) for school in schools]
            pack = make_pack(course, signing, sealed_to, report, wheels)
    except BrokenCoursesError as broken:
        list_problems(broken.problems)
        click.echo("Nothing was packed: mend the errors above.", err=True)
        sys.exit(PROBLEMS)
    list_problems(pack.warnings)
    for path in pack.left_out:
        click.echo(f"left out, for it is no part of a course: {path}", err=True)
    target = place(out, f"course_{pack.course}.zip")
    write_whole(target, pack.data)
    click.echo(
        f"{target}: {pack.course} {pack.version}, {pack.files} files, signed by {signing.public.fingerprint}"
    )


def place(out: Path | None, name: str) -> Path:
    """Return the file to write: `out`, or `name` in the folder `out` or here."""
    if out is None:
        return Path(name)
    if not out.is_dir() and out.suffix.lower() != ".zip":
        raise UserError(f"--out {out} is neither a folder nor the name of a .zip file")
    return out / name if out.is_dir() else out
