"""`knapsack worker`: judges what `knapsack grade --broker` hands out."""

from __future__ import annotations

import os
import signal
from threading import Event
from types import FrameType

import click

from builder.problems import UserError
from runtime.sandbox.backend import BackendError
from runtime.sandbox.choose import BACKENDS, choose_backend

LOOK = 0.5
NO_EXTRA = "a broker needs an extra part; install it with: pip install 'knapsack-courseware[broker]'"


@click.command("worker")
@click.option("--broker", required=True, help="Where Redis is, as in redis://HOST:6379 or unix:///SOCKET.")
@click.option("--backend", type=click.Choice(["auto", *BACKENDS]), default="auto", show_default=True)
@click.option("--allow-weak", is_flag=True, help="Let auto take the restricted backend, which is weak.")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many to judge at once; by default one a core.")
def worker_command(broker: str, backend: str, allow_weak: bool, jobs: int | None) -> None:
    """Judge the submissions that `knapsack grade --broker` hands out, until Ctrl-C.

    Private tests and students' programs pass through that Redis: give it a password, and rediss:// beyond one
    room. What a worker that dies was judging goes to another.
    """
    try:
        from builder.grade.broker import BrokerWorker  # noqa: PLC0415  (an extra of the package)
    except ImportError as error:
        raise UserError(NO_EXTRA) from error
    try:
        chosen = choose_backend(backend, allow_weak=allow_weak)
    except BackendError as error:
        raise UserError(str(error)) from error
    worker = BrokerWorker(broker, chosen, jobs or os.cpu_count() or 1)
    stop = Event()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    worker.start()
    click.echo(f"Judging with {chosen.name}. Ctrl-C ends it after the programs that run.", err=True)
    while not stop.wait(LOOK):  # Windows does not wake a thread that waits without an end
        pass
    worker.stop()
