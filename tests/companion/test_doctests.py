from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import runtime.companion

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(runtime.companion.__path__, "runtime.companion.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
