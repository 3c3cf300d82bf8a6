"""What wheels are chosen for: the Python of the Pyodide that runs in the browser."""

from __future__ import annotations

from functools import cache

from packaging.tags import Tag, compatible_tags, cpython_tags

PYODIDE = "314.0.7"
PYTHON = "3.14.2"
ABI = "cp314"
PYODIDE_ABI = "2026_0"
PLATFORM = f"pyemscripten_{PYODIDE_ABI}_wasm32"
EMSCRIPTEN = "emscripten_5_0_3"
ENDINGS = f"-py3-none-any.whl or -{ABI}-{ABI}-{PLATFORM}.whl"
SHORT = (3, 14)
MARKERS = {
    "implementation_name": "cpython",
    "implementation_version": PYTHON,
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Emscripten",
    "platform_version": "",
    "python_full_version": PYTHON,
    "python_version": "3.14",
    "sys_platform": "emscripten",
}
"""The environment markers of PEP 508, as that Python would answer."""


@cache
def preference() -> dict[Tag, int]:
    """Return the tags of wheels that fit, each with its rank: 0 is the one made most closely for it.

    >>> Tag("py3", "none", "any") in preference(), Tag("cp311", "cp311", "win_amd64") in preference()
    (True, False)
    """
    tags = [*cpython_tags(SHORT, [ABI], [PLATFORM]), *compatible_tags(SHORT, ABI, [PLATFORM])]
    return {tag: rank for rank, tag in enumerate(tags)}
