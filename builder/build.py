"""The whole pipeline from course packages to a site.

1. load (`builder.load`): read every file of every package, zips unpacked with care.
2. validate (`builder.validate`): find all problems of all packages. Any error ends the build here.
3. compile (`builder.pages`): make the text of every page, private parts left behind.
4. render (`builder.frames`): let MkDocs make the frame around the pages, once for each language.
5. finish (`builder.site`): put the pages into their frames, add scripts, search and pictures.

What a phase has made is remembered by everything that it was made of (`builder.memory`), so a second build of
the same Builder only makes what has changed, and always what a first one would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.course import Course
from builder.course_folder import CourseFolder
from builder.frames import Theme, render
from builder.indexing import index_pages
from builder.load import find_packages, letters, opened_package
from builder.memory import Memory
from builder.messages import FALLBACK, languages
from builder.output import check_target, write_changes, write_site
from builder.pages import Ready, compile_pages, site_languages
from builder.problems import Problem, Problems
from builder.processes import processes
from builder.prose import Prose
from builder.resources import browser_files
from builder.site import Site, finish
from builder.thorough import check_thoroughly
from builder.validate import stated_languages, validate, validate_documents
from builder.validate.texts import check_texts, converted_ahead

if TYPE_CHECKING:
    from builder.wheels.wheel import Wheel

PHASES = 5
Report = Callable[[str], None]


class BrokenCoursesError(Exception):
    """Courses with errors: nothing was built. `problems` lists everything that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{sum(problem.severity == 'error' for problem in problems)} errors")
        self.problems = problems


@dataclass(frozen=True)
class Built:
    """What a build did: the warnings, and the paths on the site that it wrote and that it removed.

    `courses` are those that are on the site now, private parts included, and `wheels` their packages.
    """

    problems: list[Problem]
    changed: list[str]
    gone: list[str]
    courses: list[Course]
    wheels: list[Wheel]


class Builder:
    """Builds the packages in the folder `courses` into the site `out`; later only what has changed.

    `base_url` is the address that the site will be hosted at, from `checked_base_url`. `wheels` is a folder
    with the Python packages of courses that do not bring theirs.
    """

    def __init__(
        self, courses: Path, out: Path, base_url: str | None = None, wheels: Path | None = None
    ) -> None:
        self._memory = Memory()
        self._folder = CourseFolder(courses, self._memory)
        self._background = ThreadPoolExecutor(1)
        self._courses = courses
        self._out = out
        self._base_url = base_url
        self._wheels = wheels
        self._site: Site | None = None

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *_: object) -> None:
        self._background.shutdown()
        self._folder.close()

    def build(self, report: Report = lambda phase: None) -> Built:
        """Bring the site up to date. `report` is told the name of each phase as it begins.

        Raises BrokenCoursesError when a package has errors and UserError when the call makes no sense; the
        old site then stays as it was.
        """
        if not (self._out / "index.html").is_file():
            self._site = None  # somebody removed it: what stands there now is perhaps no site
        if self._site is None:
            check_target(self._courses, self._out)
        site, problems, courses, wheels = self._made(report)
        if self._site is None:
            write_site(site, self._out)
            changed, gone = list(site), list[str]()
        else:
            changed, gone = write_changes(self._site, site, self._out)
        self._site = site
        self._memory.forget_unused()
        return Built(problems, changed, gone, courses, wheels)

    def _made(self, report: Report) -> tuple[Site, list[Problem], list[Course], list[Wheel]]:
        browser_files()
        report("load")
        packages = self._folder.packages()
        report("validate")
        # Later builds have a few texts to convert, the first has all of them.
        with processes(sum(map(letters, packages)) if self._site is None else 0) as each:
            self._rendering([language for package in packages for language in stated_languages(package)])
            courses = [validate_documents(package) for package in packages]
            ready = [_ready(course) for course in converted_ahead(courses, self._memory, each)]
            wheels = _wheels(courses, self._wheels, lambda: report("packages"))
            problems = [problem for package in packages for problem in package.problems]
            problems += _together(ready)
            if any(problem.severity == "error" for problem in problems):
                raise BrokenCoursesError(problems)
            report("compile")
            pages = compile_pages(ready, self._memory)
            index_pages(pages, self._memory, each)
        report("render")
        themes = self._rendering(site_languages(courses)).result()
        report("finish")
        site = finish(ready, pages, themes, self._memory, base_url=self._base_url, wheels=wheels)
        return site, problems, courses, wheels

    def _rendering(self, stated: list[str]) -> Future[dict[str, Theme]]:
        """Start MkDocs for these languages, unless it has rendered them before."""
        languages = list(dict.fromkeys(stated))

        def start() -> Future[dict[str, Theme]]:
            return self._background.submit(render, languages)

        return self._memory.get(("themes", *languages), start, lambda known: not _failed(known))


def build(
    courses: Path,
    out: Path,
    report: Report = lambda phase: None,
    *,
    base_url: str | None = None,
    wheels: Path | None = None,
) -> list[Problem]:
    """Build the packages in the folder `courses` into the site `out`, and return the warnings.

    Takes what `Builder` takes; reports and raises what `Builder.build` does.
    """
    with Builder(courses, out, base_url, wheels) as builder:
        return builder.build(report).problems


def check(
    paths: list[Path],
    *,
    run_programs: bool = False,
    report: Callable[[int, int], None] = lambda more, done: None,
    wheels: Path | None = None,
) -> list[Problem]:
    """Return all problems of the packages at `paths`; with `run_programs` also what a thorough check finds.

    `report(more, done)` is told how many programs were added and done. `wheels` is a folder with the Python
    packages of courses that do not bring theirs.
    """
    found: list[Problem] = []
    for path in (package for each in paths for package in find_packages(each)):
        with opened_package(path) as package:
            course, _ = validate(package)
            found_wheels = _wheels([course], wheels, lambda: None)
            if run_programs and not package.problems.failed:
                check_thoroughly(course, report, found_wheels)
            found += package.problems
    return found


def _wheels(courses: list[Course], folder: Path | None, begin: Callable[[], None]) -> list[Wheel]:
    """Return the wheels that all courses share; what is wrong with them goes to the courses' problems.

    `begin` is called when there are any to look for, which may take a while.
    """
    wanting = [course for course in courses if course.data.get("packages")]
    if not wanting:
        return []
    begin()
    from builder.wheels.needed import needed_wheels, shared_wheels  # noqa: PLC0415  (few courses have packages)

    return shared_wheels([(course, needed_wheels(course, folder)) for course in wanting])


def _ready(course: Course) -> Ready:
    prose = Prose(course)
    check_texts(course, prose)
    return Ready(course, prose)


def _failed(future: Future[dict[str, Theme]]) -> bool:
    return future.done() and future.exception() is not None


def _together(courses: list[Ready]) -> Iterator[Problem]:
    """Yield the problems that courses only have with each other or with this site."""
    seen: dict[str, str] = {}
    for ready in courses:
        course, problems = ready.course, Problems(ready.course.package.name)
        other = seen.setdefault(course.id, course.package.name)
        if other != course.package.name:
            problems.error(
                "manifest.json",
                f"The course {other} has the id ‘{course.id}’ too. Each needs its own.",
                "/id",
            )
        for language in course.languages:
            if language not in languages():
                message = f"There are no interface texts in ‘{language}’ yet; they will be in ‘{FALLBACK}’."
                problems.warning("manifest.json", message, "/languages")
        yield from problems
