"""What a second build makes of changed courses is, byte for byte, what a first one makes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builder.build import BrokenCoursesError, Builder
from builder.frames import Theme, render
from builder.problems import UserError
from tests.builder.edits import EDITS
from tests.builder.packages import good, set_at, write
from tests.builder.wheels.making import wheel

Steps = list[tuple[str, int]]
# Authors mend what they have broken: without that, most sequences would end in builds that fail.
NAMES = st.sampled_from(sorted(EDITS)) | st.just("mend")
STEPS = st.lists(st.tuples(NAMES, st.integers(0, 60)), min_size=1, max_size=25)


@pytest.fixture
def themes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let MkDocs render each set of languages once: what it makes depends on nothing else."""

    @cache
    def known(*languages: str) -> dict[str, Theme]:
        return render(list(languages))

    monkeypatch.setattr("builder.build.render", lambda languages: known(*languages))


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def result(builder: Builder) -> list[str]:
    """What a build says: its warnings, or why there was none."""
    try:
        return [str(problem) for problem in builder.build().problems]
    except BrokenCoursesError as broken:
        return ["broken", *map(str, broken.problems)]
    except UserError as error:
        return [str(error)]


def compare(courses: Path, incremental: Builder, site: Path, done: Steps) -> None:
    """Build the changed courses once more and from nothing, and compare what was said and made."""
    before = files(site)
    said = result(incremental)
    wheels = courses.with_name("wheels")
    with TemporaryDirectory() as folder, Builder(courses, Path(folder) / "site", wheels=wheels) as fresh:
        assert sorted(said) == sorted(result(fresh)), f"other problems than a first build after {done}"
        expected = files(Path(folder) / "site") or before
    found = files(site)
    different = [path for path in {**expected, **found} if expected.get(path) != found.get(path)]
    assert not different, f"other files than those of a first build after {done}: {different}"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(steps=STEPS)
@example(steps=[("put_asset", 1), ("put_theory", 6), ("delete_asset", 0), ("put_asset", 3)])
@example(steps=[("change_packages", 1), ("put_wheel", 1), ("put_wheel", 2), ("delete_wheel", 0)])
@example(steps=[("change_languages", 1), ("put_theory", 1), ("change_languages", 2), ("change_lessons", 1)])
def test_edits_give_what_a_first_build_gives(themes: None, steps: Steps) -> None:
    with TemporaryDirectory() as folder:
        courses, site = Path(folder) / "courses", Path(folder) / "site"
        write(courses / "small", good())
        for name in ("one", "two"):
            wheel(Path(folder) / "wheels", name, "0.9")
        with Builder(courses, site, wheels=Path(folder) / "wheels") as incremental:
            compare(courses, incremental, site, [])
            for index, (name, number) in enumerate(steps):
                EDITS[name](courses, number)
                compare(courses, incremental, site, steps[: index + 1])


@pytest.fixture
def small(tmp_path: Path, themes: None) -> Iterator[tuple[Path, Builder]]:
    write(tmp_path / "courses/small", good())
    with Builder(tmp_path / "courses", tmp_path / "site") as builder:
        builder.build()
        yield tmp_path / "courses", builder


def test_nothing_changes_nothing(small: tuple[Path, Builder]) -> None:
    assert small[1].build().changed == []


def test_only_what_depends_on_a_task_is_written(small: tuple[Path, Builder]) -> None:
    courses, builder = small
    new = {
        "id": "new",
        "title": "New",
        "description": "New.",
        "tests": [{"expected": "1"}],
        "lesson": "second",
    }
    write(courses / "small", {"tasks/new.json": new})
    task_is_on = ["en/index.html", "en/search/index.js", "en/small/index.html", "en/small/second.html"]
    assert sorted(builder.build().changed) == task_is_on
    write(courses / "small", {"theory/01.md": "# First\n\nOther text.\n"})
    assert sorted(builder.build().changed) == ["en/search/index.js", "en/small/first.html"]


def test_a_site_that_somebody_removed_is_made_again(small: tuple[Path, Builder], tmp_path: Path) -> None:
    rmtree(tmp_path / "site")
    assert "index.html" in small[1].build().changed
    assert (tmp_path / "site/en/small/first.html").is_file()


def test_what_stands_in_the_place_of_a_removed_site_is_not_replaced(
    small: tuple[Path, Builder], tmp_path: Path
) -> None:
    rmtree(tmp_path / "site")
    write(tmp_path / "site", {"letter.txt": "Mine."})
    with pytest.raises(UserError, match="is no site made by Knapsack"):
        small[1].build()
    assert files(tmp_path / "site") == {"letter.txt": b"Mine."}


def test_changes_that_cannot_be_written_are_made_by_the_next_build(
    small: tuple[Path, Builder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses, builder = small
    write(courses / "small", {"theory/02.md": "# Second\n\nOther.\n"})
    (courses / "small/tasks/sum.json").unlink()
    manifest = {"id": "small", "version": "1.0.0", "title": "Small", "language": "en"}
    write(courses / "small", {"manifest.json": manifest})
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "02.html":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserError, match="No space left on device"):
        builder.build()
    assert not list((tmp_path / "site").rglob("*.knapsack-new"))
    monkeypatch.setattr(Path, "replace", replace)
    builder.build()
    with Builder(courses, tmp_path / "fresh") as fresh:
        fresh.build()
    assert files(tmp_path / "site") == files(tmp_path / "fresh")


def test_only_what_depends_on_a_wheel_is_written(small: tuple[Path, Builder]) -> None:
    courses, builder = small
    wheel(courses / "small/wheels", "one")
    files = good()
    set_at(files, "manifest.json", "/packages", ["one"])
    write(courses / "small", {"manifest.json": files["manifest.json"]})
    made = ["assets/packages/one.whl.js", "assets/packages/pyodide-lock.json"]
    assert sorted(builder.build().changed) == [*made, "index.html", "licences/packages/README.txt"]
    wheel(courses / "small/wheels", "one", files={"one.py": "other"})
    assert sorted(builder.build().changed) == made
    assert builder.build().changed == []
    write(courses / "small", {"manifest.json": good()["manifest.json"]})
    built = builder.build()
    assert (built.changed, sorted(built.gone)) == (["index.html"], [*made, "licences/packages/README.txt"])
