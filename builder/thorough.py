"""What `knapsack check --run` does beyond reading: it runs programs, and warns of what is weak."""

from __future__ import annotations

from builder.course import Course
from builder.run import Report, run_programs
from builder.weak import check_weakness


def check_thoroughly(course: Course, report: Report = lambda more, done: None) -> None:
    """Report broken promises and weaknesses of a course without errors.

    `report(more, done)` is told how many programs were added and done.
    """
    check_weakness(course)
    run_programs(course, report)
