"""Nothing lost: the process is killed again and again, at random moments, while 25 learners hand in."""

from __future__ import annotations

import multiprocessing
import os
import random
import select
from multiprocessing.reduction import DupFd
from pathlib import Path

import pytest

from runtime.companion.store.database import Database
from runtime.companion.store.derived import rebuild
from tests.companion.store.killed import ID_BYTES, add_learners, write_until_killed
from tests.companion.store.test_derived import contents

TIMES = 200
MOST_ACKNOWLEDGED = 60
MOST_SECONDS_MORE = 0.02


@pytest.mark.parametrize("seed", [20261121])
def test_what_was_acknowledged_is_there_exactly_once_after_200_kills(tmp_path: Path, seed: int) -> None:
    path, chance, kept = tmp_path / "a.sqlite3", random.Random(seed), set[str]()  # noqa: S311  (no secret)
    with Database(path) as database:
        database.write(add_learners)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.companion.store.killed"])
    for _ in range(TIMES):
        kept |= _killed_once(processes, path, chance)
    assert len(kept) > TIMES
    with Database(path) as database:
        assert database.read(lambda each: each.execute("PRAGMA integrity_check").fetchall()[0][0]) == "ok"
        ids = database.read(lambda each: [row[0] for row in each.execute("SELECT id FROM events")])
        assert len(ids) == len(set(ids))
        assert kept - set(ids) == set()
        derived = database.read(contents)
        database.write(rebuild)
        assert database.read(contents) == derived


def _killed_once(
    processes: multiprocessing.context.ForkServerContext, path: Path, chance: random.Random
) -> set[str]:
    """Let the process write, kill it, and return the ids that it acknowledged."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as acknowledged:
        process = processes.Process(target=_write, args=(str(path), DupFd(writing)))
        process.start()
        os.close(writing)
        said = b""
        wanted = chance.randrange(MOST_ACKNOWLEDGED) * ID_BYTES
        while len(said) <= wanted and (part := acknowledged.read(ID_BYTES)):
            said += part
        select.select([process.sentinel], [], [], chance.uniform(0, MOST_SECONDS_MORE))
        process.kill()
        process.join()
        while part := acknowledged.read(65536):
            said += part
    # Half an id was not said: the process was killed while it spoke.
    whole = len(said) // ID_BYTES
    return {said[number * ID_BYTES : (number + 1) * ID_BYTES].decode() for number in range(whole)}


def _write(path: str, acknowledged: object) -> None:
    write_until_killed(path, acknowledged.detach())  # type: ignore[attr-defined]
