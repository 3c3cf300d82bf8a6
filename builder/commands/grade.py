"""`knapsack grade`: the official verdicts on a whole class."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from builder.commands.options import wheels_option
from builder.commands.output import printed
from builder.commands.worker import NO_EXTRA
from builder.grade.entries import collect
from builder.grade.grading import Grading, Pool
from builder.grade.journal import Journal
from builder.grade.pool import LocalPool
from builder.grade.rows import Row, as_csv, summary
from builder.official_task import course_of, load_equipment, load_task
from builder.problems import UserError
from runtime.judge.verdict import Verdict
from runtime.sandbox.backend import BackendError
from runtime.sandbox.choose import BACKENDS, choose_backend

NOT_ALL, NOWHERE, INTERRUPTED = 1, 2, 130


@click.command("grade")
@click.argument("task", type=click.Path(path_type=Path))
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--backend", type=click.Choice(["auto", *BACKENDS]), default="auto", show_default=True)
@click.option("--allow-weak", is_flag=True, help="Let auto take the restricted backend, which is weak.")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many to judge at once; by default one a core.")
@click.option("--broker", help="Hand the work to `knapsack worker` at this Redis, as in redis://HOST:6379.")
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), help="Also write the results to this file."
)
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@wheels_option
def grade_command(
    *,
    task: Path,
    submissions: Path,
    backend: str,
    allow_weak: bool,
    jobs: int | None,
    broker: str | None,
    csv_file: Path | None,
    as_json: bool,
    wheels: Path | None,
) -> None:
    """Judge all SUBMISSIONS of a folder by TASK: .py files, folders, and hand-in files saved in the browser.

    What was judged before is not judged again. Exit status: 0 when all are judged, 1 when the judge or the
    task was at fault for some, 2 for a wrong call or no room for what it writes, 130 after Ctrl-C.
    """
    loaded = load_task(task)
    if csv_file is not None:
        _check_writable(csv_file)
    equipment = load_equipment(task, loaded, wheels)
    entries = collect(submissions, loaded["id"], course_of(task), csv_file)
    if equipment:
        entries = [equipment.with_packages_or_reason(entry) for entry in entries]
    stop = Event()
    if broker is None:
        judges = _local(backend, jobs, stop, allow_weak=allow_weak)
    elif backend == "auto" and not allow_weak and jobs is None:
        judges = _workers(broker, stop)
    else:
        raise UserError("with --broker give --backend, --allow-weak and --jobs to the workers")
    with Journal(submissions) as journal, _stopped_by_ctrl_c(stop):
        grading = Grading(loaded, entries, judges.judged_by, journal)
        with _progress(len(grading.new())) as advance:
            grading.run(judges.pool, advance)
    rows = grading.rows()
    reports = [row.as_json(loaded["id"], judges.name) for row in rows] if as_json else None
    lost = [fault for fault in (printed(lambda: _print(rows, reports)), _write(csv_file, rows)) if fault]
    left = len(entries) - len(rows)
    fate = journal.fault or ("the results are remembered" if lost else None)
    _say(*_stopped(len(rows), left, judges.pool.trouble), *lost, fate)
    sys.exit(NOWHERE if lost else _status(rows, left, judges.pool.trouble))


@dataclass(frozen=True)
class _Judges:
    """Who judges; results that others gave, by `judged_by`, are not taken for theirs."""

    name: str
    judged_by: str
    pool: Pool


def _local(name: str, jobs: int | None, stop: Event, *, allow_weak: bool) -> _Judges:
    try:
        backend = choose_backend(name, allow_weak=allow_weak)
        judged_by = f"{backend.name} {backend.fingerprint()}"
    except BackendError as error:
        raise UserError(str(error)) from error
    return _Judges(backend.name, judged_by, LocalPool(backend, jobs or os.cpu_count() or 1, stop))


def _workers(url: str, stop: Event) -> _Judges:
    """Return the workers at a broker; what they judge with is theirs to keep the same."""
    try:
        from builder.grade.broker import BrokerPool  # noqa: PLC0415  (an extra of the package)
    except ImportError as error:
        raise UserError(NO_EXTRA) from error
    return _Judges("broker", "broker", BrokerPool(url, stop, _say))


def _stopped(graded: int, left: int, trouble: str | None) -> list[str]:
    cause = [trouble] if trouble and left else []
    rest = f"stopped: {graded} are graded, {left} are left; the same command goes on from there"
    return [*cause, rest] if left else []


def _say(*parts: str | None) -> None:
    """Say it all in one line."""
    if said := "; ".join(filter(None, parts)):
        click.echo(f"knapsack: {said}", err=True)


def _status(rows: Sequence[Row], left: int, trouble: str | None) -> int:
    if left:
        return NOT_ALL if trouble else INTERRUPTED
    return NOT_ALL if any(row.verdict == Verdict.IE for row in rows) else 0


@contextmanager
def _stopped_by_ctrl_c(stop: Event) -> Iterator[None]:
    """Let the first Ctrl-C finish the tests that run and keep all results; a second one ends at once."""
    asked = Event()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            Console(stderr=True).show_cursor()
            _say("stopped at once: what was judged is remembered; the same command goes on from there")
            os._exit(INTERRUPTED)  # every sandbox ends with us
        asked.set()
        stop.set()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar with the time left on a terminal, and nothing where the output goes elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=total)
        yield lambda: progress.advance(bar)


def _print(rows: Sequence[Row], reports: Sequence[dict[str, Any]] | None) -> None:
    if reports is not None:
        click.echo(json.dumps(reports, ensure_ascii=False, indent=2))
        return
    table = Table(
        "student", "verdict", "score", "tests", "ms", "first failed test", box=None, header_style="dim"
    )
    for row in rows:
        why = f"{row.first_failed_test}: {row.reason}" if row.first_failed_test else row.reason
        passed = f"{row.tests_passed}/{row.tests}"
        cells = (row.student, row.verdict, f"{row.score:.0%}", passed, f"{row.time_ms:.0f}", why)
        table.add_row(*(Text(cell) for cell in cells))
    console = Console()
    console.print(table)
    console.print(Text(summary(rows)))


def _check_writable(path: Path) -> None:
    """Refuse before anything is judged what could not be written afterwards."""
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise UserError(f"{path} cannot be written; give a file in a folder that is there")


def _write(path: Path | None, rows: Sequence[Row]) -> str | None:
    """Write a whole file or leave the old one as it is; returns why it could not be written."""
    if path is None:
        return None
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with part.open("x", encoding="utf-8", newline="") as file:
            file.write(as_csv(rows))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        return f"{path} cannot be written: {error.strerror}"
    return None
