from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime.judge.shapes import Program
from runtime.sandbox.backend import BackendError
from runtime.sandbox.docker import LARGEST_TASK_MB, PODMAN_ALONE, Docker, _command
from tests.sandbox.backends import only
from tests.sandbox.battery import LIMITS, judge
from tests.sandbox.engine import Engine, eventually

ROOT = Path(__file__).parents[2]
BACKEND = Docker()

pytestmark = only("docker")


def verdict(code: str, **task: object) -> str:
    return judge(BACKEND, code, **task)["verdict"]


def printed(code: str, **task: object) -> str:
    """Return what a program prints before it gets WA."""
    report = judge(BACKEND, code, **task)
    assert report["verdict"] == "WA", report
    return report["tests"][0]["stdout"]


def program(code: str) -> Program:
    return {"code": code, "stdin": "", "call": None, "limits": LIMITS}


def test_the_largest_memory_that_a_task_may_give_is_there() -> None:
    limits = {"time_ms": 30_000, "memory_mb": LARGEST_TASK_MB, "output_kb": 64}
    tests = [{"name": "01", "input": "", "expected": "2000"}]
    code = "x = bytearray(2000 << 20)\nx[::4096] = b'1' * (len(x) // 4096)\nprint(len(x) >> 20)"
    assert verdict(code, limits=limits, tests=tests) == "OK"


def test_the_largest_memory_is_that_of_the_schema() -> None:
    schema = (ROOT / "schemas" / "task.schema.json").read_text(encoding="utf-8")
    found: list[int] = []

    def look(part: dict[str, Any]) -> dict[str, Any]:
        if "memory_mb" in part:
            found.append(part["memory_mb"]["maximum"])
        return part

    json.loads(schema, object_hook=look)
    assert found == [LARGEST_TASK_MB]


def test_a_fork_bomb_is_stopped_at_a_number_of_processes() -> None:
    code = (
        "import os, time\nn = 0\ntry:\n    while n < 1000:\n"
        "        if not os.fork():\n            time.sleep(60)\n        n += 1\n"
        "except OSError as error:\n    print(type(error).__name__, n < 100)"
    )
    limits = {**LIMITS, "memory_mb": 1024}  # enough for so many copies of Python
    assert printed(code, limits=limits) == "BlockingIOError True\n"


def test_the_container_s_own_users_may_be_read_but_nobody_is_called() -> None:
    code = (
        "import socket\nprint(open('/etc/passwd').readline(), end='')\n"
        "try:\n    socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except OSError as error:\n    print(error.strerror)\n"
        "print(sorted(name for _, name in socket.if_nameindex() if name.startswith(('eth', 'en'))))"
    )
    assert printed(code) == "root:x:0:0:root:/root:/bin/bash\nNetwork is unreachable\n[]\n"


@pytest.mark.parametrize("path", ["/x", "/etc/passwd", "/usr/bin/x", "/knapsack/judge/x.py", "/dev/x"])
def test_the_system_is_not_to_be_written_to(path: str) -> None:
    said = printed(f"try:\n    open({path!r}, 'a')\nexcept OSError as error:\n    print('refused')")
    assert said == "refused\n"


@pytest.mark.parametrize("folder", ["/work", "/tmp", "/dev/shm"])  # noqa: S108
def test_a_full_disk_is_the_program_s_own_error(folder: str) -> None:
    """One file may grow no further than the disk, so that several must fill it."""
    code = (
        "import os\ntry:\n    for n in range(100):\n"
        f"        open(f'{folder}/{{n}}', 'wb').write(bytes(4 << 20))\n"
        "except OSError as error:\n    print(os.strerror(error.errno))"
    )
    tests = [{"name": str(n), "input": "", "expected": "No space left on device"} for n in range(2)]
    report = judge(BACKEND, code, tests=tests)
    assert [result["verdict"] for result in report["tests"]] == ["OK", "OK"], report


def test_a_program_sees_no_root_no_rights_and_no_environment_of_the_image() -> None:
    code = (
        "import os\nprint(os.getuid() > 0, sorted(os.environ))\n"
        "lines = open('/proc/self/status').read().splitlines()\n"
        "print([line.split()[1] for line in lines if line.startswith(('CapBnd', 'NoNewPrivs', 'Seccomp:'))])"
    )
    assert printed(code) == "True ['HOME', 'LANG', 'PATH']\n['0000000000000000', '1', '2']\n"


