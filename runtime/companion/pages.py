"""The companion's own pages. They hold no data: their script asks the API for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from builder.messages import FALLBACK, language_name, languages, message, messages
from builder.public import script_json
from builder.resources import browser_files
from runtime.companion.companion import Companion
from runtime.companion.errors import not_found
from runtime.companion.store import users

PAGES = (
    "setup", "login", "join", "bring", "me", "people", "classes", "class", "results", "courses", "judge",
    "backups", "licence",
)  # fmt: skip
OF_CLASS = {"class", "results"}
# The menu has its place there from the beginning, so that nothing moves away under a finger.
OF_TEACHERS = {*OF_CLASS, "people", "courses", "judge", "backups", "licence"}
ASSETS = ("companion.js", "companion.css", "bridge.js", "scanner.js")
PREFIX = "companion."
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
# The way from the site's pages to the API: see docs/architecture.md.
BRIDGE_HEADERS = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}
# For pages from sticks: no site, not even this one, is its origin, so that no session can count in it.
STICK_HEADERS = HEADERS | {
    "Content-Security-Policy": "sandbox allow-scripts; default-src 'none'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
}
BRIDGE = """<!doctype html>
<html lang="en" data-for="{kind}">
<head><meta charset="utf-8"><title>Knapsack</title><script src="/school/assets/bridge.js"></script></head>
</html>
"""


def page_routes(companion: Companion) -> list[BaseRoute]:
    """Return the routes of the pages, all of them below /school."""

    def start(request: Request) -> Response:
        language = request.path_params.get("language") or preferred(
            request.headers.get("accept-language", "")
        )
        page = "login" if companion.database.read(users.any_user) else "setup"
        return RedirectResponse(f"/school/{language}/{page}", headers=HEADERS)

    return [
        Mount(
            "/school",
            routes=[
                Route("/", start),
                Route("/assets/{name}", _asset),
                Route("/bridge", lambda request: _bridge("site", BRIDGE_HEADERS)),
                Route("/stick", lambda request: _bridge("stick", STICK_HEADERS)),
                Route("/{language}/", start),
                Route("/{language}/{page}", _page),
                Route("/{language}/{page}/{class_id}", _page),
            ],
        )
    ]


def preferred(accepted: str) -> str:
    """Return the language of ours that a browser's Accept-Language names first.

    >>> preferred("de-DE,de;q=0.9,ru;q=0.8,en;q=0.7")
    'ru'
    """
    wanted = (part.partition(";")[0].strip().partition("-")[0].lower() for part in accepted.split(","))
    return next((language for language in wanted if language in languages()), FALLBACK)


@cache
def render(page: str, language: str) -> str:
    """Return a page in a language; it is the same for everybody."""

    def text(key: str, **gaps: object) -> str:
        return message(language, PREFIX + key, **gaps)

    others = {code: language_name(code) for code in languages() if code != language}
    return (
        _templates()
        .get_template(f"{page}.html")
        .render(
            t=text,
            page=page,
            language=language,
            others=others,
            texts=_texts(language),
            has_menu=page in OF_TEACHERS,
        )
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("runtime.companion"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _texts(language: str) -> Markup:
    """Return the texts for the script, as JSON that cannot end its element."""
    own = {key: text for key, text in messages(language).items() if key.startswith(PREFIX)}
    return Markup(script_json(own))  # noqa: S704  (it escapes)


def _page(request: Request) -> Response:
    language, page = request.path_params["language"], request.path_params["page"]
    if (
        page not in PAGES
        or language not in languages()
        or (page in OF_CLASS) != ("class_id" in request.path_params)
    ):
        raise not_found("page")
    return HTMLResponse(render(page, language), headers=HEADERS)


def _bridge(kind: str, headers: Mapping[str, str]) -> Response:
    return HTMLResponse(BRIDGE.format(kind=kind), headers=headers)


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        raise not_found("file")
    path: Path = browser_files() / name
    return FileResponse(path, headers={"Cache-Control": "no-cache"})
