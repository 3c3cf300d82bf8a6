"""Reads a folder of tests, `NN.in` beside `NN.out` or `NN.ans`, as a task of its own folder."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from builder.importing.haul import FolderTask, Haul
from builder.importing.log import Place
from builder.importing.naming import slug, unused
from builder.importing.pairs import Pair, as_files, pairs_below
from builder.importing.tree import Tree
from builder.paths import walk
from builder.validate.task import code_fault

PUBLIC = re.compile(r"(^|[/._-])(public|samples?|examples?)([/._-]|\d|$)", re.IGNORECASE)
TEXTS = ("description.md", "statement.md", "problem.md", "README.md", "readme.md", "task.md")
HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*\n")


def has_tests(root: Path) -> bool:
    """Whether there is any `.in` below a folder."""
    return any(path.endswith(".in") for path, _ in walk(root))


def read_test_folder(root: Path, name: str, haul: Haul) -> None:
    """Read the folder `root` into `haul` as the task `name`.

    Tests are public when a folder or file is called so (public, sample, example), else private; without any
    such name the first one is public, for students need one to see.
    """
    tree = Tree(root, Place(haul.log, name, 0))
    pairs = pairs_below(tree, "", private=True)
    if not pairs:
        tree.place.error("there are no tests: no .in with its .out or .ans")
        return
    tests = [replace(pair, private=not PUBLIC.search(pair.name)) for pair in pairs]
    if all(test.private for test in tests):
        tests = _first_public(tests, tree)
    text = next((tree.text(file) or "" for file in TEXTS if file in tree.files), None)
    if text is None:
        tree.place.leave("a description, which is not there: write it in task.json")
    heading = HEADING.match(text or "")
    title = heading[1] if heading else name
    data = {
        "id": unused(slug(name, "task"), haul.ids),
        "title": title[:300],
        "description": HEADING.sub("", text or "", count=1).strip() or title,
    }
    haul.tasks.append(FolderTask(data, as_files(tests) | _programs(tree)))


def _first_public(tests: list[Pair], tree: Tree) -> list[Pair]:
    tree.place.leave(
        f"which tests are public, which no name says: the first, {tests[0].name}, is; the others are private"
    )
    return [tests[0].published(), *tests[1:]]


def _programs(tree: Tree) -> dict[str, str]:
    """Return the programs that lie where a task of ours has them; the names of others are told."""
    kept: dict[str, str] = {}
    for path in tree.files:
        if path == "solution.py" or re.fullmatch(r"wrong/[\w-]+\.py", path):
            code = tree.text(path)
            if code is not None and (fault := code_fault(code)):
                tree.at(path).leave(f"a program that does not compile: {fault}")
            elif code is not None:
                kept[path] = code
        elif not path.endswith((".in", ".out", ".ans")) and path not in TEXTS:
            tree.at(path).leave("a file that is no test")
    return kept
