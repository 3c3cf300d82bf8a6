"""`knapsack doctor`: which backends judge on this computer, and what the others need."""

from __future__ import annotations

import json
import sys

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from builder.commands.output import printed
from builder.problems import UserError
from runtime.sandbox.choose import BACKENDS, COMPARING, WEAK

NONE_WORKS = 1


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def doctor_command(as_json: bool) -> None:
    """List each way to judge, whether it works here, and if not what to do."""
    found = {name: make().trouble() for name, make in BACKENDS.items()}
    if fault := printed(lambda: _show(found, as_json=as_json)):
        raise UserError(fault)
    official = [name for name, fault in found.items() if not fault and name not in WEAK | COMPARING]
    sys.exit(0 if official else NONE_WORKS)


def _show(found: dict[str, str | None], *, as_json: bool) -> None:
    if as_json:
        listed = [
            {"backend": name, "works": not fault, "advice": fault or ""} for name, fault in found.items()
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    table = Table("backend", "works", "", box=None, header_style="dim", pad_edge=False)
    for name, fault in found.items():
        table.add_row(name, "no" if fault else "yes", Text(fault or _remark(name)))
    Console().print(table)


def _remark(name: str) -> str:
    if name in WEAK:
        return "weak: only for programs that you trust; auto takes it with --allow-weak alone"
    return "for comparing, not for grades" if name in COMPARING else ""
