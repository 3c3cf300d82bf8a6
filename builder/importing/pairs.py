"""Finds tests in files: an input `NN.in` beside its output, `NN.out` or `NN.ans`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from builder.importing.naming import slug
from builder.importing.tree import Tree
from builder.reading import MAX_TEXT_BYTES

OUTPUTS = (".ans", ".out")
MAX_NAME = 60
MAX_TOTAL = 60_000_000
"""Bytes of all tests of a task; a whole course may have 100 MB."""


@dataclass(frozen=True)
class Pair:
    """One test from two files."""

    name: str
    input: str
    expected: str
    private: bool

    def published(self) -> Pair:
        """Return the same test as one that students see."""
        return replace(self, private=False)


def pairs_below(tree: Tree, folder: str, *, private: bool) -> list[Pair]:
    """Return the tests in `folder` and the folders in it, in name order; what is incomplete is told."""
    found, total = [], 0
    stems = sorted({path.rsplit(".", 1)[0] for path in tree.below(folder, ".in", *OUTPUTS)}, key=_natural)
    for stem in stems:
        output = next((stem + suffix for suffix in OUTPUTS if stem + suffix in tree.files), None)
        if stem + ".in" not in tree.files:
            tree.at(output or stem).error("the test has no .in beside it")
        elif output is None:
            tree.at(stem + ".in").error("the test has no .ans or .out beside it")
        elif any(tree.files[path].stat().st_size > MAX_TEXT_BYTES for path in (stem + ".in", output)):
            tree.at(stem + ".in").leave(f"a test of more than {MAX_TEXT_BYTES // 10**6} MB")
        else:
            given, expected = tree.text(stem + ".in"), tree.text(output)
            total += len(given or "") + len(expected or "")
            if given is not None and expected is not None and total <= MAX_TOTAL:
                found.append(Pair(_name(stem.removeprefix(f"{folder}/")), given, expected, private))
    if total > MAX_TOTAL:
        tree.at(folder).leave(f"the last tests: all together have more than {MAX_TOTAL // 10**6} MB")
    return found


def as_files(pairs: list[Pair]) -> dict[str, str]:
    """Return the files of a task's tests; of two tests with one name the later gets a number."""
    files: dict[str, str] = {}
    taken: set[str] = set()
    for pair in pairs:
        name, number = pair.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{pair.name}-{number}"
        taken.add(name.casefold())
        stem = f"tests/{'private' if pair.private else 'public'}/{name}"
        files |= {f"{stem}.in": pair.input, f"{stem}.out": pair.expected}
    return files


def _name(stem: str) -> str:
    """Return a test's name: that of its file, after its folders."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem.replace("/", "-")).strip(".-")
    return plain[:MAX_NAME] if plain else slug(stem, "test")


def _natural(stem: str) -> list[tuple[int, str]]:
    """Sort 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", stem)]
