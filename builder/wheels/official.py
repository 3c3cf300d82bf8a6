"""The packages of a course for the official judge: files beside the program, which it can import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from builder.grade.entries import Entry
from builder.submission import SubmissionError
from builder.wheels.here import python_of, used
from builder.wheels.wheel import Wheel, library, opened_wheel
from runtime.judge.verdict import Verdict
from runtime.sandbox.backend import Files, Submission

MAX_BYTES = 16_000_000
"""More than this takes a sandbox too long to unpack for every test."""


class Equipment:
    """What the programs of a task may import. Wheels are read when a program first needs them."""

    def __init__(self, task: Mapping[str, Any], wheels: Sequence[Wheel]) -> None:
        self._of_tests = python_of(task["tests"])
        self._wheels = wheels
        self._files: dict[str, Files] = {}

    def with_packages(self, submission: Submission) -> Submission:
        """Return the submission with the files of the packages that it names.

        A file that was handed in goes before one of a package. Raises SubmissionError when the program needs
        what was compiled for the browser, which no sandbox of this computer's Python can run, or too much.
        """
        modules = [
            content.decode("utf-8", "replace")
            for name, content in submission.files.items()
            if _is_python(name)
        ]
        found: dict[str, bytes] = {}
        for wheel in used([submission.code, *self._of_tests, *modules], self._wheels):
            if not wheel.pure:
                raise SubmissionError(
                    f"the program needs {wheel.name}, which is compiled for the browser and does not run here"
                )
            found |= self._files_of(wheel)
        if (size := sum(map(len, found.values()))) > MAX_BYTES:
            allowed = f"at most {MAX_BYTES // 10**6} MB is allowed"
            raise SubmissionError(f"the packages that the program needs take {size / 1e6:.0f} MB; {allowed}")
        return replace(submission, files={**found, **submission.files})

    def with_packages_or_reason(self, entry: Entry) -> Entry:
        """Return the entry of a class with its packages, or why it cannot be judged."""
        if entry.submission is None:
            return entry
        try:
            return replace(entry, submission=self.with_packages(entry.submission))
        except SubmissionError as error:
            return replace(entry, submission=None, verdict=Verdict.IE.value, reason=str(error))

    def _files_of(self, wheel: Wheel) -> Files:
        if wheel.name not in self._files:
            with opened_wheel(wheel.path) as archive:
                kept = {place: name for place, name in library(archive).items() if _is_wanted(place)}
                self._files[wheel.name] = {place: archive.read(name) for place, name in kept.items()}
        return self._files[wheel.name]


def _is_python(name: str) -> bool:
    return name.endswith(".py")


def _is_wanted(place: str) -> bool:
    """Whether a program might notice that a file is missing: texts of licences and the like are left out."""
    folder, _, rest = place.partition("/")
    return not folder.endswith(".dist-info") or rest in {"METADATA", "entry_points.txt"}
