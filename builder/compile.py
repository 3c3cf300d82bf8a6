"""Phase 3, compile: writes a plain Markdown tree, one page a file, that any site generator can render."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from builder import messages
from builder.course import Course, Lesson, first_heading
from builder.prose import Prose
from builder.public import public_quiz, public_task, script_json
from builder.sanitise import plain
from builder.texts import course_text, task_texts

Nav = list[Any]
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Ready:
    """A course without problems, and the renderer that has seen its texts."""

    course: Course
    prose: Prose


@dataclass
class Tree:
    """A compiled tree: a folder for each language, the menus, and the paths of all pages on the site."""

    folder: Path
    navs: dict[str, Nav] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["script_json"] = lambda value: Markup(script_json(value))  # noqa: S704  (it escapes)
    return templates


def site_languages(courses: list[Ready]) -> list[str]:
    """Return every language that any course has, in the order they first come up."""
    return list(dict.fromkeys(language for ready in courses for language in ready.course.languages))


def compile_tree(courses: list[Ready], folder: Path) -> Tree:
    """Write the pages of all courses, in all languages, below `folder`."""
    tree = Tree(folder)
    for language in site_languages(courses):
        page = _Page(tree, language)
        _catalogue(page, courses)
        tree.navs[language] = [{html.escape(page.message("site.courses")): "index.md"}]
        for ready in courses:
            if language in ready.course.languages:
                tree.navs[language].append(_course(page, ready))
    return tree


@dataclass(frozen=True)
class _Page:
    """Writes pages of one language."""

    tree: Tree
    language: str

    def message(self, key: str, **values: object) -> str:
        return messages.message(self.language, key, **values)

    def write(self, path: str, languages: list[str], template: str, *, title: str, **values: object) -> None:
        """Write the page `path` (such as `course/lesson`) with what `template` makes of `values`."""
        body = (
            _templates()
            .get_template(template)
            .render(t=self.message, language=self.language, title=title, **values)
        )
        address = f"{self.language}/{path}.html"
        meta = {
            "title": html.escape(title),
            "hide": ["toc"],
            "page_path": address,
            "page_root": "../" * address.count("/"),
            "alternates": {language: f"{language}/{path}.html" for language in languages},
        }
        file = self.tree.folder / self.language / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{as_yaml(meta)}\n---\n\n{raw_block(body)}\n", encoding="utf-8")
        self.tree.pages.append(address)


def raw_block(body: str) -> str:
    r"""Make HTML safe from a Markdown processor, which looks for fences and tabs even inside HTML.

    >>> raw_block("<pre>\n```\n</pre>")
    '<pre>\n&#96;``\n</pre>'
    """
    fenceless = re.sub(
        r"^[ ]*([`~])", lambda match: match[0][:-1] + f"&#{ord(match[1])};", body, flags=re.MULTILINE
    )
    return fenceless.replace("\t", "&#9;").strip()


def as_yaml(value: object) -> str:
    r"""Return JSON that YAML reads as the same value: YAML refuses some characters that JSON keeps.

    >>> as_yaml({"a": "\x7f"})
    '{"a": "\\u007f"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _catalogue(page: _Page, courses: list[Ready]) -> None:
    everywhere = site_languages(courses)
    cards = [_course_card(ready, page.language) for ready in courses]
    page.write("index", everywhere, "catalogue.html", title=page.message("site.courses"), courses=cards)


def _course_card(ready: Ready, language: str) -> dict[str, Any]:
    course = ready.course
    shown = language if language in course.languages else course.language
    prefix = "" if shown == language else f"../{shown}/"
    return {
        "id": course.id,
        "href": f"{prefix}{course.id}/index.html",
        "language": shown,
        "foreign": "" if shown == language else messages.language_name(shown),
        "title": course.text(course.data["title"], shown),
        "about": Markup(plain(course_text(course, ready.prose, shown))),  # noqa: S704  (still escaped)
        "lessons": [lesson.id for lesson in course.lessons],
        "tasks": [id_ for lesson in course.pages for id_ in lesson.tasks],
    }


def _course(page: _Page, ready: Ready) -> Nav | dict[str, Nav]:
    """Write the pages of one course and return its part of the menu."""
    course, language = ready.course, page.language
    title = course.text(course.data["title"], language)
    menu: Nav = [f"{course.id}/index.md"]
    _course_page(page, ready)
    for lesson in course.pages:
        _lesson_page(page, ready, lesson)
        menu.append({html.escape(_title(page, course, lesson)): f"{course.id}/{lesson.id}.md"})
    return {html.escape(title): menu}


def _title(page: _Page, course: Course, lesson: Lesson) -> str:
    if lesson is course.practice:
        return page.message("site.practice")
    return course.text(lesson.title, page.language)


def _course_page(page: _Page, ready: Ready) -> None:
    course, language = ready.course, page.language
    titles = {lesson.id: _title(page, course, lesson) for lesson in course.pages}
    page.write(
        f"{course.id}/index",
        course.languages,
        "course.html",
        course=course,
        title=course.text(course.data["title"], language),
        about=Markup(course_text(course, ready.prose, language)),  # noqa: S704  (sanitised)
        authors=[course.text(author, language) for author in course.data.get("authors", [])],
        titles=titles,
        required={lesson.id: ", ".join(titles[id_] for id_ in lesson.requires) for lesson in course.lessons},
    )


def _lesson_page(page: _Page, ready: Ready, lesson: Lesson) -> None:
    course, prose, language = ready.course, ready.prose, page.language
    theory = prose.theory(course.theory_file(lesson.theory, language)) if lesson.theory else ""
    order = [each.id for each in course.pages]
    here = order.index(lesson.id)
    titles = {each.id: _title(page, course, each) for each in course.pages}
    page.write(
        f"{course.id}/{lesson.id}",
        course.languages,
        "lesson.html",
        course=course,
        lesson=lesson,
        title=titles[lesson.id],
        titles=titles,
        theory=Markup(theory),  # noqa: S704  (sanitised)
        concepts=_concepts(ready, lesson, language),
        quizzes=[public_quiz(course, prose, course.quizzes[id_], language) for id_ in lesson.quizzes],
        tasks=[_task(ready, id_, language) for id_ in lesson.tasks],
        previous=order[here - 1] if here else None,
        following=order[here + 1] if here + 1 < len(order) else None,
    )


def _task(ready: Ready, id_: str, language: str) -> dict[str, Any]:
    task = ready.course.tasks[id_]
    description = task_texts(ready.course, ready.prose, task, language)["description"]
    public = public_task(ready.course, ready.prose, task, language)
    return {"public": public, "description": Markup(description)}  # noqa: S704  (sanitised)


def _concepts(ready: Ready, lesson: Lesson, language: str) -> list[dict[str, Any]]:
    course = ready.course
    found = []
    for name in lesson.concepts:
        path = course.theory_file(f"concepts/{name}.md", language)
        title = first_heading(course.package.texts[path]) or name
        found.append({"title": title, "body": Markup(ready.prose.concept(path))})  # noqa: S704  (sanitised)
    return found
