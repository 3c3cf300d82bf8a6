"""Takes programs into a database until somebody kills it; prints the id of each that was taken."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from runtime.companion.judging.line import Line
from runtime.companion.store.database import Database
from runtime.sandbox.bubblewrap import Bubblewrap
from tests.companion.judging.test_line import asked, find

if __name__ == "__main__":
    with (
        Database(Path(sys.argv[1])) as database,
        Line(database, Bubblewrap, find, lambda: 1, 2) as line,
    ):
        line.start()
        for number in count():
            line.take(asked(f"p{number}", at=number))
            print(f"p{number}", flush=True)
