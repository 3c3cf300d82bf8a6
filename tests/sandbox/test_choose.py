from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from runtime.sandbox import choose
from runtime.sandbox.backend import BackendError, Sandbox


@dataclass
class Known:
    name: str
    fault: str | None

    def trouble(self) -> str | None:
        return self.fault

    def open(self) -> AbstractContextManager[Sandbox]:
        raise NotImplementedError


def known(monkeypatch: pytest.MonkeyPatch, **faults: str | None) -> None:
    makers = {name: lambda name=name, fault=fault: Known(name, fault) for name, fault in faults.items()}
    monkeypatch.setattr(choose, "BACKENDS", makers)


def test_auto_takes_the_strongest_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, docker="no engine", bubblewrap=None, wasm=None)
    assert choose.choose_backend().name == "bubblewrap"


def test_auto_leaves_the_weak_one_unless_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, docker="no engine", restricted=None)
    with pytest.raises(BackendError, match="knapsack doctor"):
        choose.choose_backend()
    assert choose.choose_backend(allow_weak=True).name == "restricted"


def test_auto_never_takes_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, docker="no engine", browser=None)
    with pytest.raises(BackendError):
        choose.choose_backend(allow_weak=True)


def test_a_named_backend_that_does_not_work_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, docker="the engine is asleep", bubblewrap=None)
    with pytest.raises(BackendError, match="the backend docker does not work here: the engine is asleep"):
        choose.choose_backend("docker")
