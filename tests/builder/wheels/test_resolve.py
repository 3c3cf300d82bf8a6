from __future__ import annotations

from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName

from builder.wheels.resolve import UnsolvedError, solve
from builder.wheels.sources import Folder
from builder.wheels.wheel import Wheel
from tests.builder.wheels.making import COMPILED, needs, wheel


def folder(path: Path) -> Folder:
    return Folder(path.glob("*.whl"), "the folder")


def solved(path: Path, *names: str) -> dict[str, str]:
    return {each.name: str(each.version) for each in solve(names, folder(path))}


def refusal(path: Path, *names: str) -> tuple[str, str]:
    with pytest.raises(UnsolvedError) as caught:
        solve(names, folder(path))
    return caught.value.root, str(caught.value)


def test_the_newest_that_fits(tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "2.0rc1"):
        wheel(tmp_path, "one", version)
    wheel(tmp_path, "one", "3.0", tag="cp313-cp313-win_amd64")
    wheel(tmp_path, "one", "4.0", metadata="Requires-Python: <3.14\n")
    assert solved(tmp_path, "One") == {"one": "1.10"}


def test_a_preview_where_there_is_nothing_else(tmp_path: Path) -> None:
    wheel(tmp_path, "one", "2.0rc1")
    assert solved(tmp_path, "one") == {"one": "2.0rc1"}


def test_of_one_version_the_wheel_made_most_closely_for_the_browser(tmp_path: Path) -> None:
    wheel(tmp_path, "one", "1.0")
    wheel(tmp_path, "one", "1.0", tag=COMPILED)
    (chosen,) = solve(["one"], folder(tmp_path))
    assert not chosen.pure


@pytest.mark.parametrize(
    ("marker", "needed"),
    [
        ('sys_platform == "emscripten"', True),
        ('sys_platform == "linux"', False),
        ('platform_machine == "wasm32"', True),
        ('python_version >= "3.14"', True),
        ('python_full_version < "3.14.2"', False),
        ('platform_system != "Emscripten"', False),
        ('os_name == "posix"', True),
        ('implementation_name == "cpython"', True),
        ('extra == "more"', False),
    ],
)
def test_markers_are_those_of_the_browser(tmp_path: Path, marker: str, *, needed: bool) -> None:
    wheel(tmp_path, "one", metadata=needs(f"two; {marker}"))
    wheel(tmp_path, "two")
    assert solved(tmp_path, "one") == {"one": "1.0"} | ({"two": "1.0"} if needed else {})


def test_extras_that_are_asked_for(tmp_path: Path) -> None:
    wheel(tmp_path, "one", metadata=needs("two[more]"))
    wheel(tmp_path, "two", metadata=needs('three; extra == "more"', 'four; extra == "others"'))
    wheel(tmp_path, "three")
    assert sorted(solved(tmp_path, "one")) == ["one", "three", "two"]


def test_an_extra_of_the_package_itself(tmp_path: Path) -> None:
    wheel(tmp_path, "one", metadata=needs("two[all]"))
    wheel(tmp_path, "two", metadata=needs('two[more]; extra == "all"', 'three; extra == "more"'))
    wheel(tmp_path, "three")
    assert sorted(solved(tmp_path, "one")) == ["one", "three", "two"]


def test_packages_that_need_each_other(tmp_path: Path) -> None:
    wheel(tmp_path, "one", metadata=needs("two"))
    wheel(tmp_path, "two", metadata=needs("one"))
    assert sorted(solved(tmp_path, "one")) == ["one", "two"]


def test_a_choice_is_taken_back_when_more_is_known(tmp_path: Path) -> None:
    wheel(tmp_path, "first", metadata=needs("base"))
    wheel(tmp_path, "second", metadata=needs("middle"))
    wheel(tmp_path, "middle", metadata=needs("base<2"))
    wheel(tmp_path, "base", "1.0")
    wheel(tmp_path, "base", "2.0", metadata=needs("only-for-two"))
    wheel(tmp_path, "only_for_two")
    assert solved(tmp_path, "first", "second") == {
        "first": "1.0",
        "second": "1.0",
        "middle": "1.0",
        "base": "1.0",
    }


def test_an_older_version_whose_needs_can_be_met(tmp_path: Path) -> None:
    """As when a package is newer than the compiled part that goes with it."""
    for version in ("1.0", "2.0", "3.0"):
        wheel(tmp_path, "one", version, metadata=needs(f"core=={version}"))
    wheel(tmp_path, "core", "1.0", tag=COMPILED)
    assert solved(tmp_path, "one") == {"one": "1.0", "core": "1.0"}


def test_a_name_that_is_not_there(tmp_path: Path) -> None:
    wheel(tmp_path, "one")
    said = "there is no wheel of it in the folder that fits; put one there"
    assert refusal(tmp_path, "one", "twoo") == ("twoo", said)


def test_a_wheel_for_another_platform_is_named(tmp_path: Path) -> None:
    wheel(tmp_path, "one", tag="cp314-cp314-win_amd64")
    _, said = refusal(tmp_path, "one")
    assert said.startswith(
        "one-1.0-cp314-cp314-win_amd64.whl in the folder is for another platform or Python; take"
    )


def test_what_a_package_needs_is_not_there(tmp_path: Path) -> None:
    wheel(tmp_path, "one", metadata=needs("two"))
    wheel(tmp_path, "two", metadata=needs("three>=2"))
    said = "two 1.0 needs three>=2, but there is no wheel of it in the folder that fits; put one there"
    assert refusal(tmp_path, "one") == ("one", said)


def test_needs_that_cannot_be_met_together(tmp_path: Path) -> None:
    wheel(tmp_path, "left", metadata=needs("base<2"))
    wheel(tmp_path, "right", metadata=needs("base>=2"))
    wheel(tmp_path, "base", "1.0")
    wheel(tmp_path, "base", "2.0")
    said = "left 1.0 needs base<2 and right 1.0 needs base>=2, which cannot be met together; leave one"
    said += " of them out"
    assert refusal(tmp_path, "left", "right") == ("right", said)


def test_a_package_from_an_address(tmp_path: Path) -> None:
    wheel(tmp_path, "one", metadata=needs("two @ file:///etc/two-1.0-py3-none-any.whl"))
    assert refusal(tmp_path, "one") == ("one", "one takes two from an address; leave it out")


def test_a_wheel_that_is_not_harmless(tmp_path: Path) -> None:
    wheel(tmp_path, "one", metadata=needs("two"))
    wheel(tmp_path, "two").write_text("no zip", encoding="ascii")
    root, said = refusal(tmp_path, "one")
    assert (root, said[:34]) == ("one", "The zip file cannot be unpacked: i")


def test_files_that_nobody_asks_for_do_not_matter(tmp_path: Path) -> None:
    wheel(tmp_path, "one")
    (tmp_path / "rubbish.whl").write_text("no zip", encoding="ascii")
    wheel(tmp_path, "two").write_text("no zip", encoding="ascii")
    assert solved(tmp_path, "one") == {"one": "1.0"}


class Endless:
    """A source in which every version needs a newer one of another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made = 0

    def find(self, name: NormalizedName, _wanted: SpecifierSet) -> Wheel | None:
        self._made += 1
        version = str(self._made)
        made = wheel(self._path, name, version, metadata=needs(f"{'a' if name == 'b' else 'b'}>{version}"))
        return folder(made.parent)._read(made)

    def advice(self, _name: NormalizedName) -> str:
        return ""


def test_needs_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.wheels.resolve.MAX_STEPS", 20)
    with pytest.raises(UnsolvedError, match="goes round in a circle"):
        solve(["a"], Endless(tmp_path))
