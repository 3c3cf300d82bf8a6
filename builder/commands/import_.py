"""`knapsack import`: takes over what teachers already have."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from builder.course import languages_of
from builder.importing.haul import Haul
from builder.importing.placing import Target, place, target_of
from builder.importing.source import KINDS, opened_source

MALFORMED = 1


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--course",
    required=True,
    type=click.Path(path_type=Path),
    help="The course that takes it in; a new folder becomes a new course.",
)
@click.option(
    "--as", "kind", type=click.Choice(KINDS), help="What SOURCE is, where its content does not show it."
)
@click.option("--replace", is_flag=True, help="Replace tasks and quizzes of the same id.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def import_command(source: Path, course: Path, kind: str | None, replace: bool, as_json: bool) -> None:
    """Take SOURCE into a course, and list what could not be carried over.

    SOURCE is an ICPC or Kattis problem package (a folder or zip, also of several), a Moodle XML or GIFT
    question bank, or a folder of .in files beside their .out or .ans. Exit status: 0 when everything is
    written, 1 when something is malformed and so nothing is, 2 for a wrong call.
    """
    with opened_source(source, kind) as opened, _at_work():
        target = target_of(course, opened.languages)
        haul = opened.read(languages_of(target.manifest))
        written = place(haul, target, replace=replace)
    _show(haul, target, written, as_json=as_json)
    sys.exit(MALFORMED if haul.log.errors else 0)


@contextmanager
def _at_work() -> Iterator[None]:
    """Show on a terminal that something is going on: how much there is to do is known only at the end."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status("importing"):
        yield


def _show(haul: Haul, target: Target, written: list[str], *, as_json: bool) -> None:
    log = haul.log
    if as_json:
        remarks = {
            "left_out": [each.as_json() for each in log.left],
            "errors": [each.as_json() for each in log.errors],
        }
        click.echo(json.dumps({"written": written, **remarks}, ensure_ascii=False, indent=2))
        return
    for remark in log.left:
        click.echo(remark.told("left out"), err=True)
    for remark in log.errors:
        click.echo(remark.told("error"), err=True)
    if log.errors:
        click.echo("Nothing was written: mend the errors above.", err=True)
        return
    for path in written:
        click.echo(target.folder / path)
    if target.new and written:
        manifest, language = target.folder / "manifest.json", target.manifest["language"]
        click.echo(f"A new course in the language ‘{language}’: change {manifest} if it is another.")
    if not written:
        click.echo("Nothing was written: nothing in it can be carried over.", err=True)