def test_a_sandbox_is_of_a_user_of_its_own() -> None:
    """Else what one program forks counts against another one's limit."""
    assert printed("import os; print(os.getuid())") != printed("import os; print(os.getuid())")


JUDGING = """
from runtime.sandbox.backend import Submission
from runtime.sandbox.docker import Docker
from runtime.sandbox.official import judge_submission
task = {"id": "t", "tests": [{"name": "1", "input": "", "expected": ""}], "limits": {"time_ms": 60_000}}
judge_submission(Docker(), task, Submission(PROGRAM))
"""


def start_judging(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", JUDGING.replace("PROGRAM", repr(code))], cwd=ROOT)


def client_of(judging: subprocess.Popen[bytes]) -> int:
    children = Path(f"/proc/{judging.pid}/task/{judging.pid}/children").read_text(encoding="ascii")
    return int(children.split()[0])


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
        "import os\nos.fork()\nos.setsid()\nwhile True: pass",
        "while True: print('a' * 1000)",
    ],
)
@pytest.mark.parametrize("client_too", [False, True], ids=["judge", "judge and client"])
def test_a_judge_killed_half_way_leaves_no_container(engine: Engine, code: str, client_too: bool) -> None:
    with start_judging(code) as judging:
        eventually(
            lambda: (
                any(engine.processes(name) > 1 for name in engine.containers()) or judging.poll() is not None
            ),
            "no program runs",
        )
        if client_too and judging.poll() is None:
            os.kill(client_of(judging), signal.SIGKILL)
        judging.kill()
    eventually(lambda: engine.containers() == [], "the container is still there")


def test_a_container_that_someone_removes_is_a_new_one_for_the_next_test(engine: Engine) -> None:
    with BACKEND.open() as sandbox:
        subprocess.run(["docker", "kill", *engine.containers()], check=True, capture_output=True)
        assert sandbox.run(program("print(1)"), {})["verdict"] == "RE"
        assert sandbox.run(program("print(1)"), {})["stdout"] == "1\n"


def test_podman_is_told_what_docker_does_by_itself() -> None:
    command = _command("/usr/bin/podman", "name", 60_706, "image")
    assert {"--no-hosts", "--read-only-tmpfs=false"} < set(command)
    assert not set(PODMAN_ALONE) & set(_command("/usr/bin/docker", "name", 60_706, "image"))


def test_a_missing_image_is_named_with_what_to_do() -> None:
    trouble = Docker("no-such-image").trouble()
    assert trouble is not None
    assert trouble.startswith("docker has no image no-such-image;")
    assert "knapsack judge-image" in trouble


def test_an_image_without_python_is_no_verdict(engine: Engine, tmp_path: Path) -> None:
    subprocess.run(["tar", "-cf", tmp_path / "empty.tar", "-C", tmp_path, "--exclude=*.tar", "."], check=True)
    subprocess.run(["docker", "import", tmp_path / "empty.tar", "empty"], check=True, capture_output=True)
    with pytest.raises(BackendError, match=r"^docker failed: .*\benv\b") as caught:
        judge(Docker("empty"), "print(1)")
    assert "\n" not in str(caught.value)


def test_the_image_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNAPSACK_JUDGE_IMAGE", "from-the-environment")
    assert "from-the-environment" in str(Docker().trouble())
    assert "given" in str(Docker("given").trouble())


def test_without_a_client_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Docker().trouble() == "neither docker nor podman is installed; on Debian: apt install docker.io"


def test_without_an_engine_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'none.sock'}")
    trouble = str(Docker().trouble())
    assert trouble.startswith("docker does not answer: ")
    assert "\n" not in trouble


def test_an_engine_that_stops_half_way_is_no_verdict(engine: Engine) -> None:
    with BACKEND.open() as sandbox:
        engine.stop()
        try:
            with pytest.raises(BackendError, match=r"^docker ") as caught:
                sandbox.run(program("print(1)"), {})
        finally:
            engine.start()
    assert "\n" not in str(caught.value)
