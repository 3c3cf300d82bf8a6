"""Writes results as the XML that Moodle's gradebook imports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from builder.exporting.xml import add, document


@dataclass(frozen=True)
class Grade:
    """One grade: `student` and `assignment` are ID numbers in Moodle, `share` is from 0 to 1."""

    student: str
    assignment: str
    share: float


def results_xml(grades: Iterable[Grade], out_of: float) -> bytes:
    """Return the document; each share becomes points out of `out_of`."""
    root = Element("results")
    for grade in grades:
        result = add(root, "result")
        add(result, "state", "new")
        add(result, "assignment", grade.assignment)
        add(result, "student", grade.student)
        add(result, "score", f"{round(grade.share * out_of, 4):.10g}")
    return document(root)
