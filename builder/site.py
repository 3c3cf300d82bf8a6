"""Phase 5, finish: what belongs on the site, file by file; what a stick need not carry is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder import messages
from builder.frames import CATALOGUE, COURSE_PAGE, Frame, Theme
from builder.hosting import hosting_files
from builder.indexing import Indexed, indexed_page
from builder.licences import licence_files
from builder.memory import Memory
from builder.menu import SAMPLES
from builder.pages import Page, Ready
from builder.paths import walk
from builder.reading import digest
from builder.resources import browser_files, resource
from builder.search import search_files
from builder.shell import shell_page
from builder.slim import slim_styles, words_of_page, words_of_script
from builder.studio import studio_page
from builder.wheels.carrier import carrier_script

if TYPE_CHECKING:
    from builder.wheels.wheel import Wheel

SCRIPTS = "assets/knapsack"
COURSE_FILES = "assets/courses"
PACKAGES = "assets/packages"
NOT_FOR_SITES = (
    ".map",
    ".json",
    ".cjs",
    ".html",
    ".stamp",
    "companion.js",
    "companion.css",
    "bridge.js",
    "scanner.js",
)
NEVER_NEEDED = (".map", "sitemap.xml", "sitemap.xml.gz")
STEMMERS = "assets/javascripts/lunr/"
SEGMENTERS = {"tinyseg.js": "ja", "wordcut.js": "th"}


@dataclass(frozen=True)
class Written:
    """A file with this content."""

    data: bytes

    def read(self) -> bytes:
        """Return the file's content."""
        return self.data


@dataclass(frozen=True)
class Copied:
    """A file copied from `source`, which had this SHA-256 digest."""

    source: Path
    digest: str

    def read(self) -> bytes:
        """Return the file's content."""
        return self.source.read_bytes()


@dataclass(frozen=True)
class Filled:
    """A page in the frame that pages of its kind share."""

    frame: Frame
    page: Page
    gaps: tuple[tuple[str, str], ...]

    def read(self) -> bytes:
        """Return the file's content."""
        return self.frame.fill({**dict(self.gaps), **self.page.gaps()}).encode()


@dataclass(frozen=True)
class Carried:
    """The wheel of the package `name` at `source`, which had this SHA-256 digest, in a script."""

    name: str
    source: Path
    digest: str

    def read(self) -> bytes:
        """Return the file's content."""
        return carrier_script(f"{self.name}.whl", self.source.read_bytes())


File = Written | Copied | Filled | Carried
Site = dict[str, File]


def finish(
    courses: list[Ready],
    pages: list[Page],
    themes: Mapping[str, Theme],
    memory: Memory,
    *,
    base_url: str | None = None,
    wheels: Sequence[Wheel] = (),
) -> Site:
    """Return every file of the site by its path.

    `base_url` is where it will be hosted, if that is known, `wheels` are the packages of all courses.

    Raises UserError when the browser bundle is missing.
    """
    site: Site = {}
    for language, theme in themes.items():
        own = [indexed_page(page, memory) for page in pages if page.language == language]
        site |= _theme_files(language, theme, own)
    site |= _scripts(list(themes), memory)
    site |= _packages(wheels, memory)
    for ready in courses:
        site |= _course_files(ready, memory)
    site |= _own_pages(list(themes), wheels, memory)
    site |= _pages(pages, themes, base_url)
    if base_url:
        hosting = hosting_files(base_url, [page.address for page in pages], list(themes))
        site |= {path: Written(text.encode()) for path, text in hosting.items()}
    sheets = {path: file for path, file in site.items() if "/assets/stylesheets/" in path}
    texts = {path: file.read().decode() for path, file in sheets.items()}
    words = _words(pages, themes, memory)
    return site | _written(slim_styles(texts, words, memory))


def _own_pages(languages: list[str], wheels: Sequence[Wheel], memory: Memory) -> Site:
    """Return the pages that are no page of a course: the shell, and Task Studio in every language."""

    def make() -> Site:
        studios = {f"{language}/studio.html": studio_page(language, languages) for language in languages}
        return {
            path: Written(page.encode())
            for path, page in {**studios, "index.html": shell_page(languages, _index(wheels))}.items()
        }

    return memory.get(("own pages", *languages, _digests(wheels)), make)


def _digests(wheels: Sequence[Wheel]) -> tuple[str, ...]:
    return tuple(wheel.digest for wheel in wheels)


