"""A pack brings the Python packages that its course needs: no school wants a network to build it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.build import BrokenCoursesError, build
from builder.packs.contents import Contents, listed
from builder.packs.install import Consent, install
from builder.packs.pack import make_pack
from builder.packs.update import apply_update, make_update
from builder.problems import UserError
from tests.builder.packages import Files, as_bytes, set_at, write, write_zip
from tests.builder.packs.making import PUBLISHER, SCHOOL, course, keyring, members, signed, with_secrets
from tests.builder.wheels.index import ask
from tests.builder.wheels.making import needs, wheel

ONE, TWO = "wheels/one-1.0-py3-none-any.whl", "wheels/two-1.0-py3-none-any.whl"


def with_packages(files: Files, *names: str) -> Files:
    set_at(files, "manifest.json", "/packages", list(names))
    return files


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    wheel(tmp_path / "w", "one", metadata=needs("two"))
    wheel(tmp_path / "w", "two")
    wheel(tmp_path / "w", "three")
    return tmp_path / "w"


def packed(root: Path, files: Files, wheels: Path | None, name: str = "pack.zip") -> Path:
    source = write(root / f"{name}.source/small", files)
    (root / name).write_bytes(make_pack(source, PUBLISHER, wheels=wheels).data)
    return root / name


def test_what_a_course_needs_is_in_its_pack(tmp_path: Path, wheels: Path) -> None:
    found = members(packed(tmp_path, with_packages(course(), "one"), wheels).read_bytes())
    assert {name for name in found if name.endswith(".whl")} == {ONE, TWO}
    assert found[ONE] == (wheels / "one-1.0-py3-none-any.whl").read_bytes()


def test_the_same_course_makes_the_same_bytes(tmp_path: Path, wheels: Path) -> None:
    files = with_packages(with_secrets(), "one")
    one = make_pack(write(tmp_path / "a/small", files), PUBLISHER, [SCHOOL.public], wheels=wheels)
    other = make_pack(write_zip(tmp_path / "small.zip", files), PUBLISHER, [SCHOOL.public], wheels=wheels)
    assert one.data == other.data


def test_a_school_without_a_network_builds_what_it_installs(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = packed(tmp_path, with_packages(course(), "one"), wheels)
    ask("http://127.0.0.1:9/", monkeypatch)
    install(pack, tmp_path / "courses", keyring(tmp_path / "keys"), Consent())
    build(tmp_path / "courses", tmp_path / "site")
    names = {path.name for path in (tmp_path / "site/assets/packages").iterdir()}
    assert names == {"pyodide-lock.json", "one.whl.js", "two.whl.js"}
    (tmp_path / "packs").mkdir()
    pack.rename(tmp_path / "packs/pack.zip")  # a pack is a zipped course, too
    build(tmp_path / "packs", tmp_path / "other")
    assert {path.name for path in (tmp_path / "other/assets/packages").iterdir()} == names


def test_an_update_brings_a_new_package(tmp_path: Path, wheels: Path) -> None:
    old = packed(tmp_path, with_packages(course("1.0.0"), "one"), wheels, "old.zip")
    new = packed(tmp_path, with_packages(course("1.1.0"), "one", "three"), wheels, "new.zip")
    keys = keyring(tmp_path / "keys", PUBLISHER)
    install(old, tmp_path / "courses", keys, Consent())
    update = make_update(old, new, keys)
    (tmp_path / "update.zip").write_bytes(update.data)
    assert [name for name in members(update.data) if name.endswith(".whl")] == [
        "new/wheels/three-1.0-py3-none-any.whl"
    ]
    apply_update(tmp_path / "update.zip", tmp_path / "courses", keys, Consent())
    assert len(list((tmp_path / "courses/small/wheels").iterdir())) == 3


def test_a_course_packs_the_wheels_that_it_brings(tmp_path: Path, wheels: Path) -> None:
    own = wheel(tmp_path / "other", "one", "2.0")
    files = {**with_packages(course(), "one"), f"wheels/{own.name}": own.read_bytes()}
    found = members(packed(tmp_path, files, wheels).read_bytes())
    assert [name for name in found if name.endswith(".whl")] == [f"wheels/{own.name}"]


def test_a_package_that_cannot_be_had_is_not_packed(tmp_path: Path, wheels: Path) -> None:
    with pytest.raises(BrokenCoursesError) as caught:
        packed(tmp_path, with_packages(course(), "four"), wheels)
    assert [problem.pointer for problem in caught.value.problems] == ["/packages/0"]


def test_packages_count_for_the_size_of_a_course(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = with_packages(course(), "one")
    limit = sum(len(as_bytes(content)) for content in files.values())
    monkeypatch.setattr("builder.validate.files.MAX_PACKAGE_BYTES", limit)
    with pytest.raises(BrokenCoursesError) as caught:
        packed(tmp_path, files, wheels)
    assert str(caught.value.problems[-1]).startswith("small (with its packages): error: The course has")


def test_a_signed_pack_with_a_hostile_wheel_is_not_installed(tmp_path: Path) -> None:
    evil = wheel(tmp_path / "w", "evil", files={"../evil.py": "x"})
    files = {path: as_bytes(content) for path, content in with_packages(course(), "evil").items()}
    files[f"wheels/{evil.name}"] = evil.read_bytes()
    contents = Contents("course", "small", "1.0.0", PUBLISHER.public.text, listed(files))
    (tmp_path / "pack.zip").write_bytes(signed(files, contents.as_bytes()))
    with pytest.raises(
        UserError, match=r"the course in it has an error: small/wheels/evil-1\.0-.*leads out of"
    ):
        install(tmp_path / "pack.zip", tmp_path / "courses", keyring(tmp_path / "keys"), Consent())
    assert not (tmp_path / "courses/small").exists()
    assert not list(tmp_path.rglob("evil.py"))


def test_a_pack_has_archives_nowhere_but_among_its_wheels(tmp_path: Path, wheels: Path) -> None:
    data = next(wheels.glob("one-*")).read_bytes()
    files = {**{path: as_bytes(content) for path, content in course().items()}, "assets/x/one.whl": data}
    contents = Contents("course", "small", "1.0.0", PUBLISHER.public.text, listed(files))
    (tmp_path / "pack.zip").write_bytes(signed(files, contents.as_bytes()))
    with pytest.raises(UserError, match="is itself an archive; take it out"):
        install(tmp_path / "pack.zip", tmp_path / "courses", keyring(tmp_path / "keys"), Consent())
