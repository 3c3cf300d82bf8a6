"""The whole pipeline from course packages to a site.

1. load (`builder.load`): read every file of every package, zips unpacked with care.
2. validate (`builder.validate`): find all problems of all packages. Any error ends the build here.
3. compile (`builder.compile`): write a plain Markdown tree, private parts left behind.
4. render (`builder.render`): let MkDocs make HTML of it, once for each language.
5. finish (`builder.finish`): add the shell, scripts and pictures; take out what is not needed.

Phases 3 to 5 work in a folder beside the site, which takes the site's place only when it is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from builder.compile import Ready, compile_tree
from builder.finish import finish
from builder.load import find_packages, opened_package
from builder.messages import FALLBACK, languages
from builder.problems import Problem, Problems, UserError
from builder.render import render
from builder.resources import browser_files
from builder.run import run_programs as run
from builder.validate import validate

PHASES = 5
MARK = "data-site="
Report = Callable[[str], None]


class BrokenCoursesError(Exception):
    """Courses with errors: nothing was built. `problems` lists everything that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{sum(problem.severity == 'error' for problem in problems)} errors")
        self.problems = problems


def build(courses: Path, out: Path, report: Report = lambda phase: None) -> list[Problem]:
    """Build the packages in the folder `courses` into the site `out`, and return the warnings.

    `report` is told the name of each phase as it begins. Raises BrokenCoursesError when a package has errors
    and UserError when the call makes no sense; the old site then stays as it was.
    """
    _check_target(courses, out)
    browser_files()
    with ExitStack() as stack:
        report("load")
        packages = [stack.enter_context(opened_package(path)) for path in find_packages(courses)]
        report("validate")
        ready = [Ready(*validate(package)) for package in packages]
        problems = [problem for package in packages for problem in package.problems] + list(_together(ready))
        if any(problem.severity == "error" for problem in problems):
            raise BrokenCoursesError(problems)
        with _new_site(out) as (work, site):
            report("compile")
            tree = compile_tree(ready, work / "docs")
            report("render")
            render(tree, work, site)
            report("finish")
            finish(ready, tree, site)
    return problems


def check(paths: list[Path], *, run_programs: bool = False) -> list[Problem]:
    """Return all problems of the packages at `paths`; with `run_programs` also of their programs."""
    found: list[Problem] = []
    for path in (package for each in paths for package in find_packages(each)):
        with opened_package(path) as package:
            course, _ = validate(package)
            if run_programs and not package.problems.failed:
                run(course)
            found += package.problems
    return found


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


def _check_target(courses: Path, out: Path) -> None:
    """Refuse to replace anything that is not a site of ours."""
    source, target = courses.resolve(), out.resolve()
    if target == source or source in target.parents or target in source.parents:
        raise UserError(
            f"the site {out} and the courses {courses} must not lie inside one another; choose another --out"
        )
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    page = target / "index.html"
    if not page.is_file() or MARK not in page.read_text(encoding="utf-8", errors="replace")[:1000]:
        raise UserError(f"{out} exists and is no site made by Knapsack; choose another --out or remove it")


@contextmanager
def _new_site(out: Path) -> Iterator[tuple[Path, Path]]:
    """Give a working folder and a folder for the new site, which replaces `out` when all went well."""
    target = out.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        site = work / "site"
        site.mkdir()
        yield work, site
        _swap(site, target, work / "old")
    finally:
        rmtree(work, ignore_errors=True)


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put `new` in the place of `target` by renaming; if that fails, what was there stays."""
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        raise UserError(
            f"{target} cannot be replaced ({error.strerror}); close what uses it and build again"
        ) from error
