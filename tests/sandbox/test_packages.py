"""Programs that import the packages of their course, judged officially."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.official_task import load_equipment, load_task
from builder.problems import UserError
from builder.submission import SubmissionError
from builder.wheels.official import MAX_BYTES
from runtime.judge.shapes import Report
from runtime.sandbox.backend import Backend, Submission
from runtime.sandbox.official import judge_submission
from tests.builder.packages import good, set_at, write
from tests.builder.wheels.making import COMPILED, REAL, needs, wheel
from tests.sandbox.backends import only

pytestmark = only("bubblewrap", "wasm")
T = "tasks/sum.json"
INNER = {"inner/__init__.py": "from two import value\n", "inner/data/note.txt": "a note"}


def course(root: Path, *packages: str, **task: Any) -> Path:
    """Write a course whose own wheels are `one`, which needs `two`, and a compiled one."""
    wheel(root / "small/wheels", "one", metadata=needs("two"), files=INNER)
    wheel(root / "small/wheels", "two", files={"two-1.0.data/purelib/two.py": "value = 3\n"})
    wheel(root / "small/wheels", "hard", tag=COMPILED)
    set_at(files := good(), "manifest.json", "/packages", list(packages))
    set_at(files, T, "/tests", [{"expected": "3"}])
    for name, value in task.items():
        set_at(files, T, f"/{name}", value)
    return write(root / "small", files) / T


def judged(backend: Backend, path: Path, code: str, **files: bytes) -> Report:
    task = load_task(path)
    equipment = load_equipment(path, task, None)
    submission = Submission(code, {f"{name}.py": content for name, content in files.items()})
    return judge_submission(backend, task, equipment.with_packages(submission) if equipment else submission)


def test_a_program_imports_a_package_and_what_that_needs(backend: Backend, tmp_path: Path) -> None:
    code = "import inner\nfrom importlib.metadata import version\nprint(inner.value, version('one'))"
    tests = [{"expected": "3 1.0"}]
    assert judged(backend, course(tmp_path, "one", tests=tests), code)["verdict"] == "OK"
    refused = judged(backend, course(tmp_path, "two"), code)
    assert refused["verdict"] == "RE"
    assert "No module named 'inner'" in refused["tests"][0]["stderr"]


def test_packages_read_their_own_files(backend: Backend, tmp_path: Path) -> None:
    path = course(tmp_path, "one", tests=[{"expected": "a note"}])
    code = "import inner, os\nprint(open(os.path.dirname(inner.__file__) + '/data/note.txt').read())"
    assert judged(backend, path, code)["verdict"] == "OK"


def test_what_was_handed_in_goes_before_a_package(backend: Backend, tmp_path: Path) -> None:
    path = course(tmp_path, "two")
    assert judged(backend, path, "import two\nprint(two.value)", two=b"value = 4")["verdict"] == "WA"


def test_a_module_that_was_handed_in_may_import_a_package(backend: Backend, tmp_path: Path) -> None:
    path = course(tmp_path, "one")
    assert (
        judged(backend, path, "import mine\nprint(mine.x)", mine=b"from inner import value as x")["verdict"]
        == "OK"
    )


def test_a_call_may_name_a_package(backend: Backend, tmp_path: Path) -> None:
    path = course(tmp_path, "two", tests=[{"call": "__import__('two').value", "expected": "3"}])
    assert judged(backend, path, "pass")["verdict"] == "OK"


def test_the_turtle(backend: Backend, tmp_path: Path) -> None:
    set_at(files := good(), "manifest.json", "/packages", ["basthon-turtle"])
    set_at(files, T, "/tests", [{"expected": "(100.00,0.00)"}])
    path = write(tmp_path / "small", files) / T
    task = load_task(path)
    equipment = load_equipment(path, task, REAL)
    assert equipment
    submission = Submission("import turtle\nturtle.forward(100)\nprint(turtle.position())")
    assert judge_submission(backend, task, equipment.with_packages(submission))["verdict"] == "OK"


def test_a_compiled_package_is_refused_in_one_line(backend: Backend, tmp_path: Path) -> None:
    path = course(tmp_path, "hard", "two")
    said = "the program needs hard, which is compiled for the browser and does not run here"
    with pytest.raises(SubmissionError, match=said):
        judged(backend, path, "import hard")
    assert judged(backend, path, "import two\nprint(two.value)")["verdict"] == "OK"


def test_packages_that_cannot_be_had(backend: Backend, tmp_path: Path) -> None:
    path = course(tmp_path, "onee")
    with pytest.raises(UserError) as caught:
        judged(backend, path, "print(3)")
    said = "there is no wheel of it in the course's folder wheels that fits; put one there."
    assert str(caught.value) == f"small/manifest.json#/packages/0: ‘onee’ cannot be had: {said}"


def test_packages_do_not_take_the_memory_of_the_program(backend: Backend, tmp_path: Path) -> None:
    size = 100_000
    large = {f"large/part{number}.py": "#" * size for number in range(MAX_BYTES // size - 10)}
    wheel(tmp_path / "small/wheels", "large", files={**large, "large/__init__.py": ""})
    path = course(tmp_path, "large", limits={"memory_mb": 64})
    code = "import large\nheld = [bytes([n % 256]) * 1000 for n in range(55 << 10)]\nprint(3)"
    assert judged(backend, path, code)["verdict"] == "OK"


def test_packages_that_are_too_large(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.wheels.official.MAX_BYTES", 100)
    with pytest.raises(SubmissionError, match="the packages that the program needs take 0 MB; at most 0"):
        judged(backend, course(tmp_path, "one"), "import inner")
