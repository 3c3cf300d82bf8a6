"""What happened, for whoever has to help: one JSON object a line, and nothing that is a learner's business.

Fields are ids, numbers and words of ours: no names, no code, no secrets. For the same reason the message of
an error is left out, which may quote anything, and the places it came through are kept. Lines are written
by a thread of their own, so that no request ever waits for the disk because of them.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from runtime.companion.store.faults import StoreError

APP, VALIDATION = "app.log", "validation.log"
MOST_BYTES, OLD_FILES = 1_000_000, 4
OURS = {"builder", "runtime", "site-packages"}
INFO, WARNING, ERROR = logging.INFO, logging.WARNING, logging.ERROR

_app = logging.getLogger("knapsack.companion.app")
_validation = logging.getLogger("knapsack.companion.validation")
for _logger in (_app, _validation):
    _logger.setLevel(INFO)
    _logger.propagate = False
    _logger.addHandler(logging.NullHandler())


def note(event: str, level: int = INFO, **fields: object) -> None:
    """Write down that something happened; only while logs are written anywhere."""
    _app.log(level, event, extra={"fields": fields})


def failed(event: str, error: BaseException, **fields: object) -> None:
    """Write down what went wrong, with its traceback."""
    _app.log(ERROR, event, extra={"fields": {**fields, "errors": list(_chain(error))}})


def validated(event: str, level: int = INFO, **fields: object) -> None:
    """Write down what was found in courses."""
    _validation.log(level, event, extra={"fields": fields})


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Write logs into a folder meanwhile; the oldest lines go when there are many."""
    with _written(_app, folder / APP), _written(_validation, folder / VALIDATION):
        yield


@contextmanager
def _written(logger: logging.Logger, path: Path) -> Iterator[None]:
    file = _File(path, maxBytes=MOST_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True)
    file.setFormatter(_Line())
    lines: SimpleQueue[logging.LogRecord] = SimpleQueue()
    handler, listener = QueueHandler(lines), QueueListener(lines, file)
    listener.start()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        listener.stop()
        file.close()


class _Line(logging.Formatter):
    """A record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone()
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        return json.dumps(line, default=str)


class _File(RotatingFileHandler):
    """A log that may fail to be written: a full disk must not end lessons."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the library's name)
        """Leave the line out."""


def _chain(error: BaseException) -> Iterator[dict[str, Any]]:
    """Yield an error and those that led to it."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield {"type": type(each).__name__, **_detail(each), "trace": _trace(each)}
        each = each.__cause__ or each.__context__


def _detail(error: BaseException) -> dict[str, Any]:
    """Return what is known of an error and can hold nothing of anybody's."""
    if isinstance(error, StoreError):
        return {"kind": error.kind}
    if isinstance(error, sqlite3.Error):
        return {"kind": getattr(error, "sqlite_errorname", "")}
    return {"kind": error.errno} if isinstance(error, OSError) else {}


def _trace(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """Return the end of a path: where Knapsack is installed may be somebody's name."""
    parts = Path(filename).parts
    own = [number for number, part in enumerate(parts) if part in OURS]
    return "/".join(parts[own[-1] :] if own else parts[-1:])
