"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

courses_option = click.option(
    "--courses",
    default="courses",
    show_default=True,
    type=click.Path(path_type=Path),
    help="A folder of courses, or one course.",
)
wheels_option = click.option(
    "--wheels",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with the Python packages of courses that do not bring theirs, instead of the registry.",
)
out_option = click.option(
    "--out",
    default="site",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where the site goes.",
)
