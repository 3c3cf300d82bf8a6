"""`knapsack judge-image`: an image for the backend `docker`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from builder.problems import UserError
from runtime.sandbox.backend import BackendError
from runtime.sandbox.docker import OWN_IMAGE, Docker, import_image, require_engine
from runtime.sandbox.image import WORKSHOP, make_rootfs


@click.command("judge-image")
@click.option(
    "--tar",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A root file system with python3 in it, instead of a new Debian.",
)
@click.option("--tag", default=OWN_IMAGE, show_default=True, help="The image's name.")
def judge_image_command(tar: Path | None, tag: str) -> None:
    """Make an image to judge in, without any image registry."""
    try:
        require_engine()
        if tar is None:
            _make(tag)
        else:
            import_image(tar, tag)
        trouble = Docker(tag).trouble()
    except BackendError as error:
        raise UserError(str(error)) from error
    if trouble:
        raise UserError(f"{tag} is made, but programs do not run in it: {trouble}")
    click.echo(f"The image is ready: {tag}")


def _make(tag: str) -> None:
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(dir=WORKSHOP, prefix="knapsack-") as folder:
        tar = Path(folder, "rootfs.tar")
        if console.is_terminal:
            with console.status("Making a small Debian") as status:
                make_rootfs(tar, lambda line: status.update(escape(line)))
                status.update("Handing it to the engine")
                import_image(tar, tag)
        else:
            make_rootfs(tar)
            import_image(tar, tag)
