"""Writes sites to disk: a whole one beside the old, or only the files that are not as they were."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from builder.problems import UserError
from builder.site import Copied, File

MARK = "data-site="
NEW = ".knapsack-new"


def check_target(courses: Path, out: Path) -> None:
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


def write_site(files: Mapping[str, File], out: Path) -> None:
    """Write a whole site beside `out`, whose place it then takes."""
    with _beside(out.resolve()) as site:
        made = {site}
        for path, file in files.items():
            folder = (site / path).parent
            if folder not in made:
                folder.mkdir(parents=True, exist_ok=True)
                made.add(folder)
            _write(file, site / path)


def write_changes(old: Mapping[str, File], new: Mapping[str, File], out: Path) -> tuple[list[str], list[str]]:
    """Make the site `out`, which has the files `old`, have the files `new`; return what came and what went.

    Each file is replaced at once, so that a page which is loaded meanwhile is an old or a new one. Raises
    UserError when a file cannot be written; the same call may then be made again.
    """
    changed = [path for path, file in new.items() if old.get(path) != file]
    gone = [path for path in old if path not in new]
    try:
        for path in changed:
            _replace(out / path, new[path])
        for path in gone:
            (out / path).unlink(missing_ok=True)
            _remove_empty((out / path).parent, out)
    except OSError as error:
        raise UserError(
            f"{out} cannot be changed ({error.strerror}); close what uses it, or make room for it"
        ) from error
    return changed, gone


def _replace(target: Path, file: File) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + NEW)
    try:
        _write(file, fresh)
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _write(file: File, path: Path) -> None:
    if isinstance(file, Copied):
        shutil.copyfile(file.source, path)
    else:
        path.write_bytes(file.read())


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a folder for the new site, which replaces `target` when all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        site = work / "site"
        site.mkdir()
        yield site
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
