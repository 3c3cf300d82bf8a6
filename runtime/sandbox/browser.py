"""The backend `browser`: the kernel in a real browser, as students have it. For comparing, not for grades."""

from __future__ import annotations

import importlib.util
import os
import shutil

from runtime.sandbox.backend import BackendError
from runtime.sandbox.kernel import Kernel, KernelBackend

PAGE = "comparing.html"
VARIABLE = "KNAPSACK_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
NO_CHROMIUM = f"Chromium was not found; install it, or say in {VARIABLE} where it is"
NO_PLAYWRIGHT = "playwright is not installed; run: pip install knapsack-courseware[browser]"


class Browser(KernelBackend):
    """Chromium without a window and without a network, with a page for every sandbox."""

    name = "browser"

    def _start(self) -> Kernel:
        page = self._part(PAGE)
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
