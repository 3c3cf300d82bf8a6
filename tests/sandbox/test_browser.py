from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from runtime.bundle import MADE
from runtime.judge.shapes import Program
from runtime.sandbox.backend import BackendError
from runtime.sandbox.browser import VARIABLE, Browser, find_chromium
from runtime.sandbox.chromium import Chromium
from tests.sandbox.battery import LIMITS, judge
from tests.sandbox.chromium import DRIVER, PAGE, browsers, descendants
from tests.sandbox.engine import eventually
from tests.sandbox.warm import Warm

BACKEND = Browser(MADE / "kernel")
ENDLESS = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
HELD: Program = {"code": ENDLESS, "stdin": "", "call": None, "limits": {**LIMITS, "time_ms": 100_000}}


pytestmark = pytest.mark.usefixtures("chromium")


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess\nsubprocess.run(['/bin/true'])",
        "import sys\nsys.modules.pop('js', None)\nimport js\njs.fetch('http://127.0.0.1:9/')",
        "import sys\nsys.modules.pop('js', None)\nimport js\njs.eval('1')",
    ],
)
def test_network_processes_and_code_from_text_are_out_of_reach(chromium: Warm, code: str) -> None:
    limits = {**LIMITS, "time_ms": 10_000}  # some take long to import
    result = judge(chromium, f"{code}\nprint('LEAK')", limits=limits)["tests"][0]
    assert (result["verdict"], result["stdout"]) == ("RE", "")


def ticks(judging: int) -> dict[int, int]:
    """Return the processor time that each page's process has taken."""
    found = {}
    for pid, command in descendants(judging).items():
        if PAGE in command:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            found[pid] = int(fields[11]) + int(fields[12])
    return found


def computing(before: Mapping[int, int], judging: int) -> list[int]:
    """Return the pages that have computed for half a second since then."""
    return [pid for pid, now in ticks(judging).items() if now - before.get(pid, now) > 50]


def test_a_page_that_dies_is_the_programs_fault_and_another_takes_its_place() -> None:
    me = os.getpid()
    with BACKEND.open() as sandbox, ThreadPoolExecutor(1) as pool:
        before = ticks(me)
        running = pool.submit(sandbox.run, HELD, {})
        eventually(lambda: bool(computing(before, me)), "no page computes")
        for pid in computing(before, me):
            os.kill(pid, signal.SIGKILL)
        outcome = running.result()
        assert (outcome["verdict"], outcome["error"]) != ("OK", None)
        assert "it ended its own interpreter" in outcome["stderr"]
        assert sandbox.run({**HELD, "code": "print(1)"}, {})["stdout"] == "1\n"


JUDGE = f"""
import sys
from pathlib import Path
from runtime.sandbox.backend import BackendError
from runtime.sandbox.browser import Browser
try:
    with Browser(Path(sys.argv[1])).open() as sandbox:
        print("open", flush=True)
        sandbox.run({HELD!r}, {{}})
except BackendError as error:
    print(error)
"""


@contextmanager
def another_judge(folder: str) -> Iterator[subprocess.Popen[str]]:
    """Start a judge with a Chromium of its own, whose temporary files go into `folder`."""
    command = [sys.executable, "-c", JUDGE, str(MADE / "kernel")]
    environment = {**os.environ, "TMPDIR": folder}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as judging:
        assert judging.stdout is not None
        assert judging.stderr is not None
        assert judging.stdout.readline() == "open\n", judging.stderr.read()
        yield judging


@contextmanager
def all_of_it_ends(judging: subprocess.Popen[str]) -> Iterator[None]:
    """Fail unless everything that the judge has started ends, however late."""
    started = [os.pidfd_open(pid) for pid in browsers(judging.pid)]
    assert len(started) > 3, "the browser was not seen"
    try:
        yield
        assert all(select.select([one], [], [], 20)[0] for one in started), "Chromium runs on"
    finally:
        for one in started:
            os.close(one)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_judge_is_ended(how: signal.Signals) -> None:
    with tempfile.TemporaryDirectory(prefix="knapsack-") as folder:
        with another_judge(folder) as judging, all_of_it_ends(judging):
            judging.send_signal(how)
        assert list(Path(folder).iterdir()) == []


@pytest.mark.parametrize("words", [DRIVER, b"--remote-debugging-pipe"], ids=["its driver", "all of it"])
def test_a_browser_that_dies_is_the_backends_fault(words: bytes) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="knapsack-") as folder,
        another_judge(folder) as judging,
        all_of_it_ends(judging),
    ):
        commands = descendants(judging.pid).items()
        first = next(pid for pid, command in commands if words in command and PAGE not in command)
        os.kill(first, signal.SIGKILL)
        assert judging.communicate() == ("Chromium has ended while it judged\n", "")


def test_without_a_bundle_it_says_what_to_do(tmp_path: Path) -> None:
    assert "python3 dev.py setup" in (Browser(tmp_path).trouble() or "")


def test_without_playwright_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert "pip install knapsack-courseware[browser]" in (BACKEND.trouble() or "")


def test_without_chromium_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert BACKEND.trouble() == f"Chromium was not found; install it, or say in {VARIABLE} where it is"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nothing"))
    assert BACKEND.trouble() == f"{VARIABLE} names no program: {tmp_path / 'nothing'}"


def test_the_named_chromium_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "mine"
    own.symlink_to(sys.executable)
    monkeypatch.setenv(VARIABLE, str(own))
    assert find_chromium() == str(own)


def test_a_chromium_that_does_not_start_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises(BackendError, match=f"^{broken} does not start: [^\n]+$"):
        Chromium(str(broken))


def test_a_part_that_is_missing_is_the_backends_fault(tmp_path: Path) -> None:
    shutil.copytree(MADE / "kernel", tmp_path, dirs_exist_ok=True)
    (tmp_path / "primary.js").unlink()
    with pytest.raises(BackendError, match=r"cannot load primary\.js"), Browser(tmp_path).open():
        pass
