"""Phase 5, finish: adds what is not a rendered page, and takes out what a stick need not carry."""

from __future__ import annotations

import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder import messages
from builder.compile import Ready, Tree
from builder.public import script_json
from builder.resources import browser_files, resource, site_id
from builder.search import start_search_late
from builder.slim import slim_styles

SCRIPTS = "assets/knapsack"
COURSE_FILES = "assets/courses"
NEVER_NEEDED = ("404.html", "sitemap.xml", "sitemap.xml.gz")
NOT_FOR_SITES = ("*.map", "*.json", "*.cjs", "*.html")
SEGMENTERS = {"tinyseg.js": "ja", "wordcut.js": "th"}


def finish(courses: list[Ready], tree: Tree, site: Path) -> None:
    """Make the rendered pages in `site` a whole site.

    Raises RuntimeError when a page is missing, and UserError when the browser bundle is.
    """
    for language in tree.navs:
        _slim(site / language, language)
        start_search_late(site / language)
    shutil.copytree(browser_files(), site / SCRIPTS, ignore=shutil.ignore_patterns(*NOT_FOR_SITES))
    shutil.copyfile(resource("site_overrides") / "assets/knapsack.css", site / SCRIPTS / "site.css")
    for language in tree.navs:
        (site / SCRIPTS / f"messages.{language}.js").write_text(messages.script(language), encoding="utf-8")
    for ready in courses:
        _copy_assets(ready, site / COURSE_FILES / ready.course.id)
    (site / "index.html").write_text(_shell(list(tree.navs)), encoding="utf-8")
    slim_styles(site, tree.navs)
    if missing := [page for page in tree.pages if not (site / page).is_file()]:
        raise RuntimeError(f"pages were not rendered: {', '.join(missing)}")


def _slim(folder: Path, language: str) -> None:
    """Take out source maps, other languages' stemmers and pages that only a web server needs."""
    for name in NEVER_NEEDED:
        (folder / name).unlink(missing_ok=True)
    for path in folder.rglob("*.map"):
        path.unlink()
    kept = {f"lunr.{language}.min.js", "lunr.stemmer.support.min.js", "lunr.multi.min.js"}
    stemmers = folder / "assets/javascripts/lunr"
    for path in [*stemmers.glob("min/*.js"), *stemmers.glob("*.js")]:
        if path.name not in kept and SEGMENTERS.get(path.name) != language:
            path.unlink()


def _copy_assets(ready: Ready, target: Path) -> None:
    package = ready.course.package
    for path in package.in_folder("assets"):
        copy = target / path.removeprefix("assets/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.files[path], copy)


def _shell(languages: list[str]) -> str:
    """Return the page that a student opens."""
    templates = Environment(
        loader=FileSystemLoader(resource("site_overrides")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704  (it escapes)
    title = messages.message(languages[0], "site.name")
    return templates.get_template("shell.html").render(
        site=site_id(),
        title=title,
        languages=[_shell_language(each) for each in languages],
        config={"title": title, "languages": languages},
    )


def _shell_language(language: str) -> dict[str, str]:
    name, text = messages.language_name(language), messages.message(language, "site.noscript")
    return {"code": language, "name": name, "noscript": text}
