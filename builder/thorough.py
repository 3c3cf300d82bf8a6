"""What `knapsack check --run` does beyond reading: it runs programs, and warns of what is weak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.course import Course
from builder.run import Report, run_programs
from builder.weak import check_weakness

if TYPE_CHECKING:
    from builder.wheels.wheel import Wheel


def check_thoroughly(course: Course, report: Report, wheels: Sequence[Wheel]) -> None:
    """Report broken promises and weaknesses of a course without errors; `wheels` are the packages it needs.

    `report(more, done)` is told how many programs were added and done.
    """
    check_weakness(course)
    run_programs(course, report, wheels)
