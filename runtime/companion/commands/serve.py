"""`knapsack serve`: a school's accounts and results, and its site, on this computer."""

from __future__ import annotations

import threading
import webbrowser
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from builder import __version__
from builder.commands.options import wheels_option
from builder.port import HOST, listening
from builder.problems import UserError

# Always the same: what a learner's browser keeps, it keeps for the address.
PORT = 8764


@click.command("serve")
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder that knapsack build has made; with --courses where it is made.",
)
@click.option(
    "--courses",
    type=click.Path(path_type=Path),
    default=None,
    help="A folder of courses: build them, give official verdicts, and look at them again when asked.",
)
@click.option("--watch", is_flag=True, help="Look at the courses by itself whenever their files change.")
@wheels_option
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="Where accounts and results are kept; by default in this user's data folder.",
)
@click.option(
    "--port", default=PORT, show_default=True, help="Where this computer serves; 0 for any free port."
)
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    help="A further name, with its port unless that is 80 or 443, for a proxy of yours.",
)
@click.option(
    "--restore",
    "backup",
    type=click.Path(path_type=Path, dir_okay=False),
    help="First put this backup in the place of what is there; asks for its passphrase.",
)
@click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the keys of publishers and of who issues licences are, if not in their usual place.",
)
@click.option("--browser/--no-browser", default=True, help="Open the first page in the browser.")
def serve_command(
    *,
    site: Path,
    courses: Path | None,
    watch: bool,
    wheels: Path | None,
    data: Path | None,
    port: int,
    host_names: tuple[str, ...],
    backup: Path | None,
    keys: Path | None,
    browser: bool,
) -> None:
    """Keep a school's accounts and results, and serve its site with them."""
    from runtime.companion.companion import (  # noqa: PLC0415  (--help needs none of it)
        Courses,
        default_folder,
        opened,
    )

    if watch and courses is None:
        raise UserError("--watch needs the folder of courses; name it with --courses")
    _make_site(site, courses, wheels)
    folder = data or default_folder()
    place = Courses(courses, site, wheels, keys, watch=watch) if courses else None
    with ExitStack() as stack:
        listener = stack.enter_context(listening(port))
        from runtime.companion import logs  # noqa: PLC0415

        stack.enter_context(logs.written(folder))
        if backup is not None:
            _restore(folder, backup)
            logs.note("restored")
        from runtime.companion.interrupts import held_back  # noqa: PLC0415

        interrupts = stack.enter_context(held_back())
        companion = stack.enter_context(opened(folder, courses=place, keys=keys))
        import uvicorn  # noqa: PLC0415

        from runtime.companion.app import application  # noqa: PLC0415
        from runtime.companion.upkeep import kept_up  # noqa: PLC0415

        own_port = listener.getsockname()[1]
        app = application(companion, site, own_port, host_names)
        # The address that guesses are counted by must be the real one, not what a header says.
        config = uvicorn.Config(
            app, log_level="error", timeout_graceful_shutdown=5, lifespan="off", proxy_headers=False
        )
        address = f"http://{HOST}:{own_port}/"
        click.echo(f"Serving {site} at {address} until you press Ctrl+C")
        if browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        logs.note("started", knapsack=__version__, port=own_port, courses=courses is not None)
        server = uvicorn.Server(config)
        interrupts.end_by(lambda: setattr(server, "should_exit", True))
        with kept_up(companion):
            server.run(sockets=[listener])
        logs.note("ended")


def _restore(data: Path, backup: Path) -> None:
    from runtime.companion.backups.restore import restore  # noqa: PLC0415  (most starts restore nothing)

    passphrase = click.prompt("Passphrase of the backup", hide_input=True, err=True)
    done = restore(data, backup, passphrase, datetime.now(UTC))
    kept = f" What was there is kept in {done.kept}." if done.kept else ""
    click.echo(f"Restored what was saved at {done.made:%Y-%m-%d %H:%M} UTC.{kept}")


def _make_site(site: Path, courses: Path | None, wheels: Path | None) -> None:
    """Make sure that there is a site. Raises UserError."""
    if (site / "index.html").is_file():
        return
    if courses is None:
        raise UserError(
            f"there is no site in {site}; run knapsack build first, or name its folder with --site"
        )
    from builder.build import BrokenCoursesError, build  # noqa: PLC0415  (most starts find a site)
    from builder.commands.reporting import build_progress, list_problems  # noqa: PLC0415

    try:
        with build_progress() as report:
            build(courses, site, report, wheels=wheels)
    except BrokenCoursesError as broken:
        list_problems(broken.problems)
        raise UserError("the courses have errors; mend those above and start again") from broken
