"""A student's site has no byte of a private test, a solution or a wrong program."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.build import build
from tests.builder.packages import Files, good, write, write_zip

SENTINEL = "Zq7sentinel"


def course_with_secrets(id_: str) -> Files:
    files = good()
    files["manifest.json"] = {"id": id_, "version": "1.0.0", "title": "Secrets", "languages": ["en", "ru"]}
    files["tasks/declarative.json"] = {
        "id": "declarative",
        "title": "PublicTitle",
        "description": "Do.",
        "tests": [
            {"input": "1", "expected": "PublicExpected"},
            {
                "name": f"{SENTINEL}name",
                "private": True,
                "input": f"{SENTINEL}input",
                "expected": f"{SENTINEL}expected",
                "explain": {"en": f"{SENTINEL}explain", "ru": f"{SENTINEL}объяснение"},
            },
            {"private": True, "call": f"{SENTINEL}()", "expected": f"'{SENTINEL}'"},
        ],
        "solution": f"print('{SENTINEL}solution')",
        "wrong": [{"code": f"print('{SENTINEL}wrong')", "verdict": "WA"}],
    }
    folder = "tasks/folder"
    files[f"{folder}/task.json"] = {"id": "folder", "title": "Folder", "description": "Do."}
    files[f"{folder}/checker.py"] = "def check(run_solution, case):\n    return 'PublicChecker'"
    files[f"{folder}/solution.py"] = f"# {SENTINEL}"
    files[f"{folder}/wrong/one.py"] = f"# verdict: WA\n# {SENTINEL}"
    files[f"{folder}/tests/public/01.in"] = files[f"{folder}/tests/public/01.out"] = "PublicFile"
    files[f"{folder}/tests/private/{SENTINEL}.in"] = files[f"{folder}/tests/private/{SENTINEL}.out"] = (
        SENTINEL
    )
    files[f"notes-{SENTINEL}.md"] = SENTINEL
    return files


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    write(folder / "courses/open", course_with_secrets("open"))
    write_zip(folder / "courses/packed.zip", course_with_secrets("packed"), "packed/")
    (folder / "browser").mkdir()
    for name in ("shell.js", "lesson.js"):
        (folder / "browser" / name).touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNAPSACK_BROWSER", str(folder / "browser"))
        build(folder / "courses", folder / "site")
    return folder / "site"


def contents(name: str, data: bytes, depth: int = 3) -> Iterator[tuple[str, bytes]]:
    """Yield a file's bytes, and what is packed or coded inside it."""
    yield name, data
    if depth == 0:
        return
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from contents(f"{name}/{member}", archive.read(member), depth - 1)
    if data.startswith(b"\x1f\x8b"):
        yield from contents(f"{name}(gzip)", gzip.decompress(data), depth - 1)
    for coded in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", data):
        whole = coded[: len(coded) - len(coded) % 4]
        yield from contents(f"{name}(base64)", base64.b64decode(whole), depth - 1)


def test_no_secret_is_on_the_site(site: Path) -> None:
    needle = SENTINEL.encode()
    for path in site.rglob("*"):
        assert SENTINEL not in path.name
        if path.is_file():
            for place, data in contents(str(path), path.read_bytes()):
                assert needle.lower() not in data.lower(), place


@pytest.mark.parametrize("course", ["open", "packed"])
@pytest.mark.parametrize("word", ["PublicTitle", "PublicExpected", "PublicChecker", "PublicFile"])
def test_what_is_public_is_there(site: Path, course: str, word: str) -> None:
    assert word in (site / "en" / course / "practice.html").read_text(encoding="utf-8")


def test_the_search_for_secrets_looks_inside() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", base64.b64encode(gzip.compress(SENTINEL.encode())))
    assert any(SENTINEL.encode() in data for _, data in contents("a.zip", packed.getvalue()))
