"""Phase 2, validate: finds every problem of a package at once, each with its file and place."""

from __future__ import annotations

from typing import Any, TypeVar

from builder.course import Course, assemble, languages_of
from builder.explain import check_schema
from builder.load import Document, Package
from builder.problems import Problems
from builder.prose import Prose
from builder.validate.files import check_files
from builder.validate.languages import check_languages
from builder.validate.manifest import check_manifest
from builder.validate.quiz import check_quizzes
from builder.validate.task import check_tasks
from builder.validate.texts import check_texts

D = TypeVar("D", bound=Document)


def validate(package: Package) -> tuple[Course, Prose]:
    """Report all problems to `package.problems` and return the course with its renderer of texts.

    What breaks its schema is left out of the course, so that the rest can still be checked. The course is
    only fit to be compiled when `package.problems.failed` is false afterwards.
    """
    course = validate_documents(package)
    prose = Prose(course)
    check_texts(course, prose)
    return course, prose


def stated_languages(package: Package) -> list[str]:
    """Return the languages of a package if its manifest keeps to its schema, before all other checks."""
    manifests = _kept("manifest", [package.manifest] if package.manifest else [], package)
    return [language for manifest in manifests for language in languages_of(manifest.data)]


def validate_documents(package: Package) -> Course:
    """Report all problems but those in texts to `package.problems`, and return the course."""
    manifest = _kept("manifest", [package.manifest] if package.manifest else [], package)
    tasks = _kept("task", package.tasks, package)
    quizzes = _kept("quiz", package.quizzes, package)
    course = assemble(package, manifest[0].data if manifest else _stand_in(package), tasks, quizzes)
    if manifest:
        check_manifest(course)
    check_tasks(course, tasks)
    check_quizzes(course, quizzes)
    check_files(package)
    check_languages(course)
    return course


def _kept(kind: str, documents: list[D], package: Package) -> list[D]:
    return [each for each in documents if each.data is not None and _keeps_to(kind, each, package)]


def _keeps_to(kind: str, document: Document, package: Package) -> bool:
    def find(problems: Problems) -> None:
        check_schema(kind, document.data, document.file, problems)

    return package.memory.check(("schema", kind, document.file, document.text), package.problems, find)


def _stand_in(package: Package) -> dict[str, Any]:
    """Return a manifest to check the rest with when the real one is broken."""
    return {"id": package.name, "version": "0.0.0", "title": package.name, "language": "en"}
