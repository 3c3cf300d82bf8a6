"""Prints results, and says when they did not arrive: the disk behind standard output may be full."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def printed(show: Callable[[], None]) -> str | None:
    """Let `show` print; returns None, or in one line why not all of it has arrived.

    >>> printed(lambda: print("3 submissions"))
    3 submissions
    """
    try:
        show()
        sys.stdout.flush()
    except OSError as error:
        # Python would try what is left in the buffer once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return f"the results cannot be printed: {error.strerror}"
    return None
