"""The packages of courses on a built site."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from builder.build import BrokenCoursesError, build
from tests.builder.packages import Files, good, set_at, write
from tests.builder.site import Page
from tests.builder.wheels.making import COMPILED, REAL, needs, wheel


def course(*packages: str, id_: str = "small") -> Files:
    set_at(files := good(), "manifest.json", "/packages", list(packages))
    set_at(files, "manifest.json", "/id", id_)
    return files


def built(root: Path, *packages: str, wheels: Path = REAL) -> Path:
    write(root / "courses/small", course(*packages))
    phases: list[str] = []
    assert build(root / "courses", root / "site", phases.append, wheels=wheels) == []
    assert ("packages" in phases) == bool(packages), "people are told what they wait for"
    return root / "site"


def problems(root: Path, wheels: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(BrokenCoursesError) as caught:
        build(root / "courses", root / "site", wheels=wheels)
    return [(problem.file, problem.pointer, problem.message) for problem in caught.value.problems]


def lock(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (site / "assets/packages/pyodide-lock.json").read_text(encoding="utf-8")
    )
    return found


def config(site: Path) -> Any:
    return Page(site / "index.html").data[0]["packages"]


def names(site: Path) -> list[str]:
    return sorted(path.name for path in (site / "assets/packages").iterdir())


def test_the_turtle(tmp_path: Path) -> None:
    site = built(tmp_path, "basthon-turtle")
    assert names(site) == ["basthon-turtle.whl.js", "pyodide-lock.json"]
    package = lock(site)["packages"]["basthon-turtle"]
    assert package["imports"] == ["basthon", "turtle"], "turtle.py stands in the folder .data/purelib"
    assert (package["depends"], package["version"]) == ([], "0.4.1")
    assert config(site) == {"basthon-turtle": {"imports": ["basthon", "turtle"], "depends": []}}


def test_a_wheel_is_carried_as_it_is(tmp_path: Path) -> None:
    site = built(tmp_path, "basthon-turtle")
    script = (site / "assets/packages/basthon-turtle.whl.js").read_text(encoding="ascii")
    form = r'\(window\.knapsackPacked\?\?=\{\}\)\["basthon-turtle\.whl"\]=function\(\)\{/\*([\w+/=]+)\*/\};\n'
    match = re.fullmatch(form, script)
    assert match
    data = base64.b64decode(match[1])
    assert data == next(REAL.glob("basthon_turtle-*.whl")).read_bytes()
    assert lock(site)["packages"]["basthon-turtle"]["sha256"] == hashlib.sha256(data).hexdigest()


def test_a_package_brings_all_that_it_needs(tmp_path: Path) -> None:
    site = built(tmp_path, "pydantic")
    needed = ["annotated-types", "pydantic-core", "typing-extensions", "typing-inspection"]
    assert sorted(config(site)) == sorted([*needed, "pydantic"])
    assert config(site)["pydantic"]["depends"] == needed
    assert config(site)["typing-inspection"]["depends"] == ["typing-extensions"]
    file = lock(site)["packages"]["pydantic-core"]["file_name"]
    assert file.endswith(f"-{COMPILED}.whl")


def test_a_site_without_packages_has_nothing_of_them(tmp_path: Path) -> None:
    site = built(tmp_path)
    assert not (site / "assets/packages").exists()
    assert not (site / "licences/packages").exists()
    assert config(site) == {}


def test_all_courses_share_one_set(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "left", metadata=needs("base<3"))
    wheel(tmp_path / "wheels", "right", metadata=needs("base>1"))
    for version in ("1", "2", "3"):
        wheel(tmp_path / "wheels", "base", version)
    write(tmp_path / "courses/one", course("left", id_="one"))
    write(tmp_path / "courses/two", course("right", id_="two"))
    build(tmp_path / "courses", tmp_path / "site", wheels=tmp_path / "wheels")
    packages = lock(tmp_path / "site")["packages"]
    assert {name: each["version"] for name, each in packages.items()} == {
        "left": "1.0",
        "right": "1.0",
        "base": "2",
    }


def test_courses_whose_needs_cannot_be_met_together(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "left", metadata=needs("base==1"))
    wheel(tmp_path / "wheels", "right", metadata=needs("base==2"))
    for version in ("1", "2"):
        wheel(tmp_path / "wheels", "base", version)
    write(tmp_path / "courses/one", course("left", id_="one"))
    write(tmp_path / "courses/two", course("right", id_="two"))
    write(tmp_path / "courses/zwei", course("left", id_="zwei"))
    message = (
        "The packages of this course and of others do not go together:"
        " left 1.0 needs base==1 and right 1.0 needs base==2, which cannot be met together;"
        " leave one of them out."
    )
    found = problems(tmp_path, tmp_path / "wheels")
    assert found == [("two/manifest.json", "/packages/0", message)], "and none for the third"


def test_the_courses_own_wheels_come_first(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "one", "2.0")
    wheel(tmp_path / "courses/small/wheels", "one", "1.0")
    site = built(tmp_path, "one", wheels=tmp_path / "wheels")
    assert lock(site)["packages"]["one"]["version"] == "1.0"


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    one = built(tmp_path / "one", "basthon-turtle", "pydantic")
    other = built(tmp_path / "other", "pydantic", "basthon-turtle")
    for path in [*one.glob("assets/packages/*"), *one.glob("licences/packages/*"), one / "index.html"]:
        assert path.read_bytes() == (other / path.relative_to(one)).read_bytes(), path
