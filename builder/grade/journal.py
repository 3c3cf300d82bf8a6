"""Remembers results beside the submissions, one a line, so that a killed run goes on where it was."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from runtime.judge.shapes import Report, Result
from runtime.judge.verdict import Verdict

NAME = ".knapsack-grades.jsonl"
# Whoever unpacked the submissions may have unpacked a link or a pipe of this name.
SAFELY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


class Journal:
    """The results known so far, by digest; `fault` says in one line why new ones are not kept, or is None."""

    def __init__(self, folder: Path) -> None:
        self.reports: dict[str, Report] = {}
        self.fault: str | None = None
        self._path = folder / NAME
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Read what is there. Raises nothing: a journal that cannot be used is not worth stopping for."""
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | SAFELY, 0o600)
        except OSError as error:
            self.fault = f"results are not remembered, {self._path} cannot be written: {error.strerror}"
        try:
            self._read()
        except OSError as error:
            self._give_up(error)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._close()

    def remember(self, digest: str, report: Report) -> None:
        """Keep a report, unless the judge itself was at fault: another run may do better."""
        if self._descriptor is None or any(test["verdict"] == Verdict.IE for test in report["tests"]):
            return
        line = json.dumps({"digest": digest, "report": report}).encode() + b"\n"
        rest = line
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            self._take_back(len(line) - len(rest))
            self._give_up(error)

    def _take_back(self, count: int) -> None:
        """Cut off the part of a line that still found room, unless somebody has written behind it."""
        assert self._descriptor is not None  # noqa: S101 - it has just been written to
        end = os.fstat(self._descriptor).st_size
        if count and os.lseek(self._descriptor, 0, os.SEEK_CUR) == end:
            os.ftruncate(self._descriptor, end - count)

    def _give_up(self, error: OSError) -> None:
        self.fault = f"results are not remembered from here on, {self._path}: {error.strerror}"
        self._close()

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _read(self) -> None:
        descriptor = self._descriptor
        if descriptor is None:
            if not self._path.is_file() or self._path.is_symlink():
                return
            descriptor = os.open(self._path, os.O_RDONLY | SAFELY)
        with os.fdopen(descriptor, "rb", closefd=descriptor != self._descriptor) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(0, "it is not a plain file")
            last = b"\n"
            for last in file:
                self.reports.update(_known(last))
        if not last.endswith(b"\n") and self._descriptor is not None:
            os.write(self._descriptor, b"\n")  # a run was killed within a line


def _known(line: bytes) -> Iterator[tuple[str, Report]]:
    """Yield the digest and report of a line, nothing for a line that was torn."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(raw, dict) and (report := sound_report(raw.get("report"))):
        yield str(raw.get("digest")), report


def sound_report(raw: object) -> Report | None:
    """Return `raw` when it has the form of a report, else None."""
    if not isinstance(raw, dict) or raw.keys() != Report.__annotations__.keys():
        return None
    tests = raw["tests"]
    sound = raw["verdict"] in set(Verdict) and isinstance(tests, list) and all(map(_is_result, tests))
    return cast("Report", raw) if sound else None


def _is_result(raw: object) -> bool:
    return isinstance(raw, dict) and Result.__required_keys__ <= raw.keys() <= Result.__annotations__.keys()
