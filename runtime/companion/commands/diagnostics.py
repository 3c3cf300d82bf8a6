"""`knapsack diagnostics`: a bundle for whoever has to help, with nothing in it that is private."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command("diagnostics")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the school's accounts and results are, if not in this user's data folder.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The zip file to write; by default knapsack-diagnostics-DATE.zip in this folder.",
)
def diagnostics_command(data: Path | None, out: Path | None) -> None:
    """Write a bundle for support: logs, facts of this computer, and the database without what is private."""
    from runtime.companion.companion import default_folder  # noqa: PLC0415  (--help needs none of it)
    from runtime.companion.diagnostics import make_bundle  # noqa: PLC0415

    now = datetime.now(UTC)
    target = out or Path(f"knapsack-diagnostics-{now:%Y%m%d-%H%M%S}.zip")
    make_bundle(data or default_folder(), target, now)
    click.echo(f"{target}: look into it if you like, then send it to whoever helps you")
