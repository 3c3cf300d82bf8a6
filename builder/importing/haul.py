"""What an import has read, before any of it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from builder.importing.log import Log


@dataclass
class FolderTask:
    """A task of its own folder: its JSON, and the other files by their path in the folder."""

    data: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The task's id."""
        return str(self.data["id"])


@dataclass
class Haul:
    """Everything read from one source; assets go by their path in the course."""

    log: Log = field(default_factory=Log)
    tasks: list[FolderTask] = field(default_factory=list)
    quizzes: list[dict[str, Any]] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    """Ids that are given away in this haul, in lower case: no two items share one."""
