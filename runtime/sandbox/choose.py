"""Which backend judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from runtime.sandbox.backend import Backend, BackendError
from runtime.sandbox.browser import Browser
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.docker import Docker
from runtime.sandbox.restricted import Restricted
from runtime.sandbox.wasm import Wasm

BACKENDS: Mapping[str, Callable[[], Backend]] = {
    "docker": Docker,
    "bubblewrap": Bubblewrap,
    "wasm": Wasm,
    "restricted": Restricted,
    "browser": Browser,
}
"""By name, the strongest first."""
WEAK = frozenset({"restricted"})
"""Taken by `auto` only where the operator allows it."""
COMPARING = frozenset({"browser"})
"""Not for official verdicts, so never taken by `auto`."""


def choose_backend(name: str = "auto", *, allow_weak: bool = False) -> Backend:
    """Return the backend of this name, or for `auto` the strongest that works here.

    Raises BackendError, with one line that says what to do, when there is none.
    """
    if name != "auto":
        backend = BACKENDS[name]()
        if trouble := backend.trouble():
            raise BackendError(f"the backend {name} does not work here: {trouble}")
        return backend
    for candidate, make in BACKENDS.items():
        if candidate in COMPARING or (candidate in WEAK and not allow_weak):
            continue
        backend = make()
        if backend.trouble() is None:
            return backend
    raise BackendError("no backend works here; `knapsack doctor` says what each of them needs")
