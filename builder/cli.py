"""The command `knapsack`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from builder import __version__
from builder.problems import UserError

WRONG_CALL = 2
COMMANDS = {
    "check": "check",
    "build": "build",
    "watch": "watch",
    "judge": "judge",
    "grade": "grade",
    "worker": "worker",
    "doctor": "doctor",
    "judge-image": "judge_image",
    "keys": "keys",
    "pack": "pack",
    "install": "install",
    "update": "update",
    "stick": "stick",
    "import": "import_",
    "export": "export",
    "serve": "runtime.companion.commands.serve",
    "licence": "runtime.companion.commands.licence",
    "diagnostics": "runtime.companion.commands.diagnostics",
}
"""The commands, each with the module of `builder.commands` that it is in.

Nothing here may depend on the companion, which stands on the builder: so it is loaded by its whole name.
"""


class Commands(click.Group):
    """Loads a command when it is asked for: together they take longer to load than most of them to run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        loaded = import_module(module if "." in module else f"builder.commands.{module}")
        command: click.Command = getattr(loaded, f"{module.rpartition('.')[2].rstrip('_')}_command")
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="knapsack")
def knapsack() -> None:
    """Python courseware that fits on a USB stick."""


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
