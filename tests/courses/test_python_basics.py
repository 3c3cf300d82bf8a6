"""The bundled course is complete in both languages, and every program in it does what it should."""

import re
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from builder.course import Course, Task
from builder.load import opened_package
from builder.validate import validate
from runtime.judge import execute
from tests.courses.trial import reports

FOLDER = Path(__file__).parents[2] / "courses" / "python-basics"
LANGUAGES = ("en", "ru")
LESSONS = ["output", "variables", "conditions", "while", "for", "strings"]
FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUICK_MS = 500


@cache
def course() -> Course:
    with opened_package(FOLDER) as package:
        loaded, _ = validate(package)
    return loaded


def theory(lesson: str, language: str) -> str:
    path = next(each.theory for each in course().lessons if each.id == lesson)
    assert path is not None
    return course().package.texts[course().theory_file(path, language)]


def blocks(markdown: str, kind: str) -> list[str]:
    return [code for language, code in FENCE.findall(markdown) if language == kind]


def by_language(text: str | dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text


def questions() -> list[tuple[str, dict[str, Any]]]:
    quizzes = course().quizzes.values()
    return [(quiz.data["id"], question) for quiz in quizzes for question in quiz.data["questions"]]


TASKS = sorted(course().tasks)
PAGES = [(lesson, language) for lesson in LESSONS for language in LANGUAGES]


def test_has_no_problems() -> None:
    assert [str(problem) for problem in course().package.problems] == []


def test_lessons_come_in_order_and_build_on_each_other() -> None:
    assert [lesson.id for lesson in course().lessons] == LESSONS
    assert [lesson.requires for lesson in course().lessons] == [[], *([each] for each in LESSONS[:-1])]
    assert all(lesson.minutes for lesson in course().lessons)


@pytest.mark.parametrize(("lesson", "language"), PAGES)
def test_theory_is_neither_short_nor_long(lesson: str, language: str) -> None:
    assert 400 <= len(re.findall(r"\w+", FENCE.sub("", theory(lesson, language)))) <= 900


@pytest.mark.parametrize("lesson", LESSONS)
def test_theory_has_a_diagram_and_examples(lesson: str) -> None:
    text = theory(lesson, "en")
    assert blocks(text, "mermaid") or re.search(r"!\[.{20,}\]\(\S+\.svg\)", text)
    assert len(blocks(text, "python")) >= 5


@pytest.mark.parametrize("lesson", LESSONS)
def test_theory_is_built_alike_in_both_languages(lesson: str) -> None:
    shapes = [
        ([kind for kind, _ in FENCE.findall(text)], re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE))
        for text in (theory(lesson, language) for language in LANGUAGES)
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("lesson", "language"), PAGES)
def test_every_example_of_the_theory_runs(lesson: str, language: str) -> None:
    answers = "".join(f"{number}\n" for number in [*range(1, 11), 0])
    for code in blocks(theory(lesson, language), "python"):
        outcome = execute({"code": code, "stdin": answers, "call": None, "limits": {}})
        assert (outcome["verdict"], outcome["stderr"], code) == ("OK", "", code)
        assert outcome["stdout"]


@pytest.mark.parametrize(("lesson", "language"), PAGES)
def test_shown_output_is_what_the_example_before_it_prints(lesson: str, language: str) -> None:
    fences = FENCE.findall(theory(lesson, language))
    for (before, code), (kind, shown) in pairwise(fences):
        if kind == "text":
            assert before == "python"
            assert execute({"code": code, "stdin": "", "call": None, "limits": {}})["stdout"] == shown


@pytest.mark.parametrize("lesson", course().lessons, ids=lambda lesson: str(lesson.id))
def test_lesson_has_a_quiz_and_tasks(lesson: Any) -> None:
    kinds = [
        question["type"] for quiz in lesson.quizzes for question in course().quizzes[quiz].data["questions"]
    ]
    assert 5 <= len(kinds) <= 7
    assert len(set(kinds)) >= 2
    assert len(lesson.tasks) >= 6
    points = [course().tasks[task].data["points"] for task in lesson.tasks]
    assert points == sorted(points)


def test_course_shows_everything_there_is() -> None:
    tasks = list(course().tasks.values())
    assert len(tasks) >= 40
    assert {task.checker["type"] for task in tasks} == {
        "strip",
        "exact",
        "regex",
        "float",
        "python_expr",
        "custom",
    }
    assert sum(task.checker["type"] == "custom" for task in tasks) >= 3
    assert any("call" in test for task in tasks for test in task.tests)
    assert {task.data["difficulty"] for task in tasks} == {"easy", "medium", "hard"}
    assert {question["type"] for _, question in questions()} == {"single", "multiple", "text", "number"}
    wrong = {verdict for task in tasks for _, verdict in wrong_programs(task)}
    assert wrong == {"WA", "RE", "CE", "TL", "ML", "OL"}
    assert course().practice.tasks == []


