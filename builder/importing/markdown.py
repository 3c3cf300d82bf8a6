"""Turns the HTML and plain text of question banks into our Markdown, and checks that nothing was lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import nh3
from bs4 import BeautifulSoup, Comment, Doctype, Tag
from bs4.element import NavigableString
from markdown import Markdown
from markdownify import MarkdownConverter

from builder.convert import CONFIG, EXTENSIONS
from builder.importing.escaping import escape
from builder.importing.soup import soup
from builder.maths import FormulaError, to_mathml
from builder.sanitise import PROSE_TAGS, SCHEMES, sanitise

PictureRule = Callable[[str], str | None]
FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
TAG = re.compile(rf"</?(?:{'|'.join(sorted(PROSE_TAGS))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
DATA = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=%\s]*", re.IGNORECASE)
NESTING = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that end by themselves; whoever leaves out their end nests nothing.
UNNESTED = {"br", "img", "hr", "p", "li", "td", "th", "tr", "dt", "dd", "col", "thead", "tbody", "tfoot"}
MAX_LENGTH = 100_000
MAX_DEPTH = 60
SAME = {
    "b": "strong",
    "i": "em",
    "s": "del",
    "strike": "del",
    "samp": "code",
    "kbd": "code",
    "var": "em",
    "th": "td",
} | {f"h{level}": "h" for level in range(1, 7)}
TELLING = {"strong", "em", "del", "code", "pre", "sub", "sup", "li", "td", "h", "blockquote"}
INLINE = {
    "strong",
    "b",
    "em",
    "i",
    "code",
    "kbd",
    "a",
    "sub",
    "sup",
    "span",
    "img",
    "del",
    "s",
    "u",
    "ks-math",
}
DROPPED = {"script", "style", "iframe", "object", "embed", "video", "audio", "form"}


def from_html(source: str, picture: PictureRule, lost: Callable[[str], None]) -> str:
    """Return Markdown that renders to what the HTML shows.

    `picture(address)` names the picture in the course or returns None; `lost(what)` is told what is left out.
    """
    if fault := _too_much(source):
        lost(fault)
        return ""
    tree = soup(_well_formed(CONTROL.sub("", source)))
    _prepare(tree, picture, lost)
    markdown: str = _Converter().convert_soup(tree).strip()
    if _shape(_rendered(markdown)) == _shape(str(tree)):
        return markdown
    return _as_html(tree)


def from_plain(text: str) -> str:
    r"""Return Markdown that shows plain text as it is, line by line.

    >>> from_plain("2 * 3 < a_b")
    '2 \\* 3 &lt; a\\_b'
    """
    lines = html.escape(text.strip(), quote=False).split("\n")
    kept = "<br>".join(re.sub(r"^[ \t]+|[ \t]{2,}", _hard_spaces, line.rstrip()) for line in lines)
    tree = soup(CONTROL.sub("", kept))
    markdown: str = _Converter().convert_soup(tree).strip()
    return markdown if _shape(_rendered(markdown)) == _shape(kept) else f"<div>{kept}</div>"


def _hard_spaces(match: re.Match[str]) -> str:
    return "\u00a0" * len(match[0].expandtabs(4))


def from_auto(text: str, picture: PictureRule, lost: Callable[[str], None]) -> str:
    """Return Markdown for Moodle's own form: HTML in which a line break is one, and `<` need not be a tag."""
    tags = list(TAG.finditer(text))
    pieces, end = [], 0
    for tag in tags:
        pieces += [re.sub("<", "&lt;", text[end : tag.start()]), tag[0]]
        end = tag.end()
    source = "".join(pieces) + text[end:].replace("<", "&lt;")
    if not re.search(r"<(p|div|br|pre|ul|ol|table)\b", source, re.IGNORECASE):
        source = source.strip().replace("\n", "<br>")
    return from_html(source, picture, lost)


def from_markdown(text: str, picture: PictureRule, lost: Callable[[str], None]) -> str:
    """Return our Markdown for Moodle's, which has no formulas in dollars and other extensions."""
    return from_html(Markdown(extensions=["extra", "sane_lists"]).convert(text), picture, lost)


def _too_much(source: str) -> str | None:
    """Say what no text of a teacher's has: such a text would keep the computer busy for minutes."""
    plain = DATA.sub("", source)
    if len(plain) > MAX_LENGTH:
        return f"a text of more than {MAX_LENGTH} characters"
    depth = 0
    for closing, name in NESTING.findall(plain):
        depth += 0 if name.lower() in UNNESTED else -1 if closing else 1
        if depth > MAX_DEPTH:
            return f"a text in which more than {MAX_DEPTH} elements are nested"
    return None


