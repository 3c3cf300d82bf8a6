"""Keys and packs for tests."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from builder.archive import WHEELS, opened_archive
from builder.packs.contents import LIST, SIGNATURE
from builder.packs.keyring import Keyring
from builder.packs.keys import OwnKey, PublicKey
from builder.packs.pack import make_pack
from builder.packs.signature import sign
from builder.packs.zipped import write_zip
from tests.builder.packages import Files, good, set_at, write

PUBLISHER = OwnKey("publisher", bytes(range(32)))
STRANGER = OwnKey("publisher", bytes(range(1, 33)))
SCHOOL = OwnKey("school", bytes(range(2, 34)))
OTHER_SCHOOL = OwnKey("school", bytes(range(3, 35)))
SENTINEL = "Zq7sentinel"


def keyring(folder: Path, *own: OwnKey, trusted: tuple[PublicKey, ...] = (PUBLISHER.public,)) -> Keyring:
    """A keyring that trusts the publisher."""
    (folder / "own").mkdir(parents=True)
    for number, key in enumerate(own):
        (folder / f"own/own{number}.{key.kind}.key").write_text(key.text, encoding="ascii")
    keys = Keyring(folder)
    for number, each in enumerate(trusted):
        keys.trust(f"known{number}", each)
    return keys


def course(version: str = "1.0.0") -> Files:
    set_at(files := good(), "manifest.json", "/version", version)
    return files


def with_secrets(version: str = "1.0.0") -> Files:
    """A course with private tests and solutions in every place they can be in."""
    files = course(version)
    files["tasks/sum.json"] = {
        "id": "sum",
        "title": "Sum",
        "description": "Add.",
        "tests": [
            {"input": "1 2", "expected": "3", "private": True, "name": f"{SENTINEL}-name"},
            {"input": "Public", "expected": "3"},
            {"call": f"'{SENTINEL}'", "expected": f"'{SENTINEL}'", "private": True, "explain": SENTINEL},
        ],
        "solution": f"# {SENTINEL}\nprint(3)",
        "wrong": [{"code": f"# {SENTINEL}", "verdict": "WA"}],
    }
    files["tasks/folder/task.json"] = {"id": "folder", "title": "Folder", "description": "Do."}
    files["tasks/folder/solution.py"] = f"# {SENTINEL}"
    files["tasks/folder/README.md"] = SENTINEL
    files["tasks/folder/wrong/one.py"] = f"# verdict: WA\n# {SENTINEL}"
    for kind, text in (("public", "Public"), ("private", SENTINEL)):
        files[f"tasks/folder/tests/{kind}/{text}.in"] = text
        files[f"tasks/folder/tests/{kind}/{text}.out"] = text
    return files


def pack(
    folder: Path,
    files: Files | None = None,
    *schools: PublicKey,
    key: OwnKey = PUBLISHER,
    name: str = "pack.zip",
) -> Path:
    """Write the pack of a course called `small`."""
    root = write(folder / f"{name}.source" / "small", files or course())
    (folder / name).write_bytes(make_pack(root, key, schools).data)
    return folder / name


def members(data: bytes) -> dict[str, bytes]:
    with opened_archive(BytesIO(data), archives=WHEELS) as archive:
        return {name: archive.read(name) for name in archive.files}


def zipped(files: dict[str, bytes]) -> bytes:
    write_zip(out := BytesIO(), files)
    return out.getvalue()


def signed(files: dict[str, bytes], contents: dict[str, Any] | bytes, key: OwnKey = PUBLISHER) -> bytes:
    """A zip in our form with a content list that says whatever it is given, rightly signed."""
    listing = contents if isinstance(contents, bytes) else json.dumps(contents).encode()
    return zipped({**files, LIST: listing, SIGNATURE: sign(listing, key)})


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
