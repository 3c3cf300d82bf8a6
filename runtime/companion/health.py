"""How the companion fares while it runs: when somebody last asked for something, and what is wrong."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


@dataclass
class Health:
    """What changes from moment to moment and is not worth a place in the database."""

    damaged: bool = False
    """A database was found damaged."""
    backup_fault: str = ""
    """Why the last daily backup failed, in one line."""
    asked: float = field(default_factory=time.monotonic)
    """When somebody last asked for something, by a counter that nobody can set."""
    backing_up: threading.Lock = field(default_factory=threading.Lock)

    def somebody_asks(self) -> None:
        """Take note that somebody is at work."""
        self.asked = time.monotonic()

    def idle_for(self, seconds: float) -> bool:
        """Whether nobody has asked for anything for so long."""
        return time.monotonic() - self.asked >= seconds
