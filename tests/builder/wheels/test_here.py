"""Programs that import packages, run by `knapsack check --run` on this computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.build import check
from builder.cache import cache_folder
from builder.problems import Problem
from builder.wheels.here import unpacked, used
from builder.wheels.wheel import read_wheel
from tests.builder.packages import Files, good, set_at, write
from tests.builder.wheels.making import COMPILED, REAL, needs, wheel

T = "tasks/sum.json"


def course(solution: str, *packages: str, expected: str = "3") -> Files:
    set_at(files := good(), "manifest.json", "/packages", list(packages))
    set_at(files, T, "/solution", solution)
    set_at(files, T, "/tests", [{"expected": expected}])
    return files


def found(root: Path, files: Files, wheels: Path) -> list[Problem]:
    problems = check([write(root / "small", files)], run_programs=True, wheels=wheels)
    return [problem for problem in problems if problem.severity == "error" or "not run" in problem.message]


def test_a_program_imports_a_package_and_what_that_needs(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one", metadata=needs("two"), files={"one/__init__.py": "from two import value"})
    wheel(tmp_path / "w", "two", files={"two-1.0.data/purelib/two.py": "value = 3"})
    files = course("import one\nprint(one.value)", "one")
    assert found(tmp_path, files, tmp_path / "w") == []


def test_a_program_that_names_no_package_cannot_import_its_needs(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one")
    files = course("try:\n    __import__('o' + 'ne')\nexcept ImportError:\n    print(3)", "one")
    assert found(tmp_path, files, tmp_path / "w") == []


def test_the_turtle_of_the_course_is_not_that_of_python(tmp_path: Path) -> None:
    files = course("import turtle\nprint('basthon' in turtle.__file__)", "basthon-turtle", expected="True")
    assert found(tmp_path, files, REAL) == []


def test_a_call_may_name_a_package_too(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one", files={"one.py": "value = 3"})
    files = course("pass", "one")
    set_at(files, T, "/tests", [{"call": "__import__('one').value", "expected": "3"}])
    assert found(tmp_path, files, tmp_path / "w") == []


def test_a_module_among_the_files_of_a_test_may_import_a_package(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one", files={"one.py": "value = 3"})
    files = course("import sys; sys.path.append('.'); import given", "one")
    set_at(files, T, "/tests", [{"expected": "3", "files": {"given.py": "import one; print(one.value)"}}])
    assert found(tmp_path, files, tmp_path / "w") == []


def test_a_compiled_package_is_no_fault_of_the_solution(tmp_path: Path) -> None:
    files = course("import msgpack\nprint(3)", "msgpack")
    wrong = [{"code": "import msgpack", "verdict": "WA"}, {"code": "pass", "verdict": "WA"}]
    set_at(files, T, "/wrong", wrong)
    (problem,) = found(tmp_path, files, REAL)
    assert (problem.file, problem.severity) == ("small/manifest.json", "warning")
    assert problem.message == (
        "2 programs were not run: msgpack 1.2.4 is made for the browser and needs to be installed into this"
        " Python as well. In Task Studio such programs run."
    )


def test_a_pure_package_that_needs_a_compiled_one(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one", metadata=needs("two"))
    wheel(tmp_path / "w", "two", tag=COMPILED)
    (problem,) = found(tmp_path, course("import one", "one"), tmp_path / "w")
    assert problem.message.startswith("1 program was not run: two 1.0 is made for the browser")


def test_a_compiled_package_that_this_python_has(tmp_path: Path) -> None:
    """pydantic-core is here: what writes lock files needs it."""
    solution = "import pydantic\nclass A(pydantic.BaseModel):\n    x: int\nprint(A(x='3').x)"
    assert found(tmp_path, course(solution, "pydantic"), REAL) == []


def test_another_version_of_a_compiled_package_does_not_count(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "pydantic_core", "0.1", tag=COMPILED)
    (problem,) = found(tmp_path, course("import pydantic_core", "pydantic-core"), tmp_path / "w")
    assert "pydantic-core 0.1 is made for the browser" in problem.message


def test_a_package_for_a_newer_python(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one", metadata="Requires-Python: >=3.14.1\n")
    (problem,) = found(tmp_path, course("import one", "one"), tmp_path / "w")
    assert "one 1.0 is made for the browser and needs a Python >=3.14.1." in problem.message


def test_another_wheel_lets_programs_run_again(tmp_path: Path) -> None:
    wheel(tmp_path / "w", "one", files={"one.py": "value = 3"})
    files = course("import one\nprint(one.value)", "one")
    assert found(tmp_path, files, tmp_path / "w") == []
    wheel(tmp_path / "w", "one", files={"one.py": "value = 4"})
    assert "gives '4\\n'" in found(tmp_path, files, tmp_path / "w")[0].message


def test_a_wheel_is_unpacked_once(tmp_path: Path) -> None:
    one = read_wheel(wheel(tmp_path, "one"))
    folder = unpacked(one)
    assert (folder / "one.py").is_file()
    one.path.unlink()
    assert unpacked(one) == folder
    assert list(cache_folder().joinpath("unpacked").iterdir()) == [folder]


def test_a_broken_wheel_leaves_nothing_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = read_wheel(wheel(tmp_path, "one"))

    def fail(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("builder.wheels.here.extract", fail)
    with pytest.raises(RuntimeError):
        unpacked(one)
    assert list(cache_folder().joinpath("unpacked").iterdir()) == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import one", ["one", "two"]),
        ("from two.parts import x", ["two"]),
        ("importlib.import_module('two')", ["two"]),
        ("onee = three", []),
        ("print(", []),
    ],
)
def test_which_packages_a_program_needs(tmp_path: Path, code: str, names: list[str]) -> None:
    wheels = [
        read_wheel(wheel(tmp_path, "one", metadata=needs("two"))),
        read_wheel(wheel(tmp_path, "two")),
        read_wheel(wheel(tmp_path, "dreier")),
    ]
    assert [each.name for each in used([code], wheels)] == names
