"""Keeps only harmless HTML: texts may come from strangers, and the page they are on runs our scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache
from html.parser import HTMLParser

import nh3


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROSE_TAGS = _names(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q s samp small span strong "
    "sub summary sup table tbody td tfoot th thead tr u ul var"
)
MATH_TAGS = _names(
    "math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
    "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none"
)
MATH_ATTRIBUTES = _names(
    "accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form "
    "height lspace linethickness mathcolor mathvariant maxsize minsize movablelimits notation "
    "rowspacing rowlines rspace scriptlevel separator stretchy symmetric width xmlns largeop"
)
ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "details": {"open"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "col": {"span"},
} | dict.fromkeys(MATH_TAGS, MATH_ATTRIBUTES)
CLASSES = re.compile(
    r"language-[\w+#-]{1,30}|norun|highlight|filename|[a-z][a-z0-9]{0,2}|admonition|admonition-title|note|tip"
    r"|warning|danger|info|question|example|abstract|success|failure|bug|quote|important|task-list|task-list-item|task-list-control"
    r"|task-list-indicator|ks-mermaid|ks-math|footnote|footnote-ref|footnote-backref"
)
PLAIN_TAG = re.compile(r"""</?[a-z][a-z0-9]*(?: [a-z-]+="[^"<>]*")*(?: ?/)?>""")
TEXT_ONLY = nh3.Cleaner(tags=set(), attributes={})
SCHEMES = ("http", "https", "mailto")
ID_PREFIX = "s-"
LinkRule = Callable[[str, str], str | None]


def sanitise(html: str, link: LinkRule, *, ids: bool) -> str:
    """Return `html` with nothing but white-listed elements and attributes.

    `link(tag, address)` returns the address to use for a link or picture, or None to drop it. With `ids` off
    no element keeps its id, so that texts can share a page.

    >>> sanitise("<p onclick=x>Hi<script>alert(1)</script>", lambda tag, address: address, ids=False)
    '<p>Hi</p>'
    """
    token = _link_rule.set(link)
    try:
        return _mark_external(_cleaner(ids).clean(html))
    finally:
        _link_rule.reset(token)


# A cleaner is made once, for that takes longer than to clean a short text; so it has to find its rule here.
_link_rule: ContextVar[LinkRule] = ContextVar("link_rule")


@cache
def _cleaner(ids: bool) -> nh3.Cleaner:
    def attribute(tag: str, name: str, value: str) -> str | None:
        if name in {"href", "src"}:
            return _link_rule.get()(tag, value)
        if name == "class":
            return _allowed_classes(value)
        if name == "id" and not ids:
            return None
        return value

    return nh3.Cleaner(
        tags=set(PROSE_TAGS | MATH_TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
        id_prefix=ID_PREFIX,
    )


@lru_cache(maxsize=4096)
def _allowed_classes(value: str) -> str | None:
    return " ".join(each for each in value.split() if CLASSES.fullmatch(each)) or None


def plain(html: str) -> str:
    """Return the text of `html` without any element, still escaped for HTML.

    >>> plain("<p>a &lt; <b>b</b></p>")
    'a &lt; b'
    """
    return re.sub(r"\s+", " ", TEXT_ONLY.clean(html)).strip()


def removed(html: str) -> list[str]:
    """Name what `sanitise` will take out of `html`, for a warning.

    >>> removed("<p onclick=x>Hi<script>alert(1)</script>")
    ['onclick=…', '<script>']
    """
    tags = dict.fromkeys(PLAIN_TAG.findall(html))
    if "<" not in PLAIN_TAG.sub("", html):  # most texts: no need to parse all of it
        return list(dict.fromkeys(what for tag in tags for what in _removed(tag)))
    return list(_removed.__wrapped__(html))


@lru_cache(maxsize=4096)
def _removed(html: str) -> tuple[str, ...]:
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return tuple(dict.fromkeys(finder.found))


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in PROSE_TAGS | MATH_TAGS:
            self.found.append(f"<{tag}>")
            return
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            if name not in allowed:
                self.found.append(f"{name}=…")
            elif name in {"href", "src"} and _scheme(value or "") not in {"", *SCHEMES}:
                self.found.append(f"The address {(value or '')[:60]}")


def _scheme(address: str) -> str:
    """Return the scheme as a browser finds it, which drops white space and control characters."""
    match = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address).lower())
    return match.group(1) if match else ""


def _mark_external(html: str) -> str:
    """Let links to the internet open in a page of their own that cannot reach back."""
    return re.sub(
        r'<a\b(?=[^>]*? href="https?:)([^>]*)>', r'<a\1 target="_blank" rel="noopener noreferrer">', html
    )