def _well_formed(source: str) -> str:
    """Return HTML as a browser would understand it: lists and paragraphs closed where they end."""
    return nh3.clean(
        source,
        tags=PROSE_TAGS | DROPPED,
        clean_content_tags=set(),
        attributes={"*": {"class"}, "a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}},
        url_schemes={*SCHEMES, "data"},
        link_rel=None,
    )


def _prepare(tree: BeautifulSoup, picture: PictureRule, lost: Callable[[str], None]) -> None:
    for extra in tree.find_all(string=lambda text: isinstance(text, Comment | Doctype)):
        extra.extract()
    for element in tree.find_all(True):
        if element.decomposed:
            continue
        if element.name in DROPPED:
            if element.name != "style":
                lost(f"<{element.name}>")
            element.decompose()
        elif element.name == "img":
            _set_picture(element, picture)
        elif element.name == "a" and not re.match(r"(https?:|mailto:)", str(element.get("href", "")), re.I):
            if element.get("href"):
                lost(f"the link to ‘{str(element['href'])[:80]}’")
            element.unwrap()
    for text in tree.find_all(string=FORMULA):
        if not text.find_parent(["pre", "code"]):
            text.replace_with(soup(_with_formulas(str(text), lost)))


def _set_picture(element: Tag, picture: PictureRule) -> None:
    path = picture(str(element.get("src", "")))
    alt = re.sub(r"[\[\]\s]+", " ", str(element.get("alt", ""))).strip()
    if path is None:
        element.replace_with(NavigableString(alt))
    else:
        element.attrs = {"src": path, "alt": alt}


def _with_formulas(text: str, lost: Callable[[str], None]) -> str:
    pieces, end = [], 0
    for match in FORMULA.finditer(text):
        tex = " ".join((match[1] or match[2] or match[3]).split())
        pieces += [
            html.escape(text[end : match.start()], quote=False),
            _formula(tex, lost, inline=bool(match[1])),
        ]
        end = match.end()
    return "".join(pieces) + html.escape(text[end:], quote=False)


def _formula(tex: str, lost: Callable[[str], None], *, inline: bool) -> str:
    try:
        to_mathml(tex, block=not inline)
    except FormulaError as error:
        lost(f"the formula {tex[:80]}, which stays as its source: {error}")
        return f"<code>{html.escape(tex)}</code>"
    if "$" in tex:
        return f"<code>{html.escape(tex)}</code>"
    return f"<ks-math{'' if inline else ' block'}>{html.escape(tex)}</ks-math>"


class _Converter(MarkdownConverter):
    """Writes the Markdown that our own extensions read."""

    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[name-defined,misc]
        heading_style = "atx"
        bullets = "-"
        autolinks = False
        strip_pre = None
        table_infer_header = True
        sub_symbol = "<sub>"
        sup_symbol = "<sup>"
        keep_inline_images_in = ("td", "th", "a", "h1", "h2", "h3", "h4", "h5", "h6")

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return text if "ks-math" in parent_tags else escape(text, begins_line=self._begins_line)

    def process_text(self, element: NavigableString, parent_tags: set[str] | None = None) -> str:
        before = element.previous_sibling
        inline = isinstance(before, NavigableString) or (isinstance(before, Tag) and before.name in INLINE)
        self._begins_line = not inline
        text: str = super().process_text(element, parent_tags=parent_tags)  # type: ignore[misc]
        return text

    def convert_ks_math(self, element: Tag, _text: str, parent_tags: set[str]) -> str:
        tex = element.get_text()
        block = element.has_attr("block") and not parent_tags & {"_inline", "li", "td", "th", "blockquote"}
        return f"\n\n$$\n{tex}\n$$\n\n" if block else f"${tex}$"

    def convert_pre(self, element: Tag, _text: str, parent_tags: set[str]) -> str:
        code = element.get_text().strip("\n")
        if not code.strip() or "_inline" in parent_tags:
            return code
        found = re.search(r"\blanguage-([\w+#-]+)", " ".join(_classes(element)))
        language = found[1] if found else "text"
        fence = "`" * max(3, *(len(run[0]) + 1 for run in re.finditer("`+", code + " `")))
        opening = f"{fence}{{.python .norun}}" if language == "python" else fence + language
        return f"\n\n{opening}\n{code}\n{fence}\n\n"

    def convert_li(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Indent by four: that is what makes a part of a list item here."""
        before = element.find_previous_siblings("li")
        ordered = element.parent is not None and element.parent.name == "ol"
        mark = f"{len(before) + 1}. " if ordered else "- "
        lines = text.strip().split("\n")
        rest = [f"    {line}" if line else "" for line in lines[1:]]
        return "\n".join([mark + lines[0], *rest]) + "\n"


def _classes(element: Tag) -> list[str]:
    around = [element, *element.find_all("code"), *([element.parent] if element.parent else [])]
    return [str(each) for tag in around for each in (tag.get("class") or [])]


@cache
def _renderer() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=CONFIG, output_format="html")


def _rendered(markdown: str) -> str:
    return _renderer().reset().convert(markdown)


def _shape(source: str) -> Any:  # noqa: ANN401  (only compared)
    """Return what a reader would notice: all text, and what is emphasised, code, a list item and so on."""
    tree = soup(source)
    for element in tree.find_all(["ks-math", "span", "div"]):
        if element.name == "ks-math" or "arithmatex" in (element.get("class") or []):
            element.string = re.sub(r"^\s*\\[(\[]|\\[)\]]\s*$", "", element.get_text())
    parts = []
    for element in tree.find_all(True):
        name = SAME.get(element.name, element.name)
        if name in TELLING and (element.get_text().strip() or name == "td"):
            exact = name in {"pre", "code"} and (name == "pre" or element.find_parent("pre"))
            text = element.get_text()
            parts.append((name, text.strip("\n") if exact else _tight(text)))
        if name in {"img", "a"}:
            parts.append((name, str(element.get("src") or element.get("href") or "")))
    pre = [each for each in parts if each[0] == "pre"]
    loose = sorted(each for each in parts if each[0] not in {"pre", "td"} or each[1])
    inline = [each for each in loose if not (each[0] == "code" and ("pre", each[1]) in pre)]
    return _tight(tree.get_text()), inline


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _as_html(tree: BeautifulSoup) -> str:
    """Keep as HTML what Markdown has no words for: nested tables, blocks within cells, crossing emphasis."""
    for element in tree.find_all("ks-math"):
        element.name = "code"
        element.attrs = {}
    cleaned = sanitise(str(tree), lambda _, address: address, ids=False)
    safe = cleaned.replace("`", "&#96;").replace("$", "&#36;").replace("~~~", "&#126;~~")
    whole = re.sub(r"\n\s*\n", "\n", safe)
    return f"<div>{whole}</div>"
