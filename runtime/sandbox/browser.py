"""The backend `browser`: the kernel in a real browser, as students have it. For comparing, not for grades."""

from __future__ import annotations

import importlib.util
import os
import shutil
from contextlib import AbstractContextManager
from pathlib import Path

from runtime.bundle import browser_folder
from runtime.sandbox.backend import BackendError
from runtime.sandbox.kernel import Kernel, KernelSandbox, bundle_digest

PAGE = "comparing.html"
VARIABLE = "KNAPSACK_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
NO_CHROMIUM = f"Chromium was not found; install it, or say in {VARIABLE} where it is"
NO_PLAYWRIGHT = "playwright is not installed; run: pip install knapsack-courseware[browser]"


class Browser:
    """Chromium without a window and without a network, with a page for every sandbox.

    `kernel` is the folder of the kernel bundle, by default the one that belongs to this Knapsack.
    """

    name = "browser"

    def __init__(self, kernel: Path | None = None) -> None:
        self._kernel = (kernel or browser_folder() / "kernel").resolve()

    def trouble(self) -> str | None:
        """Whether it starts Python here."""
        try:
            with self.open():
                return None
        except BackendError as error:
            return str(error)

    def fingerprint(self) -> str:
        """Return a digest of the kernel bundle, which holds the Python."""
        return bundle_digest(self._kernel)

    def open(self) -> AbstractContextManager[KernelSandbox]:
        """Return a sandbox; see `Backend.open`."""
        return KernelSandbox(self._page)

    def _page(self) -> Kernel:
        page = self._kernel / PAGE
        if not page.is_file():
            raise BackendError(f"the kernel bundle is missing from {self._kernel}; run: python3 dev.py setup")
        if importlib.util.find_spec("playwright") is None:
            raise BackendError(NO_PLAYWRIGHT)
        from runtime.sandbox.chromium import ComparingPage  # noqa: PLC0415  (an extra of the package)

        return ComparingPage(find_chromium(), page.as_uri())


def find_chromium() -> str:
    """Return the path of this computer's Chromium, or of one of its kin. Raises BackendError."""
    named = os.environ.get(VARIABLE)
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    raise BackendError(f"{VARIABLE} names no program: {named}" if named else NO_CHROMIUM)
