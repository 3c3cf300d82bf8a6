"""Makes HTML of the LaTeX in which contest statements are written: text, lists, code, formulas, pictures."""

from __future__ import annotations

import html
import re
import unicodedata

from builder.importing.log import Place

# One alternative for each thing that LaTeX writes in its own way, tried at every place in turn.
TOKEN = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*\n?)"
    r"|(?P<verbatim>\\begin\{(?:verbatim|lstlisting|minted)\*?\}(?:\[[^\]]*\])?(?:\{\w+\})?(?P<code>.*?)\\end\{(?:verbatim|lstlisting|minted)\*?\})"
    r"|(?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^\w\s{*])(?P<inline>.*?)(?P=bar))"
    r"|(?P<display>\$\$.+?\$\$|\\\[.+?\\\]|\\begin\{(?P<env>equation|align|displaymath|gather)\*?\}.+?\\end\{(?P=env)\*?\})"
    r"|(?P<math>(?<!\\)\$(?:\\.|[^$\\])+\$|\\\(.+?\\\))"
    r"|(?P<begin>\\begin\{(?P<opened>[\w*]+)\}(?:\[[^\]]*\])?(?:\{[^{}]*\})*)"
    r"|(?P<end>\\end\{(?P<closed>[\w*]+)\})"
    r"|(?P<command>\\(?P<name>[A-Za-z]+)\*?)"
    r"|(?P<escape>\\(?P<escaped>.))"
    r"|(?P<special>``|''|---|--|~|\{|\}|\n[ \t]*\n\s*)"
    r"|(?P<text>[^\\$%{}~`'\n-]+|.)",
    re.DOTALL,
)
MAX_LENGTH = 100_000
MAX_DEPTH = 30
STYLES = {"textbf": "strong", "bf": "strong", "emph": "em", "textit": "em", "it": "em", "underline": "em"} | {
    "texttt": "code",
    "tt": "code",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
SECTIONS = {"section": "h2", "subsection": "h3", "subsubsection": "h4", "paragraph": "h5", "chapter": "h1"}
LISTS = {"itemize": "ul", "enumerate": "ol", "description": "ul"}
# Commands that only lay out the page; the second kind takes their argument with them.
QUIET = {
    "noindent",
    "newpage",
    "clearpage",
    "centering",
    "raggedright",
    "par",
    "vfill",
    "hfill",
    "caption",
} | {
    *("small", "large", "footnotesize", "normalsize", "displaystyle", "protect"),
    *("smallskip", "medskip", "bigskip"),
}
WITH_ARGUMENT = {"label", "vspace", "hspace", "usepackage", "setlength", "input"}
PLAIN_ENVIRONMENTS = {
    "center",
    "figure",
    "document",
    "quote",
    "flushleft",
    "wrapfigure",
    "Input",
    "Output",
    "small",
}
SIGNS = {
    "ldots": "…",
    "dots": "…",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "quad": " ",
} | {
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "textless": "<",
    "textgreater": ">",
    "textdollar": "$",
    "textquotedbl": '"',
    "ss": "ß",
    "qquad": " ",
    "copyright": "©",
    "textendash": "–",
    "textemdash": "—",
    "S": "§",
    "newline": "\n",
}
SPECIALS = {"``": "“", "''": "”", "---": "—", "--": "–", "~": "\u00a0"}
ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303"}
ROWS = {"tabular", "tabularx", "array", "longtable"}


def read_latex(source: str, place: Place) -> tuple[str, str]:
    """Return the title and the HTML of a statement; commands that are not known here are told, each once."""
    if len(source) > MAX_LENGTH:
        place.leave(f"a statement of more than {MAX_LENGTH} characters")
        return "", ""
    reader = _Reader(source, place)
    reader.read()
    for name in sorted(reader.unknown):
        place.leave(f"the LaTeX command \\{name}")
    return reader.title, f"<p>{''.join(reader.out)}</p>"


class _Reader:
    """Goes through the source once; `open` holds what each brace and environment has to close."""

    def __init__(self, source: str, place: Place, depth: int = 0) -> None:
        self.source, self.place, self._depth = source, place, depth
        self.at = 0
        self.title = ""
        self.out: list[str] = []
        self.unknown: set[str] = set()
        self._open: list[str] = []

    def read(self) -> None:
        while self.at < len(self.source):
            match = TOKEN.match(self.source, self.at)
            assert match is not None  # noqa: S101 - its last alternative is any character
            self.at = match.end()
            kind = match.lastgroup or ""
            for name in (
                "comment",
                "verbatim",
                "verb",
                "display",
                "math",
                "begin",
                "end",
                "command",
                "escape",
            ):
                if match[name] is not None:
                    kind = name
                    break
            else:
                kind = "special" if match["special"] is not None else "text"
            getattr(self, f"_{kind}")(match)

    def _comment(self, _match: re.Match[str]) -> None:
        """Drop it."""

    def _text(self, match: re.Match[str]) -> None:
        self.out.append(html.escape(match[0], quote=False))

    def _verbatim(self, match: re.Match[str]) -> None:
        code = match["code"].strip("\n")
        self.out.append(f"</p><pre>{html.escape(code, quote=False)}</pre><p>")

    def _verb(self, match: re.Match[str]) -> None:
        self.out.append(f"<code>{html.escape(match['inline'], quote=False)}</code>")

    def _display(self, match: re.Match[str]) -> None:
        inner = re.sub(r"^(\$\$|\\\[|\\begin\{\w+\*?\})|(\$\$|\\\]|\\end\{\w+\*?\})$", "", match[0])
        if match["env"] in {"align", "gather"} and "\\\\" in inner:
            inner = f"\\begin{{aligned}}{inner}\\end{{aligned}}"
        self.out.append(f"</p><p>\\[{html.escape(inner, quote=False)}\\]</p><p>")

    def _math(self, match: re.Match[str]) -> None:
        inner = match[0][1:-1] if match[0].startswith("$") else match[0][2:-2]
        self.out.append(f"\\({html.escape(inner, quote=False)}\\)")

    def _special(self, match: re.Match[str]) -> None:
        text = match[0]
        if text == "{":
            self._open.append("")
        elif text == "}":
            self.out.append(self._open.pop() if self._open else "")
        else:
            self.out.append(SPECIALS.get(text, "</p><p>"))

    def _escape(self, match: re.Match[str]) -> None:
        sign = match["escaped"]
        accented = re.compile(r"\{?\\?([A-Za-z])\}?").match(self.source, self.at) if sign in ACCENTS else None
        if accented:
            self.at = accented.end()
            self.out.append(unicodedata.normalize("NFC", accented[1] + ACCENTS[sign]))
        elif sign == "\\":
            self.out.append("<br>")
        else:
            self.out.append(
                html.escape({",": " ", ";": " ", " ": " ", "\n": " ", "-": ""}.get(sign, sign), quote=False)
            )

    def _begin(self, match: re.Match[str]) -> None:
        name = match["opened"].rstrip("*")
        if tag := LISTS.get(name):
            self.out.append(f"</p><{tag}>")
        elif name in ROWS:
            self._table(name)
        elif name not in PLAIN_ENVIRONMENTS:
            self.unknown.add(f"begin{{{name}}}")

    def _end(self, match: re.Match[str]) -> None:
        if tag := LISTS.get(match["closed"].rstrip("*")):
            self.out.append(f"</{tag}><p>")

    def _table(self, name: str) -> None:
        end = self.source.find(f"\\end{{{name}", self.at)
        inner = self.source[self.at : end if end >= 0 else len(self.source)]
        self.at = self.source.find("}", end) + 1 if end >= 0 else len(self.source)
        plain = re.sub(r"\\(hline|toprule|midrule|bottomrule|cline\{[^}]*\})", "", inner)
        rows = [row for row in re.split(r"\\\\", plain) if row.strip()]
        cells = [[self._inner(cell) for cell in re.split(r"(?<!\\)&", row)] for row in rows]
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        self.out.append(f"</p><table>{body}</table><p>")

    def _inner(self, source: str) -> str:
        if self._depth == MAX_DEPTH:
            return html.escape(source, quote=False)
        reader = _Reader(source.strip(), self.place, self._depth + 1)
        reader.read()
        self.unknown |= reader.unknown
        return "".join(reader.out)

    def _command(self, match: re.Match[str]) -> None:
        name = match["name"]
        if name in SIGNS:
            self.out.append(html.escape(SIGNS[name], quote=False))
            self.at = _past(r"[ \t]*(\{\})?", self.source, self.at)
        elif name == "item":
            label = re.compile(r"\s*\[([^\]]*)\]").match(self.source, self.at)
            self.at = label.end() if label else self.at
            self.out.append("<li>" + (f"<strong>{self._inner(label[1])}</strong> " if label else ""))
        elif name in {"problemname", "title"}:
            self.title = " ".join(html.unescape(re.sub(r"<[^>]*>", "", self._argument())).split())
        elif name in STYLES:
            self._style(STYLES[name])
        elif name in SECTIONS:
            self.out.append(f"</p><{SECTIONS[name]}>{self._argument()}</{SECTIONS[name]}><p>")
        elif name in {"includegraphics", "illustration"}:
            self._picture(name)
        elif name in {"href", "url"}:
            address = html.escape(self._raw_argument())
            text = self._argument() if name == "href" else address
            self.out.append(f'<a href="{address}">{text}</a>')
        else:
            self._other(name)

    def _other(self, name: str) -> None:
        """Drop a command that only lays out the page; of any other keep the text, and tell it."""
        if name in WITH_ARGUMENT:
            self._raw_argument()
        elif name not in QUIET:
            self.unknown.add(name)
        self.at = _past(r"(\[[^\]]*\])?", self.source, self.at)

    def _style(self, tag: str) -> None:
        """Style the argument, or all up to the closing brace where the command stands in braces."""
        if re.compile(r"\s*\{").match(self.source, self.at):
            self.out.append(f"<{tag}>{self._argument()}</{tag}>")
        elif self._open:
            self.out.append(f"<{tag}>")
            self._open[-1] = f"</{tag}>{self._open[-1]}"
            self.at = _past(r"\s*", self.source, self.at)

    def _picture(self, name: str) -> None:
        self.at = _past(r"\s*(\[[^\]]*\])?", self.source, self.at)
        if name == "illustration":
            self._raw_argument()  # its width
        file = html.escape(self._raw_argument())
        self.out.append(f'<img src="{file}" alt="">')
        if name == "illustration":
            self.out.append(f"<em>{self._argument()}</em>")

    def _argument(self) -> str:
        return self._inner(self._raw_argument())

    def _raw_argument(self) -> str:
        """Return what stands in the next pair of braces and go past it."""
        opening = re.compile(r"\s*\{").match(self.source, self.at)
        if not opening:
            return ""
        depth, at = 1, opening.end()
        while at < len(self.source) and depth:
            character = self.source[at]
            at += 2 if character == "\\" else 1
            depth += {"{": 1, "}": -1}.get(character, 0)
        inner = self.source[opening.end() : at - 1]
        self.at = at
        return inner


def _past(pattern: str, source: str, at: int) -> int:
    match = re.compile(pattern).match(source, at)
    return match.end() if match else at
