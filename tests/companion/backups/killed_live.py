"""Lets another database take the place of an open one and dies at the Nth moment: N FOLDER NEW KEPT."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from runtime.companion.companion import DATABASE
from runtime.companion.store import copies
from runtime.companion.store.database import Database
from tests.builder.killing import kill_at


def main(step: int, folder: Path, new: Path, kept: Path) -> None:
    steps = kill_at(step, str(folder))

    def poured(*_: int) -> None:
        steps.done += 1
        if steps.done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    copies.PAGES, copies.poured = 1, poured  # type: ignore[assignment]
    with Database(folder / DATABASE) as database:
        database.alone(copies.take_over, new, kept)


if __name__ == "__main__":
    main(int(sys.argv[1]), *(Path(each) for each in sys.argv[2:]))
