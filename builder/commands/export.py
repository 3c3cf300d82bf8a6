"""`knapsack export`: quizzes and results for Moodle, a course as plain Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from builder.course import Course
from builder.exporting.moodle_quiz import quizzes_xml
from builder.exporting.moodle_results import results_xml
from builder.exporting.plain_course import write_course
from builder.exporting.results import as_grades, read_ids, read_scores
from builder.load import find_packages, opened_package
from builder.problems import UserError
from builder.validate import validate

LANGUAGE = click.option("--language", help="The language to take; the course's own when left out.")
COURSE = click.argument("course", type=click.Path(path_type=Path))


@click.group("export")
def export_command() -> None:
    """Write quizzes and results for Moodle, or a course as plain Markdown."""


@export_command.command("quizzes")
@COURSE
@click.argument("file", type=click.Path(path_type=Path))
@LANGUAGE
def export_quizzes(course: Path, file: Path, language: str | None) -> None:
    """Write the quizzes of COURSE to FILE, a question bank in Moodle XML with its pictures in it."""
    with _opened(course) as opened:
        data, count, left = quizzes_xml(opened, _language(opened, language))
    if not count:
        raise UserError(f"there is no question in {course} that Moodle could take")
    _write(file, data)
    _tell(left)
    click.echo(f"{count} question{'s' * (count != 1)}: {file}")


@export_command.command("results")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--assignment", help="The ID number in Moodle of what was graded; the task's id when left out.")
@click.option("--out-of", default=100.0, type=click.FloatRange(0, min_open=True), show_default=True)
@click.option(
    "--students",
    type=click.Path(path_type=Path),
    help="A CSV file of names and ID numbers; without it names are taken for ID numbers.",
)
@click.option(
    "--course", type=click.Path(path_type=Path), help="The course, for progress that students saved."
)
def export_results(
    *,
    sources: tuple[Path, ...],
    file: Path,
    assignment: str | None,
    out_of: float,
    students: Path | None,
    course: Path | None,
) -> None:
    """Write results to FILE, which Moodle's gradebook imports as XML.

    SOURCES are what `knapsack grade` wrote (--csv or --json), files of progress that students saved, or
    folders of these.
    """
    ids = read_ids(students) if students else None
    if course is None:
        scores, left = read_scores(sources, None)
    else:
        with _opened(course) as opened:
            scores, left = read_scores(sources, opened)
    grades = as_grades(scores, assignment, ids, left)
    _tell(left)
    if not grades:
        raise UserError("there is no result to write")
    _write(file, results_xml(grades, out_of))
    click.echo(f"{len(grades)} result{'s' * (len(grades) != 1)}: {file}")


@export_command.command("markdown")
@COURSE
@click.argument("folder", type=click.Path(path_type=Path))
@LANGUAGE
@click.option("--teacher", is_flag=True, help="With answers, solutions and private tests.")
def export_markdown(course: Path, folder: Path, language: str | None, teacher: bool) -> None:
    """Write COURSE into the new FOLDER as plain Markdown with its pictures, to be read without Knapsack."""
    with _opened(course) as opened:
        write_course(opened, folder, _language(opened, language), teacher=teacher)
    click.echo(folder / "README.md")


@contextmanager
def _opened(path: Path) -> Iterator[Course]:
    """Open one course without errors. Raises UserError for anything else."""
    packages = find_packages(path)
    if len(packages) != 1:
        raise UserError(f"there are {len(packages)} courses in {path}; give one")
    with opened_package(packages[0]) as package:
        course, _ = validate(package)
        if package.problems.failed:
            raise UserError(f"{path} has errors; mend what knapsack check {path} says first")
        yield course


def _language(course: Course, wanted: str | None) -> str:
    if wanted is not None and wanted not in course.languages:
        raise UserError(f"the course has no ‘{wanted}’; it has {', '.join(course.languages)}")
    return wanted or course.language


def _write(file: Path, data: bytes) -> None:
    """Write a whole file or leave the old one as it is."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(f"{file} cannot be written: {error.strerror}") from error


def _tell(left: list[str]) -> None:
    for line in left:
        click.echo(f"left out: {line}", err=True)
