"""An engine that dies while a class is graded: nothing is lost, nothing is left."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from builder.grade.journal import NAME
from runtime.sandbox.docker import Docker, import_image
from tests.builder.grade.school import SOLVES, TASK
from tests.builder.packages import write
from tests.sandbox.engine import Engine, eventually

ROOT = Path(__file__).parents[2]
SLOW = "while True:\n    pass\n"


def shims(engine: Engine) -> int:
    """Return how many containers of this engine live, also when it does not: a process holds each."""
    folder = engine.host.removeprefix("unix://").removesuffix("docker.sock").encode()
    found = 0
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:  # it has just ended
            continue
        found += b"containerd-shim" in line and folder in line
    return found


@contextmanager
def running(*command: str | Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "builder", *map(str, command), "--backend", "docker", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def grading(folder: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    return running("grade", folder / "sum.json", folder / "class", "--jobs", "1")


def program_runs(engine: Engine) -> bool:
    return any(engine.processes(name) > 1 for name in engine.containers())


def judged(folder: Path) -> list[dict[str, Any]]:
    path = folder / "class" / NAME
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


@pytest.fixture
def school(tmp_path: Path) -> Path:
    limits = {"time_ms": 3000, "memory_mb": 128, "output_kb": 64}
    write(tmp_path, {"sum.json": {**TASK, "limits": limits}})
    write(tmp_path / "class", {"1.py": SOLVES, "2.py": SLOW, "3.py": "print(3)\n"})
    return tmp_path


def test_an_engine_that_is_killed_half_way(engine: Engine, school: Path) -> None:
    with grading(school) as graded:
        eventually(
            lambda: len(judged(school)) == 1 and program_runs(engine), "the second program does not run"
        )
        engine.kill()
        assert shims(engine) > 0
        try:
            out, err = graded.communicate(timeout=120)
        finally:
            engine.start()
    assert (graded.returncode, [report["student"] for report in json.loads(out)]) == (1, ["1"])
    assert err.startswith("knapsack: docker ")
    assert err.endswith("; stopped: 1 are graded, 2 are left; the same command goes on from there\n")
    assert err.count("\n") == 1
    eventually(lambda: engine.containers() == [], "the container is still there")
    with grading(school) as graded:
        out, err = graded.communicate(timeout=120)
    assert (graded.returncode, err) == (0, "")
    assert [report["verdict"] for report in json.loads(out)] == ["OK", "TL", "WA"]
    assert len(judged(school)) == 3
    assert engine.containers() == []
    eventually(lambda: shims(engine) == 0, "a container outlived its submission")


def test_another_image_of_the_same_name_judges_anew(engine: Engine, tmp_path: Path) -> None:
    fingerprints = set()
    for content in ("one", "two"):
        write(tmp_path / content, {"file": content})
        subprocess.run(["tar", "-cf", tmp_path / "image.tar", "-C", tmp_path / content, "."], check=True)
        import_image(tmp_path / "image.tar", "changing")
        fingerprints.add(Docker("changing").fingerprint())
    assert len(fingerprints) == 2
    assert {Docker().fingerprint() for _ in range(2)}.isdisjoint(fingerprints)


def test_an_engine_that_is_killed_while_one_program_is_judged(engine: Engine, school: Path) -> None:
    with running("judge", school / "sum.json", school / "class/2.py") as judging:
        eventually(lambda: program_runs(engine), "no program runs")
        engine.kill()
        try:
            out, err = judging.communicate(timeout=120)
        finally:
            engine.start()
    assert (judging.returncode, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("knapsack: docker ")
    eventually(lambda: engine.containers() == [] and not shims(engine), "the container is still there")


@pytest.mark.parametrize("command", ["judge", "grade"])
def test_ctrl_c_leaves_no_container(engine: Engine, school: Path, command: str) -> None:
    what = school / "class/2.py" if command == "judge" else school / "class"
    with running(command, school / "sum.json", what) as judging:
        eventually(lambda: program_runs(engine), "no program runs")
        judging.send_signal(signal.SIGINT)
        err = judging.communicate(timeout=120)[1]
    assert (judging.returncode, err.count("\n"), engine.containers()) == (130, 1, [])
    assert err.startswith("knapsack: stopped")
