"""Sorts a package's submissions: the solution, and programs that must fail, each with its verdict."""

from __future__ import annotations

from builder.importing.naming import slug, unused
from builder.importing.tree import Tree
from builder.validate.task import code_fault

VERDICTS = {
    "wrong_answer": "WA",
    "time_limit_exceeded": "TL",
    "run_time_error": "RE",
    "runtime_error": "RE",
    "memory_limit_exceeded": "ML",
    "output_limit_exceeded": "OL",
}
PYTHON = (".py", ".py3")


def read_submissions(tree: Tree) -> tuple[str | None, dict[str, str]]:
    """Return the solution, if there is one in Python, and the files of the wrong programs."""
    solution: str | None = None
    wrong: dict[str, str] = {}
    taken: set[str] = set()
    for path in tree.below("submissions"):
        parts = path.split("/")
        group = parts[1]
        code = _program(tree, path)
        if code is None or len(parts) < 3:  # noqa: PLR2004  (submissions/GROUP/FILE)
            continue
        if group == "accepted":
            if solution is None:
                solution = code
            else:
                tree.at(path).leave("a further solution: a task has one")
        elif group in VERDICTS:
            name = unused(slug(parts[-1].rsplit(".", 1)[0], "program"), taken)
            wrong[f"wrong/{name}.py"] = f"# verdict: {VERDICTS[group]}\n{code}"
        else:
            tree.at(path).leave(f"a submission in the group ‘{group}’, which stands for no verdict here")
    return solution, wrong


def _program(tree: Tree, path: str) -> str | None:
    """Return a Python 3 program in one file; anything else is told."""
    parts = path.split("/")
    if path.endswith(("submissions.yaml", ".md", ".txt")):
        return None
    if not path.endswith(PYTHON):
        tree.at(path).leave("a submission that is not in Python")
        return None
    if len(parts) > 3:  # noqa: PLR2004  (submissions/GROUP/FILE)
        tree.at(path).leave("a submission of several files: a program here is one")
        return None
    code = tree.text(path)
    if code is not None and (fault := code_fault(code)):
        tree.at(path).leave(f"a submission that is no Python 3 program: {fault}")
        return None
    return code
