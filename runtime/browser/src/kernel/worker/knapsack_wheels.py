"""Puts wheels into site-packages. Imported when a program first needs one."""

import contextlib
import gc
import importlib
import json
import site
import zipfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from knapsack_kernel import hidden_modules

PURE = ("purelib", "platlib")


def unpack_wheel(path: str) -> str:
    """Unpack a wheel; returns the paths of the shared libraries in it, as JSON."""
    target = Path(site.getsitepackages()[0])
    libraries = []
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if (place := _place(name)) is None:
                continue
            file = target / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(wheel.read(name))
            if name.endswith(tuple(EXTENSION_SUFFIXES)):
                libraries.append(str(file))
    return json.dumps(libraries)


def import_modules(names: str) -> str:
    """Import the modules that a program names, so that it need not; what they raise is for it to see."""
    importlib.invalidate_caches()
    with hidden_modules():
        for name in json.loads(names):
            with contextlib.suppress(Exception):  # a stranger's package may raise anything
                importlib.import_module(name)
    gc.collect()
    return "null"


def _place(name: str) -> str | None:
    """Return where a file of a wheel belongs in site-packages (PEP 427), None for what belongs elsewhere."""
    parts = name.split("/")
    if parts[0].endswith(".data"):
        if parts[1] not in PURE:
            return None
        parts = parts[2:]
    return None if {"", ".", ".."} & set(parts) else "/".join(parts)
