from __future__ import annotations

import json
from pathlib import Path

from builder import messages
from builder.studio import studio_page
from tests.builder.site import Page


def page(folder: Path, language: str, languages: list[str]) -> Page:
    path = folder / "studio.html"
    path.write_text(studio_page(language, languages), encoding="utf-8")
    return Page(path)


def test_the_page_knows_its_place_and_the_other_languages(tmp_path: Path) -> None:
    studio = page(tmp_path, "ru", ["en", "ru"])
    assert studio.meta("knapsack-page") == "ru/studio.html"
    assert studio.meta("knapsack-root") == "../"
    assert [link["href"] for link in studio.all("a")] == ["index.html", "../en/studio.html"]
    assert "Мастерская задач" in studio.text


def test_nothing_on_it_may_talk_to_a_network_or_run_text(tmp_path: Path) -> None:
    policy = page(tmp_path, "en", ["en"]).all("meta", http_equiv="Content-Security-Policy")[0]["content"]
    assert policy.startswith("default-src 'none';")
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    assert "connect-src" not in policy
    assert "eval" not in policy


def test_its_texts_are_on_it_and_nowhere_else(tmp_path: Path) -> None:
    studio = page(tmp_path, "en", ["en"])
    assert studio.data == [messages.studio_texts("en")]
    assert studio.data[0]["studio.new_task"] == "New task"
    assert "studio." not in messages.script("en")
    assert "kernel.ready" in messages.script("en")


def test_a_language_without_texts_gets_the_english_ones() -> None:
    assert json.dumps("New task") in studio_page("tlh", ["tlh"])
