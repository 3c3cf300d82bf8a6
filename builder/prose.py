"""Renders authors' Markdown to HTML that is safe to put on a page."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from builder.convert import Source, convert
from builder.course import HEADING, Course
from builder.links import Link, Links
from builder.problems import Problem, Problems
from builder.sanitise import sanitise


@dataclass(frozen=True)
class Place:
    """Where a text stands: its file, and the JSON pointer in it."""

    file: str
    pointer: str = ""


@dataclass(frozen=True)
class Rendered:
    """What a text became: its HTML, the links in it as they were resolved, and what else is wrong with it."""

    html: str
    links: tuple[tuple[str, str, Link], ...]
    problems: tuple[Problem, ...]


class Prose:
    """Renders the texts of one course, and reports what is wrong with them.

    The course's memory keeps what was rendered for as long as the links in it lead to where they did.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self._links = Links(course)
        self._said: dict[Hashable, str] = {}

    def html(self, text: str, place: Place, top: int = 2, *, ids: bool = False) -> str:
        """Return the HTML of a Markdown text, its highest headings being of level `top`."""
        package = self.course.package
        key = self.key(text, place, top, ids=ids)
        if key not in self._said:
            rendered = package.memory.get(
                key,
                lambda: self._render(Source(text, top), place, ids=ids),
                lambda known: self._still_holds(known, place),
            )
            package.problems.add(rendered.problems)
            self._said[key] = rendered.html
        return self._said[key]

    def key(self, text: str, place: Place, top: int, *, ids: bool) -> Hashable:
        """Return what the memory keeps the HTML of a text under."""
        return ("prose", self.course.package.name, text, place.file, place.pointer, top, ids)

    def theory(self, path: str) -> str:
        """Return the HTML of a theory file without the heading it begins with, which is the page's own."""
        text = self.course.package.texts[path]
        return self.html(HEADING.sub("", text, count=1), Place(path), ids=True)

    def concept(self, path: str) -> str:
        """Return the HTML of a concept file without the heading it begins with."""
        text = self.course.package.texts[path]
        return self.html(HEADING.sub("", text, count=1), Place(path), 4)

    def _still_holds(self, known: Rendered, place: Place) -> bool:
        return all(
            self._links.resolve(tag, address, place.file) == link for tag, address, link in known.links
        )

    def _render(self, source: Source, place: Place, *, ids: bool) -> Rendered:
        converted = self.course.package.memory.get(source, lambda: convert(source))
        problems, links = Problems(self.course.package.problems.package), dict[tuple[str, str], Link]()

        def link(tag: str, address: str) -> str | None:
            found = links[tag, address] = self._links.resolve(tag, address, place.file)
            if found.fault:
                problems.report(found.severity, place.file, found.fault, place.pointer)
            return found.address

        for severity, fault in converted.faults:
            problems.report(severity, place.file, fault, place.pointer)
        html = sanitise(converted.html, link, ids=ids)
        return Rendered(html, tuple((*key, found) for key, found in links.items()), tuple(problems))
