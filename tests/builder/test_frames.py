from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.utils.meta import get_data

from builder import frames
from builder.frames import CATALOGUE, COURSE_PAGE, Frame, as_yaml, render

GAPS = {"title", "path", "canonical", "menu", "trail", "body", "to-en", "to-ru"}


def test_a_frame_has_every_gap_of_a_page() -> None:
    themes = render(["en", "ru"])
    assert list(themes) == ["en", "ru"]
    for theme in themes.values():
        for kind in (CATALOGUE, COURSE_PAGE):
            assert set(theme.frames[kind].pieces[1::2]) == GAPS


def test_the_frame_knows_where_it_is() -> None:
    theme = render(["ru"])["ru"]
    gaps = dict.fromkeys(GAPS, "")
    catalogue, page = (theme.frames[kind].fill(gaps) for kind in (CATALOGUE, COURSE_PAGE))
    assert 'src="../assets/knapsack/lesson.js"' in catalogue
    assert 'src="../../assets/knapsack/lesson.js"' in page
    assert '<html lang="ru"' in page


def test_what_is_filled_in_is_not_searched_for_gaps() -> None:
    assert Frame.of("<p>@@a@@</p>@@b@@").fill({"a": "@@b@@", "b": "x"}) == "<p>@@b@@</p>x"


def test_what_mkdocs_says_is_shown_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mkdocs.yml").write_text("theme: no-such-theme\n", encoding="utf-8")
    (tmp_path / "site_overrides/theme").mkdir(parents=True)
    monkeypatch.setattr(frames, "resource", lambda name: tmp_path / name)
    with pytest.raises(RuntimeError, match="MkDocs failed for ‘en’"):
        render(["en"])


@pytest.mark.parametrize(
    "title", ["a\x7fb", "a: b #c", "\u2028", "\x85", "'\"", "---", "\ufffe", "😀", "a\\n", "- a"]
)
def test_any_text_survives_the_front_matter(title: str) -> None:
    _, found = get_data(f"---\n{as_yaml({'title': title})}\n---\n\ntext\n")
    assert found == {"title": title}
