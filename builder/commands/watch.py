"""`knapsack watch`: serves the site, builds it again as its courses change, and reloads the open pages."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import click
import uvicorn

from builder.build import Builder
from builder.commands.options import courses_option, out_option, wheels_option
from builder.commands.reporting import build_progress
from builder.port import HOST, listening
from builder.watch.loop import watch
from builder.watch.news import News, news_of
from builder.watch.server import LiveSite

# Always the same: what a learner's browser keeps, it keeps for the address.
PORT = 8765


@click.command("watch")
@courses_option
@out_option
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    help="Where the site is served on this computer; 0 for any free port.",
)
@click.option("--browser/--no-browser", default=True, help="Open the site in the browser.")
@wheels_option
def watch_command(courses: Path, out: Path, port: int, *, browser: bool, wheels: Path | None) -> None:
    """Show the courses in the browser and follow every change of their files."""
    with Builder(courses, out, wheels=wheels) as builder, listening(port) as listener:
        with build_progress() as report:
            first = news_of(builder, report)
        _say(first, None)
        address = f"http://{HOST}:{listener.getsockname()[1]}/index.html"
        click.echo(f"Watching {courses} at {address} until you press Ctrl+C")
        click.echo(f"Or double-click {(out / 'index.html').resolve()}")
        if browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        site = LiveSite(out.resolve())
        site.tell(first)
        _serve([courses, wheels] if wheels else [courses], builder, site, listener)


def _serve(paths: list[Path], builder: Builder, site: LiveSite, listener: socket.socket) -> None:
    """Serve and watch these paths until either ends; a failure of the watching is raised."""
    stop = threading.Event()
    config = uvicorn.Config(site.app, log_level="critical", timeout_graceful_shutdown=1, lifespan="off")
    server = uvicorn.Server(config)

    def tell(news: News) -> None:
        site.tell(news)
        _say(news, time.strftime("%H:%M:%S"))

    def end(_: Future[None]) -> None:
        server.should_exit = True

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch, paths, builder, tell, stop)
        watching.add_done_callback(end)
        try:
            server.run(sockets=[listener])
        finally:
            stop.set()
    watching.result()


def _say(news: News, clock: str | None) -> None:
    """Print what a build did; `clock` is the time of day, None for the first build."""
    for problem in news.problems:
        click.echo(problem, err=True)
    if clock and news.broken:
        click.echo(f"{clock} nothing was built: mend the errors above", err=True)
    elif clock:
        pages = sum(path.endswith(".html") for path in news.changed)
        click.echo(f"{clock} pages built: {pages}, files removed: {len(news.gone)}")
