"""Edits that authors make to their courses, each told by its name and a number that chooses what and how."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.builder.packages import good, write, write_zip
from tests.builder.wheels.making import needs, wheel

Edit = Callable[[Path, int], None]
EDITS: dict[str, Edit] = {}

WORDS = ["one", "two & <b>three</b>", "*four*", "$x^2$", "`five`", "# six", "```python\nprint(7)\n```", ""]
LINKS = ["[next](02.md)", "[page](second.html)", "![dot](../assets/dot.svg)", "[file](../assets/data.txt)"]
LINKS += ["[out](https://example.org)", "[anchor](#second-part)", "", "", "", "", ""]


def edit(change: Edit) -> Edit:
    """Let a function be one of the edits."""
    EDITS[change.__name__] = change
    return change


def course_of(courses: Path, number: int) -> Path | None:
    folders = sorted(path for path in courses.iterdir() if path.is_dir())
    return folders[number % len(folders)] if folders else None


def chosen(course: Path | None, pattern: str, number: int) -> Path | None:
    found = sorted(course.glob(pattern)) if course else []
    return found[number % len(found)] if found else None


def text(number: int) -> str:
    """Return a Markdown text; every number gives another one."""
    parts = [WORDS[number % len(WORDS)], LINKS[number // 3 % len(LINKS)], f"Number {number}."]
    return "\n\n".join(parts)


def load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def save(path: Path, value: object) -> None:
    write(path.parent, {path.name: json.dumps(value, ensure_ascii=False)})


def change_manifest(courses: Path, number: int, change: Callable[[dict[str, Any]], object]) -> None:
    path = chosen(course_of(courses, number), "manifest.json", 0)
    data = load(path) if path else None
    if path and isinstance(data, dict):
        change(data)
        save(path, data)


def some_task(number: int) -> dict[str, Any]:
    task: dict[str, Any] = {"id": f"t{number % 5}", "title": f"Task {number}", "description": text(number)}
    task["tests"] = [{"input": str(number), "expected": "1", "explain": text(number + 1)}]
    if number % 2:
        task["lesson"] = ["first", "second", "third"][number % 3]
    if number % 4 == 0:
        task["title"] = {"en": f"Task {number}", "ru": f"Задача {number}"}
        task["hints"] = [text(number + 2)]
    return task


@edit
def put_task(courses: Path, number: int) -> None:
    if course := course_of(courses, number):
        save(course / f"tasks/file{number % 4}.json", some_task(number))


@edit
def put_folder_task(courses: Path, number: int) -> None:
    if course := course_of(courses, number):
        folder = course / f"tasks/folder{number % 2}"
        save(folder / "task.json", {"id": f"f{number % 2}", "title": "Folder", "description": text(number)})
        write(folder, {"tests/public/01.in": "1", "tests/public/01.out": str(number)})
        if number % 3 == 0:
            write(folder, {"checker.py": "def check(run_solution, case):\n    return True\n"})


@edit
def rename_task(courses: Path, number: int) -> None:
    if path := chosen(course_of(courses, number), "tasks/*", number):
        path.rename(
            path.with_name(f"renamed{number % 3}{path.suffix}" if path.is_file() else f"other{number}")
        )


@edit
def delete_task(courses: Path, number: int) -> None:
    path = chosen(course_of(courses, number), "tasks/*", number)
    if path and path.is_dir():
        shutil.rmtree(path)
    elif path:
        path.unlink()


@edit
def put_theory(courses: Path, number: int) -> None:
    if course := course_of(courses, number):
        suffix = ["", ".ru", ".de"][number % 3]
        write(course, {f"theory/0{number % 3 + 1}{suffix}.md": f"# Part {number}\n\n{text(number)}\n"})


@edit
def delete_theory(courses: Path, number: int) -> None:
    if path := chosen(course_of(courses, number), "theory/*.md", number):
        path.unlink()


@edit
def put_concept(courses: Path, number: int) -> None:
    if course := course_of(courses, number):
        write(course, {"concepts/loop.md": f"# Loop {number}\n\n{text(number)}\n"})


@edit
def put_quiz(courses: Path, number: int) -> None:
    question = {"id": "q1", "type": "number", "prompt": text(number), "answer": number}
    if course := course_of(courses, number):
        quiz = {"id": f"quiz{number % 3}", "title": f"Quiz {number}", "questions": [question]}
        save(course / f"quizzes/file{number % 3}.json", quiz)


@edit
def delete_quiz(courses: Path, number: int) -> None:
    if path := chosen(course_of(courses, number), "quizzes/*.json", number):
        path.unlink()


@edit
def put_asset(courses: Path, number: int) -> None:
    if course := course_of(courses, number):
        picture = f'<svg xmlns="http://www.w3.org/2000/svg"><circle r="{number}"/></svg>'
        write(course, {"assets/dot.svg": picture} if number % 2 else {"assets/data.txt": str(number)})


@edit
def delete_asset(courses: Path, number: int) -> None:
    if path := chosen(course_of(courses, number), "assets/*", number):
        path.unlink()


@edit
def change_languages(courses: Path, number: int) -> None:
    languages = [["en"], ["en", "ru"], ["ru", "en"], ["en", "tlh"]][number % 4]
    change_manifest(courses, number, lambda data: data.update(language=languages[0], languages=languages))


@edit
def change_lessons(courses: Path, number: int) -> None:
    def change(data: dict[str, Any]) -> None:
        lessons = data.setdefault("lessons", [])
        names = ["first", "second", "third"]
        if number % 5 == 0 and lessons:
            lessons.pop(number % len(lessons))
        elif number % 5 == 1:
            lessons.reverse()
        elif number % 5 == 2 and lessons:
            lessons[number % len(lessons)]["title"] = {"en": f"Lesson {number}", "ru": f"Урок {number}"}
        elif number % 5 == 3:
            free = [name for name in names if name not in {lesson["id"] for lesson in lessons}]
            lessons += [{"id": name, "title": "New", "theory": "theory/02.md"} for name in free[:1]]
        else:
            data.pop("lessons")

    change_manifest(courses, number, change)


@edit
def retitle_course(courses: Path, number: int) -> None:
    change_manifest(
        courses, number, lambda data: data.update(title=f"Course {number}", version=f"1.0.{number}")
    )


@edit
def change_packages(courses: Path, number: int) -> None:
    names = [["one"], ["one", "two"], ["two"], ["three"], []][number % 5]
    change_manifest(courses, number, lambda data: data.update(packages=names))


@edit
def put_wheel(courses: Path, number: int) -> None:
    if course := course_of(courses, number):
        name, version = ["one", "two"][number % 2], f"1.{number % 3}"
        other = needs(f"two>=1.{number % 4}") if name == "one" else ""
        wheel(course / "wheels", name, version, metadata=other, files={f"{name}.py": str(number)})


@edit
def delete_wheel(courses: Path, number: int) -> None:
    if path := chosen(course_of(courses, number), "wheels/*.whl", number):
        path.unlink()


@edit
def break_file(courses: Path, number: int) -> None:
    if path := chosen(course_of(courses, number), "**/*.json", number):
        path.write_text("{", encoding="utf-8")


def mend_manifest(data: dict[str, Any]) -> None:
    for field in ("lessons", "packages"):
        data.pop(field, None)


@edit
def mend(courses: Path, number: int) -> None:
    """Take out what does not work, as an author does who has read the list of problems."""
    for path in courses.glob("*/**/*.json"):
        if load(path) is None:
            save(path, {"id": f"m{number % 3}", "version": "1.0.0", "title": "Mended", "language": "en"})
            if path.name != "manifest.json":
                path.unlink()
    for path in courses.glob("*/theory/*.md"):
        write(path.parent, {path.name: f"# Mended {number}\n\nText.\n"})
    change_manifest(courses, number, mend_manifest)


@edit
def put_course(courses: Path, number: int) -> None:
    files = good()
    files["manifest.json"] = {
        "id": f"c{number % 3}",
        "version": "1.0.0",
        "title": f"New {number}",
        "language": "en",
    }
    name = f"course{number % 3}"
    (courses / f"{name}.zip").unlink(missing_ok=True)
    if number % 2:
        write(courses / name, files)
    elif not (courses / name).exists():
        write_zip(courses / f"{name}.zip", files)


@edit
def delete_course(courses: Path, number: int) -> None:
    course = course_of(courses, number)
    if course and len(list(courses.iterdir())) > 1:
        shutil.rmtree(course)
