"""Resolves the links in authors' texts: to pages of the course, to its assets, and out to the internet."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote, urlsplit

from builder.course import LANGUAGE_SUFFIX, Course
from builder.sanitise import ID_PREFIX

# All pages of a course lie in site/LANG/COURSE/, the files of all courses in site/assets/courses/.
ASSETS_FROM_PAGE = "../../assets/courses"


class Links:
    """Knows where each file of a course ends up on the site."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._pages = {lesson.theory: lesson.id for lesson in course.lessons if lesson.theory}
        self._lessons = {lesson.id for lesson in course.pages}

    def resolve(self, tag: str, address: str, file: str, pointer: str) -> str | None:
        """Return the address for the page, or None when the link or picture has to go; problems are reported.

        `file` is the file the text is in: relative links start there, or at the course's root.
        """
        problems = self._course.package.problems
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            problems.warning(file, f"‘{address}’ is not an address.", pointer)
            return None
        if scheme or address.startswith("//"):
            return self._outside(tag, address, file, pointer)
        path, _, fragment = address.partition("#")
        anchor = f"#{ID_PREFIX}{fragment}" if fragment else ""
        if not path:
            return anchor or None
        target = self._find(unquote(path), file)
        resolved = target and self._address(target)
        if not resolved:
            problems.error(
                file, f"The link to ‘{address}’ leads nowhere: there is no such file in the course.", pointer
            )
            return None
        return resolved + anchor

    def _outside(self, tag: str, address: str, file: str, pointer: str) -> str | None:
        problems = self._course.package.problems
        if tag == "img":
            message = f"The picture ‘{address[:80]}’ is not in the course. Put it into assets/."
            problems.error(file, message, pointer)
            return None
        return f"https:{address}" if address.startswith("//") else address

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
