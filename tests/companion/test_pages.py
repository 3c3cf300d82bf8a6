from __future__ import annotations

import re

import pytest

from builder.messages import languages, messages
from builder.resources import CHECKOUT
from runtime.companion.pages import PAGES, PREFIX, preferred, render
from tests.companion.school import School

TEMPLATES = CHECKOUT / "runtime/companion/templates"
SCRIPTS = CHECKOUT / "runtime/browser/src/companion"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_texts_and_no_script_of_its_own(page: str, language: str) -> None:
    text = render(page, language)
    assert f'<html lang="{language}">' in text
    scripts = re.findall(r"<script[^>]*>", text)
    assert scripts == [
        '<script type="application/json" id="texts">',
        '<script src="/school/assets/companion.js">',
    ]
    assert not re.search(r"<style| style=| on\w+=", text)


def test_pages_forbid_whatever_they_do_not_need(school: School) -> None:
    response = school.client.get("/school/en/login")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["cache-control"] == "no-store"


def test_the_first_run_leads_to_the_set_up_and_later_ones_to_the_login(empty_school: School) -> None:
    russian = {"Accept-Language": "ru-RU,ru;q=0.9"}
    assert empty_school.client.get("/").headers["location"] == "/school/"
    assert empty_school.client.get("/school/", headers=russian).headers["location"] == "/school/ru/setup"
    empty_school.add("Ada", "admin")
    assert empty_school.client.get("/school/", headers=russian).headers["location"] == "/school/ru/login"
    assert empty_school.client.get("/school/en/", headers=russian).headers["location"] == "/school/en/login"


@pytest.mark.parametrize(
    "path",
    [
        "/school/en/nothing",
        "/school/xx/login",
        "/school/en/class",
        "/school/en/login/1",
        "/school/assets/shell.js",
    ],
)
def test_pages_that_are_not_there(school: School, path: str) -> None:
    response = school.client.get(path)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "en"), ("*", "en"), ("de", "en"), ("ru", "ru"), ("de, ru-RU;q=0.5", "ru"), (";,;", "en")],
)
def test_the_language_is_the_first_of_the_browser_that_is_ours(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_every_text_is_there_and_used() -> None:
    own = {key.removeprefix(PREFIX) for key in messages("en") if key.startswith(PREFIX)}
    sources = [
        path.read_text(encoding="utf-8") for path in [*TEMPLATES.glob("*.html"), *SCRIPTS.glob("*.ts")]
    ]
    called = {key for text in sources for key in re.findall(r"""\bt\(["']([a-z_]+)["']""", text)}
    quoted = {word for text in sources for word in re.findall(r"""["']([a-z_]+)["']""", text)}
    made = {
        key for key in own if key.startswith(("error_", "fault_", "role_", "verdict_")) or key.endswith("_of")
    }
    assert called - own == set()
    assert own - quoted - made == set()


def test_every_refusal_has_a_text() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (CHECKOUT / "runtime/companion").glob("*/*.py")]
    refusals = r'(?:ApiError\(\s*HTTPStatus\.\w+,\s*|_refused\(|_told\()"(\w+)"'
    codes = {code for text in sources for code in re.findall(refusals, text)}
    assert codes
    # The first no page asks for; the second is told by the lesson's own pages.
    codes -= {"last_admin", "too_many_waiting"}
    assert {code for code in codes if f"{PREFIX}error_{code}" not in messages("en")} == set()
