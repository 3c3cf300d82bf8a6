"""Resolves the links in authors' texts: to pages of the course, to its assets, and out to the internet."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from builder.course import LANGUAGE_SUFFIX, Course
from builder.problems import Severity
from builder.sanitise import ID_PREFIX

# All pages of a course lie in site/LANG/COURSE/, the files of all courses in site/assets/courses/.
ASSETS_FROM_PAGE = "../../assets/courses"


@dataclass(frozen=True)
class Link:
    """Where a link leads on the site; None for one that has to go. `fault` says what is wrong with it."""

    address: str | None
    fault: str = ""
    severity: Severity = "error"


class Links:
    """Knows where each file of a course ends up on the site."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._pages = {lesson.theory: lesson.id for lesson in course.lessons if lesson.theory}
        self._lessons = {lesson.id for lesson in course.pages}

    def resolve(self, tag: str, address: str, file: str) -> Link:
        """Return where the `address` of a link or picture leads.

        `file` is the file the text is in: relative links start there, or at the course's root.
        """
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            return Link(None, f"‘{address}’ is not an address.", "warning")
        if scheme or address.startswith("//"):
            return _outside(tag, address)
        path, _, fragment = address.partition("#")
        anchor = f"#{ID_PREFIX}{fragment}" if fragment else ""
        if not path:
            return Link(anchor or None)
        target = self._find(unquote(path), file)
        resolved = target and self._address(target)
        if not resolved:
            fault = f"The link to ‘{address}’ leads nowhere: there is no such file in the course."
            return Link(None, fault)
        return Link(resolved + anchor)

    def _find(self, path: str, file: str) -> str | None:
        for start in (posixpath.dirname(file), ""):
            candidate = posixpath.normpath(posixpath.join(start, path))
            if candidate in self._course.package.files or candidate.removesuffix(".html") in self._lessons:
                return candidate
        return None

    def _address(self, target: str) -> str | None:
        if target.startswith("assets/"):
            return f"{ASSETS_FROM_PAGE}/{quote(self._course.id)}/{quote(target.removeprefix('assets/'))}"
        page = self._pages.get(target) or self._pages.get(LANGUAGE_SUFFIX.sub(".md", target))
        if page is None and target.endswith(".html") and re.fullmatch(r"[\w-]+\.html", target):
            page = target.removesuffix(".html")
        return f"{page}.html" if page else None


def _outside(tag: str, address: str) -> Link:
    if tag == "img":
        return Link(None, f"The picture ‘{address[:80]}’ is not in the course. Put it into assets/.")
    return Link(f"https:{address}" if address.startswith("//") else address)
