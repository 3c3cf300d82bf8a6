"""`knapsack judge`: the official verdict on one submission."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from builder.commands.options import wheels_option
from builder.commands.output import printed
from builder.official_task import load_equipment, load_task
from builder.problems import UserError
from builder.reason import reason
from builder.submission import SubmissionError, load_submission
from runtime.judge.shapes import Report
from runtime.sandbox.backend import BackendError
from runtime.sandbox.choose import BACKENDS, choose_backend
from runtime.sandbox.official import judge_submission

NOT_OK, INTERRUPTED = 1, 130


@click.command("judge")
@click.argument("task", type=click.Path(path_type=Path))
@click.argument("solution", type=click.Path(path_type=Path))
@click.option("--backend", type=click.Choice(["auto", *BACKENDS]), default="auto", show_default=True)
@click.option("--allow-weak", is_flag=True, help="Let auto take the restricted backend, which is weak.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@wheels_option
def judge_command(
    *, task: Path, solution: Path, backend: str, allow_weak: bool, as_json: bool, wheels: Path | None
) -> None:
    """Judge SOLUTION, a file or a folder with main.py, by all tests of TASK, private ones too."""
    loaded = load_task(task)
    equipment = load_equipment(task, loaded, wheels)
    try:
        submission = load_submission(solution)
        if equipment:
            submission = equipment.with_packages(submission)
        report = judge_submission(choose_backend(backend, allow_weak=allow_weak), loaded, submission)
    except (SubmissionError, BackendError) as error:
        raise UserError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("knapsack: stopped before there was a verdict", err=True)
        sys.exit(INTERRUPTED)
    if fault := printed(lambda: _show(report, as_json=as_json)):
        raise UserError(fault)
    sys.exit(0 if report["verdict"] == "OK" else NOT_OK)


def _show(report: Report, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    table = Table("test", "verdict", "ms", "what happened", box=None, header_style="dim", pad_edge=False)
    for result in report["tests"]:
        name = f"{result['name']} (private)" if result["private"] else result["name"]
        table.add_row(Text(name), result["verdict"], f"{result['time_ms']:.0f}", Text(reason(result)))
    console = Console()
    console.print(table)
    where = f"{report['backend']}, Python {report['python']}"
    total = f"{report['task']}: {report['verdict']}, {report['score']:.0%} of the points, {where}"
    console.print(Text(total))
