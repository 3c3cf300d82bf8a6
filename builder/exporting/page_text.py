"""Makes HTML of our Markdown as Moodle shows it: formulas in TeX, pictures carried along."""

from __future__ import annotations

import html
import posixpath
from functools import cache
from urllib.parse import unquote

from markdown import Markdown

from builder.convert import BOX, CONFIG, EXTENSIONS, shift_headings
from builder.course import Course
from builder.sanitise import plain, sanitise

TOP = 4
# Moodle colours code by the class of its language; our spans would be noise there.
PLAIN_CODE = CONFIG | {"pymdownx.highlight": {**CONFIG["pymdownx.highlight"], "use_pygments": False}}


@cache
def _renderer() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=PLAIN_CODE, output_format="html")


def page_html(text: str, file: str, course: Course) -> tuple[str, dict[str, bytes]]:
    """Return the HTML of a text in `file`, and the pictures that it shows by their names."""
    pictures: dict[str, bytes] = {}

    def address(tag: str, target: str) -> str | None:
        if tag == "img":
            path = found(course, file, target)
            if path is None:
                return None
            name = path.removeprefix("assets/").replace("/", "-").replace(" ", "_")
            pictures[name] = course.package.files[path].read_bytes()
            return f"@@PLUGINFILE@@/{name}"
        return target if target.startswith(("http:", "https:", "mailto:")) else None

    raw = BOX.sub(lambda match: "☑" if "checked" in match[1] else "☐", _renderer().reset().convert(text))
    return sanitise(shift_headings(raw, TOP), address, ids=False).strip(), pictures


def found(course: Course, file: str, target: str) -> str | None:
    """Return the path in the course of the file that an address in `file` means, or None."""
    path = unquote(target.partition("#")[0])
    for start in (posixpath.dirname(file), ""):
        candidate = posixpath.normpath(posixpath.join(start, path))
        if candidate in course.package.files:
            return candidate
    return None


def words(source: str) -> str:
    """Return the text of HTML in one line.

    >>> words("<p>What is <b>1 + 1</b>?</p>")
    'What is 1 + 1?'
    """
    return " ".join(html.unescape(plain(source)).split())