def test_texts_are_there_in_both_languages() -> None:
    for name in TASKS:
        data = course().tasks[name].data
        for text in (data["title"], data["description"], data["template"], *data["hints"]):
            assert set(by_language(text)) == set(LANGUAGES)
            assert all(each.strip() for each in by_language(text).values())
    for _, question in questions():
        assert set(question["prompt"]) == set(question["explain"]) == set(LANGUAGES)


@pytest.mark.parametrize("name", TASKS)
def test_task_is_complete(name: str) -> None:
    task = course().tasks[name]
    tests = task.tests
    assert 1 <= len(task.data["hints"]) <= 3
    assert task.data["concepts"]
    assert all(f"concepts/{concept}.md" in course().package.texts for concept in task.data["concepts"])
    assert len(wrong_programs(task)) >= 1
    if name not in {
        "hello_world",
        "lucky_even",
        "guess_game",
    }:  # no input to hide, or the checker makes it up
        assert len(tests) >= 3
        assert any(test.get("private") for test in tests)
        assert any(not test.get("private") for test in tests)


def wrong_programs(task: Task) -> list[tuple[str, str]]:
    stated = [(wrong["code"], wrong["verdict"]) for wrong in task.data.get("wrong", [])]
    return [*stated, *((wrong.code, wrong.verdict or "") for wrong in task.source.wrong)]


def compiled(task: Task) -> dict[str, Any]:
    limits = {**task.limits, "time_ms": QUICK_MS}
    return {
        "id": task.id,
        "tests": task.tests,
        "checker": task.checker,
        "checker_source": task.source.checker_source,
        "limits": limits,
    }


@pytest.mark.parametrize("name", TASKS)
def test_solution_wrong_programs_and_template_get_their_verdicts(name: str) -> None:
    task = course().tasks[name]
    solution = task.source.solution or task.data["solution"]
    wrong = [row for row in wrong_programs(task) if row[1] != "ML" or sys.platform == "linux"]
    templates = list(by_language(task.data["template"]).values())
    made = reports(compiled(task), [solution, *(code for code, _ in wrong), *templates])
    verdicts = [each["verdict"] for each in made]
    expected = ["OK", *(verdict for _, verdict in wrong)]
    assert verdicts[: len(expected)] == expected
    assert made[0]["score"] == 1
    assert not {"OK", "IE", "CE"} & set(verdicts[len(expected) :])


PRINTS = "what it prints"
LINES = "how many lines it prints"
STARS = "how many stars it prints"
ANSWERS = {
    ("quiz_output", "lines_count"): LINES,
    ("quiz_variables", "becomes"): PRINTS,
    ("quiz_variables", "fstring"): PRINTS,
    ("quiz_conditions", "which_branch"): PRINTS,
    ("quiz_conditions", "two_ifs"): LINES,
    ("quiz_while", "rounds"): LINES,
    ("quiz_while", "after"): PRINTS,
    ("quiz_for", "sum"): PRINTS,
    ("quiz_for", "stars"): STARS,
    ("quiz_strings", "index"): PRINTS,
    ("quiz_strings", "slice"): PRINTS,
}


@pytest.mark.parametrize(("quiz", "question"), questions())
def test_answer_to_what_a_program_does_is_right(quiz: str, question: dict[str, Any]) -> None:
    programs = blocks(question["prompt"]["en"], "{.python .norun}")
    if question["type"] not in {"text", "number"} or not programs:
        assert (quiz, question["id"]) not in ANSWERS
        return
    out = execute({"code": programs[0], "stdin": "", "call": None, "limits": {}})["stdout"].strip()
    counts = {PRINTS: out, LINES: str(len(out.splitlines())), STARS: str(out.count("*"))}
    answer = question["answer"]
    assert counts[ANSWERS[quiz, question["id"]]] == str(answer[0] if isinstance(answer, list) else answer)


@pytest.mark.parametrize("picture", sorted(FOLDER.glob("assets/images/*.svg")), ids=lambda path: path.name)
def test_picture_is_accessible_and_has_a_translation(picture: Path) -> None:
    root = ElementTree.fromstring(picture.read_bytes())  # noqa: S314 - our own file
    names = {child.tag.rpartition("}")[2] for child in root.iter()}
    assert {"title", "desc", "rect"} <= names
    assert "script" not in names
    assert root.get("role") == "img"
    sizes = [int(text.attrib["font-size"]) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert min(sizes) * 360 / 720 >= 12, "too small on a phone"
    other = picture.name.replace(".ru.svg", ".svg") if ".ru." in picture.name else picture.stem + ".ru.svg"
    assert picture.with_name(other).exists()
