from __future__ import annotations

import json
from pathlib import Path

import dev
from builder.wheels import target

PYODIDE = Path(dev.ROOT) / "node_modules" / "pyodide"


def test_wheels_are_chosen_for_the_pyodide_that_is_bundled() -> None:
    info = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    assert version == target.PYODIDE
    assert info == {
        "abi_version": target.PYODIDE_ABI,
        "arch": "wasm32",
        "platform": target.EMSCRIPTEN,
        "python": target.PYTHON,
    }


def test_the_wheels_of_the_tests_are_for_the_same() -> None:
    python = ".".join(map(str, target.SHORT))
    assert set(dev.PYODIDE) == {
        f"--platform={target.PLATFORM}",
        f"--python-version={python}",
        "--implementation=cp",
        f"--abi={target.ABI}",
    }
    assert target.PYTHON.startswith(f"{python}.")
    assert target.MARKERS["python_full_version"] == target.PYTHON
    assert target.MARKERS["python_version"] == python
