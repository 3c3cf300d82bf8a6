"""What a site needs beside its pages when it is hosted at an address: `knapsack build --base-url`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from builder import messages
from builder.jinja import render_template
from builder.problems import UserError

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def checked_base_url(text: str) -> str:
    """Return the address that a site will have, with a slash at its end.

    Raises UserError for anything but an address of a folder that begins with http:// or https://.

    >>> checked_base_url("https://school.example/python")
    'https://school.example/python/'
    """
    example = "give the site's address, such as https://school.example/python/"
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise UserError(f"‘{text}’ is not an address; {example}") from error
    if parts.scheme not in {"http", "https"} or not host or any(character <= " " for character in text):
        raise UserError(f"‘{text}’ is not an address; {example}")
    if parts.query or parts.fragment or parts.username or parts.path.endswith(".html"):
        raise UserError(f"‘{text}’ is not the address of a folder; {example}")
    return quote(text.rstrip("/"), safe=":/%[]") + "/"


def hosting_files(base_url: str, pages: Iterable[str], languages: list[str]) -> dict[str, str]:
    """Return the page for addresses that are not there, and the list of pages for search engines, by path."""
    links = [
        {
            "code": language,
            "said": messages.message(language, "site.not_found"),
            "start": messages.message(language, "site.to_start"),
            "href": f"{base_url}index.html#{language}/index.html",
        }
        for language in languages
    ]
    title = messages.message(languages[0], "site.name")
    missing = render_template("missing.html", languages[0], title=title, links=links, base_url=base_url)
    return {"404.html": missing, "sitemap.xml": _sitemap(base_url, pages)}


def _sitemap(base_url: str, pages: Iterable[str]) -> str:
    """Return a sitemap as the protocol of sitemaps.org describes it."""
    places = "".join(f"<url><loc>{escape(base_url + quote(page))}</loc></url>\n" for page in pages)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n'
    return f"{head}{places}</urlset>\n"
