"""Takes HTML apart, without remarks about texts that look like a file name or an address."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning


def soup(source: str) -> BeautifulSoup:
    """Return the parsed HTML.

    >>> soup("index.html").get_text()
    'index.html'
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(source, "html.parser")