def _index(wheels: Sequence[Wheel]) -> dict[str, Any]:
    if not wheels:
        return {}
    from builder.wheels.lock import package_index  # noqa: PLC0415  (few courses have packages)

    return package_index(wheels)


def _packages(wheels: Sequence[Wheel], memory: Memory) -> Site:
    """Return the packages' wheels and their lock file, and the licences of everything on the site."""
    site = _written(memory.get(("licences", _digests(wheels)), lambda: licence_files(wheels)))
    if not wheels:
        return site
    from builder.wheels.lock import lock_text  # noqa: PLC0415  (few courses have packages)

    lock = memory.get(("lock", _digests(wheels)), lambda: lock_text(wheels))
    carried = {
        f"{PACKAGES}/{wheel.name}.whl.js": Carried(wheel.name, wheel.path, wheel.digest) for wheel in wheels
    }
    return site | {f"{PACKAGES}/pyodide-lock.json": Written(lock.encode()), **carried}


def _written(files: Mapping[str, bytes], folder: str = "") -> Site:
    return {f"{folder}{path}": Written(data) for path, data in files.items()}


def _pages(pages: Iterable[Page], themes: Mapping[str, Theme], base_url: str | None) -> Site:
    home = [(f"to-{language}", f"{language}/index.html") for language in themes]
    frames = {language: theme.frames for language, theme in themes.items()}

    def gaps(page: Page) -> tuple[tuple[str, str], ...]:
        canonical = f'<link rel="canonical" href="{escape(base_url)}{page.address}">' if base_url else ""
        return (*home, ("canonical", canonical))

    return {page.address: Filled(frames[page.language][_kind(page)], page, gaps(page)) for page in pages}


def _kind(page: Page) -> str:
    return COURSE_PAGE if "/" in page.path else CATALOGUE


def _theme_files(language: str, theme: Theme, pages: list[Indexed]) -> Site:
    kept = {path: data for path, data in theme.files.items() if _is_needed(path, language)}
    return _written(kept | search_files(theme, pages), f"{language}/")


def _is_needed(path: str, language: str) -> bool:
    """Whether a file of the theme is no source map, no other language's stemmer and not for servers only."""
    name = path.rsplit("/", 1)[-1]
    if not path.startswith(STEMMERS):
        return not path.endswith(NEVER_NEEDED)
    own = {f"lunr.{language}.min.js", "lunr.stemmer.support.min.js", "lunr.multi.min.js"}
    return name in own or SEGMENTERS.get(name) == language


def _scripts(languages: list[str], memory: Memory) -> Site:
    folder, look = browser_files(), resource("site_overrides") / "assets/knapsack.css"
    found = {path: Path(entry.path) for path, entry in walk(folder) if entry.is_file()}
    kept = {path: real for path, real in found.items() if not path.endswith(NOT_FOR_SITES)}
    site: Site = {f"{SCRIPTS}/{path}": copied(real, memory) for path, real in kept.items()}
    site[f"{SCRIPTS}/site.css"] = copied(look, memory)
    for language in languages:
        site[f"{SCRIPTS}/messages.{language}.js"] = Written(messages.script(language).encode())
        site[f"{SCRIPTS}/school.{language}.js"] = Written(messages.school_script(language).encode())
    return site


def _course_files(ready: Ready, memory: Memory) -> Site:
    package, folder = ready.course.package, f"{COURSE_FILES}/{ready.course.id}"
    return {
        f"{folder}/{path.removeprefix('assets/')}": copied(package.files[path], memory)
        for path in package.in_folder("assets")
    }


def copied(source: Path, memory: Memory) -> Copied:
    """Return a copy of the file as it is now."""
    return Copied(source, memory.file(source, digest))


def _words(pages: Iterable[Page], themes: Mapping[str, Theme], memory: Memory) -> frozenset[str]:
    """Return every word that may be a class on the site; our other scripts make nothing the theme styles."""
    found = [memory.file(browser_files() / "lesson.js", _script_words)]
    found += [theme.words for theme in themes.values()]
    found += [indexed_page(page, memory).words for page in pages]
    found += [words_of_page(sample) for sample in SAMPLES]
    return frozenset[str]().union(*found)


def _script_words(path: Path) -> frozenset[str]:
    return words_of_script(path.read_text(encoding="utf-8"))
