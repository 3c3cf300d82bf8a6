"""The command `knapsack`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from builder import __version__
from builder.commands.build import build_command
from builder.commands.check import check_command
from builder.commands.doctor import doctor_command
from builder.commands.export import export_command
from builder.commands.grade import grade_command
from builder.commands.import_ import import_command
from builder.commands.install import install_command
from builder.commands.judge import judge_command
from builder.commands.judge_image import judge_image_command
from builder.commands.keys import keys_command
from builder.commands.pack import pack_command
from builder.commands.stick import stick_command
from builder.commands.update import update_command
from builder.commands.watch import watch_command
from builder.commands.worker import worker_command
from builder.problems import UserError

WRONG_CALL = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="knapsack")
def knapsack() -> None:
    """Python courseware that fits on a USB stick."""


for command in (
    check_command,
    build_command,
    watch_command,
    judge_command,
    grade_command,
    worker_command,
    doctor_command,
    judge_image_command,
    keys_command,
    pack_command,
    install_command,
    update_command,
    stick_command,
    import_command,
    export_command,
):
    knapsack.add_command(command)


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
