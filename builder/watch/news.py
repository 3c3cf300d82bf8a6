"""What the open pages and the terminal are told after a build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from builder.build import BrokenCoursesError, Builder
from builder.problems import Problem, UserError


@dataclass(frozen=True)
class News:
    """The paths on the site that a build changed or removed, and what is wrong with the courses.

    `broken` says that nothing was built because of the problems.
    """

    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    broken: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the news as pages get them.

        >>> News(gone=["en/a.html"]).as_json()["gone"]
        ['en/a.html']
        """
        return asdict(self)


def news_of(build: Builder, report: Callable[[str], None] = lambda phase: None) -> News:
    """Build, and tell what came of it. Courses with errors leave the site as it was."""
    try:
        built = build.build(report)
    except BrokenCoursesError as error:
        return News(problems=_texts(error.problems), broken=True)
    except UserError as error:
        return News(problems=[str(error)], broken=True)
    return News(built.changed, built.gone, _texts(built.problems))


def _texts(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems]
