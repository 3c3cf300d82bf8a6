"""The registry, asked by its ordinary client; a folder stands in for it."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from builder.problems import UserError
from builder.reading import UnreadableError
from builder.wheels.sources import Registry
from builder.wheels.wheel import Wheel
from tests.builder.wheels.index import ask, index
from tests.builder.wheels.making import COMPILED, needs, wheel


def find(folder: Path, name: str = "one", wanted: str = "") -> Wheel | None:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return Registry(work).find(canonicalize_name(name), SpecifierSet(wanted))


def test_what_pip_brings_is_for_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = [
        wheel(tmp_path / "w", "one", "1.0", tag=COMPILED),
        wheel(
            tmp_path / "w", "one", "2.0", tag="cp314-abi3-pyemscripten_2026_0_wasm32", metadata=needs("two")
        ),
        wheel(tmp_path / "w", "one", "3.0", tag="cp311-cp311-manylinux_2_28_x86_64"),
        wheel(tmp_path / "w", "pure", "1.0"),
    ]
    index(tmp_path / "index", wheels, monkeypatch)
    newest, older, pure = find(tmp_path), find(tmp_path, wanted="<2"), find(tmp_path, "pure")
    assert [str(each.version) for each in (newest, older, pure) if each] == ["2.0", "1.0", "1.0"]


@pytest.mark.parametrize(("name", "wanted"), [("twoo", ""), ("one", ">7"), ("linux", "")])
def test_what_the_registry_does_not_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, wanted: str
) -> None:
    wheels = [wheel(tmp_path / "w"), wheel(tmp_path / "w", "linux", tag="py3-none-linux_x86_64")]
    index(tmp_path / "index", wheels, monkeypatch)
    assert find(tmp_path, name, wanted) is None


def test_a_hostile_wheel_from_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index(tmp_path / "index", [wheel(tmp_path / "w", files={"../one.py": "evil"})], monkeypatch)
    with pytest.raises(UnreadableError, match="leads out of"):
        find(tmp_path)
    assert not list(tmp_path.rglob("one.py"))


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        ask(f"http://127.0.0.1:{closed.getsockname()[1]}/", monkeypatch)
        with pytest.raises(UserError, match="the registry cannot be reached; connect to the network, or"):
            find(tmp_path)


def test_no_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else found(name))
    with pytest.raises(UserError, match="pip, which brings packages, is not installed; install it, or put"):
        find(tmp_path)


def test_a_folder_called_pip_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index(tmp_path / "index", [wheel(tmp_path / "w")], monkeypatch)
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip/__main__.py").write_text("open('evil', 'w').close()", encoding="utf-8")
    (tmp_path / "pip/__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    assert find(tmp_path) is not None
    assert not (tmp_path / "evil").exists()


def test_other_troubles_of_pip_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "WARNING: x\nERROR: No space left on device\n")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(UserError, match="pip brought no wheel: No space left"):
        find(tmp_path)
