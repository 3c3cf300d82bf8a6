from __future__ import annotations

from pathlib import Path
from shutil import rmtree

from builder.build import Builder
from builder.watch.news import News, news_of
from tests.builder.packages import good, write


def test_news_of_a_first_build_a_change_a_mistake_and_no_course(tmp_path: Path) -> None:
    courses = tmp_path / "courses"
    write(courses / "small", good())
    with Builder(courses, tmp_path / "site") as builder:
        assert "index.html" in news_of(builder).changed
        write(courses / "small", {"theory/01.md": "# First\n\nOther.\n"})
        assert news_of(builder) == News(changed=["en/search/index.js", "en/small/first.html"])
        write(courses / "small", {"tasks/sum.json": "{"})
        broken = news_of(builder)
        assert broken.broken
        assert broken.problems[0].startswith("small/tasks/sum.json: error: Line 1")
        rmtree(courses)
        assert news_of(builder).problems == [
            f"{courses} does not exist; give a course, or a folder of courses"
        ]
    assert (tmp_path / "site/en/small/first.html").is_file()
