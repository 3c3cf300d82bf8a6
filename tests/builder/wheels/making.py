"""Small wheels for tests, and the real ones of `.wheels`."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

REAL = Path(__file__).parents[3] / ".wheels"
PURE = "py3-none-any"
COMPILED = "cp314-cp314-pyemscripten_2026_0_wasm32"


def wheel(
    folder: Path,
    name: str = "one",
    version: str = "1.0",
    *,
    tag: str = PURE,
    metadata: str = "",
    files: Mapping[str, str | bytes] | None = None,
    said: str | None = None,
) -> Path:
    """Write a wheel; `metadata` are further lines, `said` is the text of METADATA if it is another."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    own = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{metadata}"
    written = {
        **({f"{name}.py": f"version = {version!r}\n"} if files is None else files),
        f"{info}/METADATA": own if said is None else said,
        f"{info}/WHEEL": "Wheel-Version: 1.0\n",
        f"{info}/RECORD": "",
    }
    path = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for place, content in written.items():
            archive.writestr(zipfile.ZipInfo(place), content)
    return path


def needs(*requirements: str) -> str:
    """Return the lines of METADATA with which a wheel says what it needs."""
    return "".join(f"Requires-Dist: {each}\n" for each in requirements)
