"""What may outlive a process: no program finds there what the one before it left."""

from __future__ import annotations

import pytest

from runtime.sandbox.backend import Backend
from tests.sandbox.backends import only
from tests.sandbox.battery import judge

pytestmark = only("bubblewrap", "docker")

LIBC = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
LEAVES = {
    "a message queue": f"{LIBC}"
    "found = libc.mq_open(b'/left', os.O_RDWR) >= 0\n"
    "libc.mq_open(b'/left', os.O_CREAT | os.O_RDWR, 0o600, None)\n",
    "a System V queue": f"{LIBC}found = libc.msgget(7, 0) >= 0\nlibc.msgget(7, 0o1600)\n",
    "a semaphore": f"{LIBC}found = libc.semget(7, 1, 0) >= 0\nlibc.semget(7, 1, 0o1600)\n",
    "shared memory": f"{LIBC}found = libc.shmget(7, 4096, 0) >= 0\nlibc.shmget(7, 4096, 0o1600)\n",
    "a key": f"{LIBC}"
    "add, find = {'x86_64': (248, 249), 'aarch64': (217, 218)}[os.uname().machine]\n"
    "found = libc.syscall(find, b'user', b'left', None, 0) >= 0\n"
    "libc.syscall(add, b'user', b'left', b'x', 1, -4)\n",
    "an abstract socket": "import os, socket\n"
    "found = socket.socket(socket.AF_UNIX).connect_ex('\\0left') == 0\n"
    "if not os.fork():\n"
    "    os.setsid()\n"
    "    left = socket.socket(socket.AF_UNIX)\n"
    "    left.bind('\\0left')\n"
    "    left.listen()\n"
    "    left.accept()\n",
    "a limit of the supervisor": "import os, resource\n"
    "found = resource.getrlimit(resource.RLIMIT_STACK)[1] == 1 << 20\n"
    "try:\n    resource.prlimit(os.getppid(), resource.RLIMIT_STACK, (1 << 20, 1 << 20))\n"
    "except OSError:\n    pass\n",
    "a worse priority": "import os\n"
    "found = os.getpriority(os.PRIO_PROCESS, 0) == 19\n"
    "try:\n    os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)\n"
    "except OSError:\n    pass\n",
}


@pytest.mark.parametrize("leaves", LEAVES.values(), ids=LEAVES)
def test_nothing_of_one_test_is_there_in_the_next(backend: Backend, leaves: str) -> None:
    tests = [{"name": str(n), "input": "", "expected": "False"} for n in range(3)]
    report = judge(backend, f"{leaves}print(found)", tests=tests)
    assert [result["stdout"] for result in report["tests"]] == ["False\n"] * 3, report


def test_memory_that_processes_share_counts(backend: Backend) -> None:
    code = (
        "import mmap, os, time\n"
        "for _ in range(5):\n    if not os.fork():\n        break\n"
        "shared = mmap.mmap(-1, 40 << 20)\n"
        "for place in range(0, len(shared), 4096):\n    shared[place] = 1\n"
        "time.sleep(60)"
    )
    assert judge(backend, code)["verdict"] == "ML"


def test_queues_have_no_room_even_where_system_calls_are_not_forbidden(backend: Backend) -> None:
    code = "import resource\nprint(resource.getrlimit(resource.RLIMIT_MSGQUEUE))"
    assert judge(backend, code)["tests"][0]["stdout"] == "(0, 0)\n"
