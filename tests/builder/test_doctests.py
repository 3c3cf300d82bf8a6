from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import builder

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(builder.__path__, "builder.")
    if module.name != "builder.__main__"
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
