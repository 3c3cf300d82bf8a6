from __future__ import annotations

import subprocess
import sys

from runtime.sandbox.piped import HARNESS

UNHEARD = """
import sys
sys.path[:0] = {folders!r}
from inside import supervisor
supervisor.IDLE_SECONDS = 0
supervisor.Supervisor().run()
"""


def test_a_supervisor_that_nobody_speaks_to_ends_by_itself() -> None:
    folders = [str(path.parent) for path in HARNESS.values()]
    with subprocess.Popen(
        [sys.executable, "-c", UNHEARD.format(folders=folders)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.wait(60) == 0
        assert process.stdout is not None
        assert process.stdout.read(1) == b"R"
