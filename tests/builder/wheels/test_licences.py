from __future__ import annotations

from pathlib import Path

import pytest

from builder.licences import licence_files
from builder.wheels.wheel import read_wheel
from tests.builder.wheels.making import REAL, wheel

INFO = "one-1.0.dist-info"


def texts(*paths: Path) -> dict[str, str]:
    found = licence_files([read_wheel(path) for path in paths])
    return {
        path.removeprefix("licences/packages/"): data.decode()
        for path, data in found.items()
        if path.startswith("licences/packages/")
    }


def listed(found: dict[str, str]) -> list[list[str]]:
    lines = found["README.txt"].splitlines()
    return [line.split() for line in lines if line.startswith(("one", "bas"))]


def test_every_real_package_has_its_licence() -> None:
    found = texts(*sorted(REAL.glob("*.whl")))
    assert len(found) == len(list(REAL.glob("*.whl"))) + 1
    assert "Permission is hereby granted, free of charge" in found["pydantic-2.14.3.txt"]
    assert ["basthon-turtle", "0.4.1", "GPL-3.0-or-later", "GPL-3.0.txt"] in listed(found)
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in found["GPL-3.0.txt"]
    assert "it brings none" not in found["README.txt"]


def test_all_texts_of_a_wheel(tmp_path: Path) -> None:
    files = {f"{INFO}/licenses/LICENSE": "Do what you want.", f"{INFO}/licenses/parts/NOTICE": "Thanks."}
    found = texts(wheel(tmp_path, files=files, metadata="License-Expression: MIT\n"))
    assert "LICENSE\n\nDo what you want." in found["one-1.0.txt"]
    assert "NOTICE\n\nThanks." in found["one-1.0.txt"]
    assert listed(found) == [["one", "1.0", "MIT", "one-1.0.txt"]]


@pytest.mark.parametrize(
    ("metadata", "brought"),
    [
        ("License-Expression: GPL-3.0-only\n", True),
        ("License: GPLv3+\n", True),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)\n", True),
        ("License-Expression: LGPL-3.0-or-later\n", False),
        ("License-Expression: AGPL-3.0-only\n", False),
        ("License-Expression: GPL-2.0-only\n", False),
        ("", False),
    ],
)
def test_the_text_of_the_gpl_is_brought_where_a_wheel_has_none(
    tmp_path: Path, metadata: str, *, brought: bool
) -> None:
    found = texts(wheel(tmp_path, metadata=metadata))
    assert ("GPL-3.0.txt" in found) == brought
    assert ("it brings none" in found["README.txt"]) != brought


def test_a_package_that_states_nothing(tmp_path: Path) -> None:
    (row,) = listed(texts(wheel(tmp_path)))
    assert row == ["one", "1.0", "not", "stated", "it", "brings", "none"]


def test_no_packages_no_list() -> None:
    assert texts() == {}
