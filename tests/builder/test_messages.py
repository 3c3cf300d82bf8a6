from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builder import messages
from builder.messages import PLACEHOLDER
from builder.resources import CHECKOUT, resource

FOLDER = resource("site_overrides") / "messages"
ASKED = re.compile(r"\bt\(\"([a-z]+\.[a-z_]+)\"")
TEMPLATES = Path(__file__).parents[2] / "builder"


def loaded() -> dict[str, dict[str, str]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("language", messages.languages())
def test_every_language_has_every_message_with_the_same_placeholders(language: str) -> None:
    english, other = loaded()["en"], loaded()[language]
    assert set(other) == set(english)
    for key, text in other.items():
        assert text.strip(), key
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english[key])), key


@pytest.mark.parametrize("language", messages.languages())
def test_no_key_stands_in_a_file_twice(language: str) -> None:
    text = (FOLDER / f"{language}.json").read_text(encoding="utf-8")
    pairs: list[tuple[str, str]] = json.loads(text, object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert sorted(keys) == sorted(set(keys))


def test_every_key_of_the_templates_exists() -> None:
    used = set()
    for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.glob("*.py")]:
        used |= set(
            re.findall(
                r"""["']((?:site|lesson)\.(?!css|js|html)[a-z_]+)["']""", path.read_text(encoding="utf-8")
            )
        )
    used |= set(re.findall(r"name: (site\.\w+)", (CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert used
    assert used <= set(messages.messages("en"))


@pytest.mark.parametrize(
    ("folder", "texts"),
    [
        ("shell", messages.shell_texts("en")),
        ("lesson", messages.page_texts("en")),
        ("drawing", messages.page_texts("en")),
    ],
)
def test_every_part_of_a_site_is_given_the_texts_that_it_asks_for(folder: str, texts: dict[str, str]) -> None:
    sources = (CHECKOUT / "runtime/browser/src" / folder).glob("*.ts")
    asked = {key for path in sources for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert asked
    assert asked <= set(texts)


def test_a_language_without_messages_gets_the_english_ones() -> None:
    assert messages.messages("tlh") == messages.messages("en")
    assert messages.script("tlh").startswith('(window.knapsackMessages ??= {})["tlh"] = {"')


def test_the_script_cannot_end_its_element(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "messages", lambda language: {"a": "</script>"})
    assert "</script>" not in messages.script("en")
