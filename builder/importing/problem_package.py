"""Reads problem packages of the ICPC and Kattis: legacy and 2023-07."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builder.importing.haul import FolderTask, Haul
from builder.importing.log import Place
from builder.importing.naming import slug, unused
from builder.importing.pairs import Pair, as_files, pairs_below
from builder.importing.pictures import PICTURES
from builder.importing.problem_settings import Settings, read_settings
from builder.importing.statement import read_statements
from builder.importing.submissions import read_submissions
from builder.importing.tree import Tree

# Whatever else a package may bring, in words for the one who wonders where it went.
OTHERS = {
    "input_validators": "the programs that check the inputs",
    "input_format_validators": "the programs that check the inputs",
    "input_validator": "the program that checks the inputs",
    "generators": "the programs that made the tests",
    "graders": "the programs that give points",
    "attachments": "the files for download",
    "include": "the files that are compiled with a submission",
    "solution": "the description of the solution",
}
VALIDATORS = ("output_validators", "output_validator", "output_format_validators")


def is_package(root: Path) -> bool:
    """Whether a folder is a problem package."""
    return (root / "problem.yaml").is_file() or (root / "problem.yml").is_file()


def read_package(root: Path, name: str, haul: Haul, languages: list[str]) -> None:
    """Read the package in the folder `root` into `haul` as a task for a course in `languages`."""
    tree = Tree(root, Place(haul.log, name, 0))
    settings = read_settings(tree)
    statements = read_statements(tree, haul, slug(name, "task"), languages, settings.names)
    _tell_others(tree, settings)
    if settings.kind in {"interactive", "multi-pass"}:
        tree.place.leave(f"the problem: it is {settings.kind}, and tests here are one input and one output")
        return
    id_ = unused(slug(name, "task"), haul.ids)
    samples = pairs_below(tree, "data/sample", private=False)
    secrets = pairs_below(tree, "data/secret", private=True)
    if not samples and not secrets:
        tree.place.error("there are no tests: no .in with its .ans below data/sample or data/secret")
    data: dict[str, Any] = {"id": id_, **statements, **settings.fields}
    solution, wrong = read_submissions(tree)
    files = as_files(_public(samples, secrets, tree.place)) | wrong
    if solution is not None:
        files["solution.py"] = solution
    else:
        tree.place.leave("no accepted submission in Python: write a solution.py")
    if settings.about:
        files["README.md"] = settings.about
    haul.tasks.append(FolderTask(data, files))


def _public(samples: list[Pair], secrets: list[Pair], place: Place) -> list[Pair]:
    """Return all tests; where there is no sample the first one is public, for students need one to see."""
    if samples or not secrets:
        return [*samples, *secrets]
    place.leave(f"that the test {secrets[0].name} is secret: students need one that they see")
    return [secrets[0].published(), *secrets[1:]]


def _tell_others(tree: Tree, settings: Settings) -> None:
    tops = {path.split("/", 1)[0] for path in tree.files}
    for top in sorted(tops & OTHERS.keys()):
        tree.at(top).leave(f"{OTHERS[top]} ({top}/)")
    own = settings.custom or any(top in tops for top in VALIDATORS)
    if own and settings.kind not in {"interactive", "multi-pass"}:
        tree.place.leave(
            "the program that judges the output: write a checker.py that accepts every right output;"
            " until then only the output in the test is right"
        )
    others = [path for path in tree.files if path.startswith("data/") and path.endswith((".hint", ".desc"))]
    if others:
        tree.place.leave(f"{len(others)} notes on tests (.hint, .desc)")
    pictures = [
        path for path in tree.files if path.startswith("data/") and path.rsplit(".", 1)[-1] in PICTURES
    ]
    if pictures:
        tree.place.leave(f"{len(pictures)} pictures of tests")
