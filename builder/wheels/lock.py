"""The lock file of a site's packages, in the form of pyodide-lock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from packaging.utils import canonicalize_name

from builder.wheels.resolve import needs
from builder.wheels.target import EMSCRIPTEN, PYODIDE, PYODIDE_ABI, PYTHON
from builder.wheels.wheel import Wheel


def depends(wheel: Wheel, wheels: Sequence[Wheel]) -> list[str]:
    """Return the names of those of `wheels` that a wheel needs itself, with the extras that others want."""
    there = {each.name for each in wheels}
    extras = {
        extra
        for each in wheels
        for requirement in each.requires
        if canonicalize_name(requirement.name) == wheel.name
        for extra in requirement.extras
    }
    needed = {canonicalize_name(requirement.name) for requirement in needs(wheel, extras)}
    return sorted(needed & there - {wheel.name})


def package_index(wheels: Sequence[Wheel]) -> dict[str, Any]:
    """Return what the shell must know of the packages: their modules, and what each needs itself."""
    return {
        wheel.name: {"imports": list(wheel.imports), "depends": depends(wheel, wheels)} for wheel in wheels
    }


def lock_text(wheels: Sequence[Wheel]) -> str:
    """Return the lock file for these wheels, which need nothing else."""
    from pyodide_lock import PyodideLockSpec  # noqa: PLC0415  (it takes longer to load than most commands run)
    from pyodide_lock.spec import InfoSpec, PackageSpec  # noqa: PLC0415

    info = InfoSpec(platform=EMSCRIPTEN, version=PYODIDE, python=PYTHON, abi_version=PYODIDE_ABI)
    packages = {
        str(wheel.name): PackageSpec(
            name=wheel.name,
            version=str(wheel.version),
            file_name=wheel.path.name,
            install_dir="site",
            sha256=wheel.digest,
            imports=list(wheel.imports),
            depends=depends(wheel, wheels),
        )
        for wheel in wheels
    }
    lock = PyodideLockSpec(info=info, packages=packages)
    lock.check_wheel_filenames()
    return json.dumps(lock.model_dump(), indent=1, sort_keys=True) + "\n"
