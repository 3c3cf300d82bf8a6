"""A wheel is a zip from a stranger: what is not as it should be is refused before anything is made of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.reading import UnreadableError
from builder.wheels import wheel as module
from builder.wheels.wheel import library, named, opened_wheel, read_wheel
from tests.builder.raw_zip import Raw, raw_zip
from tests.builder.wheels.making import COMPILED, REAL, needs, wheel

INFO = "one-1.0.dist-info"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_wheel(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("path", sorted(REAL.glob("*.whl")), ids=lambda path: path.name.split("-")[0])
def test_real_wheels_are_read(path: Path) -> None:
    found = read_wheel(path)
    assert found.licence
    assert found.pure == ("none-any" in path.name)
    assert found.name.replace("-", "_") in {*found.imports, "basthon_turtle"}


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("one-1.0-py3-none-any.whl", True),
        ("one-1.0-py2.py3-none-any.whl", True),
        ("one-1.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl", True),
        ("one-1.0-cp311-abi3-pyemscripten_2026_0_wasm32.whl", True),
        ("one-1.0-py3-none-pyemscripten_2026_0_wasm32.whl", True),
        ("one-1.0-1-py3-none-any.whl", True),
        ("one-1.0-cp313-cp313-pyemscripten_2026_0_wasm32.whl", False),
        ("one-1.0-cp314-cp314-pyodide_2025_0_wasm32.whl", False),
        ("one-1.0-cp314-cp314-manylinux_2_28_x86_64.whl", False),
        ("one-1.0-cp314-abi3-win_amd64.whl", False),
        ("one-1.0-py2-none-any.whl", False),
    ],
)
def test_which_wheels_fit_the_browser(name: str, *, fits: bool) -> None:
    assert (named(Path(name)).rank is not None) == fits


def test_a_wheel_for_another_platform(tmp_path: Path) -> None:
    said = refusal(wheel(tmp_path, tag="cp314-cp314-manylinux_2_28_x86_64"))
    assert "is for another platform or Python; take one that ends in -py3-none-any.whl or" in said


@pytest.mark.parametrize(
    "name", ["one.whl", "one-1.0.whl", "one-x.y-py3-none-any.whl", "-1.0-py3-none-any.whl"]
)
def test_a_name_that_no_wheel_has(tmp_path: Path, name: str) -> None:
    path = wheel(tmp_path).rename(tmp_path / name)
    assert refusal(path) == f"{name} is not named as wheels are; get it again."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Name: other\nVersion: 1.0\n", "other 1.0"),
        ("Name: one\nVersion: 2.0\n", "one 2.0"),
        ("Name: one\nVersion: rubbish\n", "one rubbish"),
        (f"Name: one\nVersion: {'9' * 5000}\n", f"one {'9' * 76}"),
        ("Name: one\n", "one"),
        ("", ""),
        ("\0" * 99, ""),
    ],
)
def test_metadata_that_say_something_else_than_the_name(tmp_path: Path, said: str, shown: str) -> None:
    found = refusal(wheel(tmp_path, said=said))
    assert found == f"The wheel says that it is ‘{shown}’, which is not what its name says."


def renamed(path: Path, change: Callable[[str], str | None]) -> Path:
    """Write the wheel again with other names in it; None leaves a file out."""
    with zipfile.ZipFile(path) as archive:
        files = [(change(name), archive.read(name)) for name in archive.namelist()]
    path.write_bytes(raw_zip([Raw(name, data) for name, data in files if name]))
    return path


@pytest.mark.parametrize("file", ["METADATA", "WHEEL", "RECORD"])
def test_a_file_that_every_wheel_has_is_missing(tmp_path: Path, file: str) -> None:
    path = renamed(wheel(tmp_path), lambda name: None if name.endswith(file) else name)
    assert refusal(path) == f"The wheel has no file {INFO}/{file}; get it again."


def test_a_wheel_without_its_folder_or_with_anothers(tmp_path: Path) -> None:
    path = renamed(wheel(tmp_path), lambda name: name.replace(INFO, "info"))
    assert refusal(path) == "The wheel has not one folder .dist-info, as every wheel has; get it again."
    other = wheel(tmp_path, files={"two-1.0.dist-info/METADATA": "", "one.py": ""})
    assert "has a folder ‘two-1.0.dist-info’, which its name does not promise" in refusal(other)
    data = wheel(tmp_path, files={"two-1.0.data/purelib/two.py": ""})
    assert "has a folder ‘two-1.0.data’, which its name does not promise" in refusal(data)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../evil.py", "leads out of"),
        ("/evil.py", "is not a path inside"),
        ("C:/evil.py", "is not a path inside"),
        ("one/..\\evil.py", "a character that Windows does not allow"),
        ("one-1.0.data/purelib/../../evil.py", "leads out of"),
        ("aux.py", "Windows keeps the name"),
        ("ONE.py", "are the same file on Windows and macOS"),
        ("a/" * 14 + "b.py", "lies deeper than 12 folders"),
        ("one-1.0.data/purelib/one.py", "it has ‘one.py’ twice"),
        ("one-1.0.data/platlib/ONE.py", "are the same file on Windows and macOS"),
    ],
)
def test_paths_that_are_not_safe(tmp_path: Path, name: str, message: str) -> None:
    assert message in refusal(wheel(tmp_path, files={"one.py": "", name: "evil"}))


def test_a_wheel_that_is_no_zip_or_cut_off(tmp_path: Path) -> None:
    path = wheel(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    assert "The zip file cannot be unpacked" in refusal(path)
    path.write_text("no zip at all", encoding="ascii")
    assert "The zip file cannot be unpacked" in refusal(path)


def test_a_wheel_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, metadata=needs("two>1; sys_platform == 'emscripten'") + "License: MIT\n")
    sound = path.read_bytes()
    refused = 0
    for place in range(len(sound)):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x15]) + sound[place + 1 :])
        try:
            assert read_wheel(path).name == "one"
        except UnreadableError:
            refused += 1
    assert refused > len(sound) / 2


def test_a_wheel_that_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "one-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.py", b"\n" * 50_000_000)
    assert "would grow more than 200-fold" in refusal(path)


def test_a_wheel_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 100)
    assert "has more than 0 MB" in refusal(wheel(tmp_path))


def test_metadata_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_METADATA", 100)
    assert f"‘{INFO}/METADATA’ in the zip file is larger than 100 bytes" in refusal(
        wheel(tmp_path, metadata="Summary: " + "x" * 100)
    )


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        (needs("two >>> 3"), "Requires-Dist cannot be read"),
        (needs("two; sys_platform"), "Requires-Dist cannot be read"),
        (
            needs("two; sys_platform ~= 'linux'"),
            "Requires-Dist cannot be read: \"two; sys_platform ~= 'linux'\".",
        ),
        (needs("two>=" + "9" * 5000), "Requires-Dist cannot be read"),
        (needs("two; python_version > '" + "9" * 5000 + "'"), "Requires-Dist cannot be read"),
        (f"Requires-Python: >={'9' * 5000}\n", "Requires-Python cannot be read"),
        (needs("two; 'x' in dependency_groups"), "Requires-Dist cannot be read"),
        (needs("two; " + "(" * 5000), "Requires-Dist cannot be read"),
        ("Requires-Python: soon\n", "Requires-Python cannot be read"),
    ],
)
def test_needs_that_cannot_be_read(tmp_path: Path, metadata: str, message: str) -> None:
    assert message in refusal(wheel(tmp_path, metadata=metadata))


def test_archives_inside_are_only_data(tmp_path: Path) -> None:
    path = wheel(
        tmp_path, files={"one/__init__.py": "", "one/zones.tar.gz": b"\x1f\x8b", "one/x.zip": b"PK\3\4"}
    )
    assert read_wheel(path).imports == ("one",)
    with opened_wheel(path) as archive:
        assert archive.read("one/x.zip") == b"PK\3\4"


def test_what_import_finds(tmp_path: Path) -> None:
    files = dict.fromkeys(
        [
            "single.py",
            "package/__init__.py",
            "package/inner/more.py",
            "space/name/module.py",
            "native.cpython-314-wasm32-emscripten.so",
            "stable.abi3.so",
            "compiled/part.cpython-314-wasm32-emscripten.so",
            "data/table.csv",
            "not-a-name/module.py",
            "readme.txt",
            "one-1.0.data/purelib/turtle.py",
            "one-1.0.data/platlib/plat/__init__.py",
            "one-1.0.data/scripts/script.py",
            "one-1.0.data/headers/x.py",
        ],
        "",
    )
    found = read_wheel(wheel(tmp_path, tag=COMPILED, files=files)).imports
    assert found == ("compiled", "native", "package", "plat", "single", "space", "stable", "turtle")


def test_where_files_belong(tmp_path: Path) -> None:
    path = wheel(
        tmp_path, files={"one.py": "", "one-1.0.data/purelib/a/b.py": "", "one-1.0.data/scripts/c": ""}
    )
    with opened_wheel(path) as archive:
        places = library(archive)
    assert {place: name for place, name in places.items() if ".dist-info" not in place} == {
        "one.py": "one.py",
        "a/b.py": "one-1.0.data/purelib/a/b.py",
    }


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: GPL-3.0-or-later\n", "GPL-3.0-or-later"),
        ("License: MIT License\n  and a lot more\n", "MIT License"),
        ("Classifier: License :: OSI Approved :: BSD License\n", "BSD License"),
        ("", ""),
    ],
)
def test_the_licence(tmp_path: Path, metadata: str, licence: str) -> None:
    assert read_wheel(wheel(tmp_path, metadata=metadata)).licence == licence


def test_the_texts_of_licences(tmp_path: Path) -> None:
    names = [
        "licenses/LICENSE",
        "licenses/parts/MIT.txt",
        "LICENSE.txt",
        "COPYING",
        "NOTICE",
        "top_level.txt",
    ]
    found = read_wheel(wheel(tmp_path, files=dict.fromkeys([f"{INFO}/{name}" for name in names], "")))
    assert found.licences == tuple(sorted(f"{INFO}/{name}" for name in names[:-1]))
