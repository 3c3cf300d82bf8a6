"""`knapsack stick`: a site that is ready to be handed out."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import click

from builder.build import BrokenCoursesError
from builder.commands.options import courses_option, wheels_option
from builder.commands.reporting import build_progress, list_problems, shown_progress
from builder.packs.zipped import write_zip
from builder.problems import UserError
from builder.stick.drive import write_stick
from builder.stick.files import stick_files
from builder.stick.sums import SUMS, digest_of, sums_text
from builder.whole import write_whole

PROBLEMS = 1


@click.command("stick")
@click.argument("directory", metavar="DIR", required=False, type=click.Path(path_type=Path))
@courses_option
@click.option(
    "--zip",
    "archive",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also, or only, write it as a zip.",
)
@wheels_option
def stick_command(directory: Path | None, courses: Path, archive: Path | None, wheels: Path | None) -> None:
    """Build the courses and write the site to the stick at DIR, or bring the one that is there up to date."""
    if directory is None and archive is None:
        raise UserError("where to? give the folder of the stick, or --zip FILE, or both")
    if directory is not None:
        _check_directory(directory, courses)
    if archive is not None and (archive.is_dir() or archive.suffix.lower() != ".zip"):
        raise UserError(f"--zip {archive} is not the name of a .zip file")
    try:
        with build_progress() as phase:
            files, problems = stick_files(courses, phase, wheels)
    except BrokenCoursesError as broken:
        list_problems(broken.problems)
        click.echo("Nothing was written: mend the errors above.", err=True)
        sys.exit(PROBLEMS)
    list_problems(problems)
    if directory:
        with shown_progress() as report:
            done = write_stick(files, directory, report)
        counts = f"{done.written} files written and verified, {done.kept} kept, {done.deleted} deleted"
        click.echo(f"The stick is ready: {directory} ({counts}). Eject it before you pull it out.")
    if archive:
        _write_zip(files, archive)
        click.echo(f"The zip is ready: {archive}")


def _check_directory(directory: Path, courses: Path) -> None:
    target, source = directory.resolve(), courses.resolve()
    if target == source or source in target.parents or target in source.parents:
        raise UserError(f"{directory} and the courses {courses} must not lie inside one another")
    if directory.is_file() or not directory.parent.is_dir():
        raise UserError(f"{directory} is no folder; give the folder of the stick")


def _write_zip(files: dict[str, bytes], archive: Path) -> None:
    sums = sums_text({path: digest_of(data) for path, data in files.items()})
    write_zip(out := BytesIO(), {**files, SUMS: sums})
    write_whole(archive, out.getvalue())
