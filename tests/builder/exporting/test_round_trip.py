"""Our quiz to Moodle XML and back, Moodle's to ours and back, GIFT to ours: every kind, equal in meaning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.course import Course
from builder.exporting.moodle_quiz import quizzes_xml
from builder.importing.gift import read_gift
from builder.importing.haul import Haul
from builder.importing.moodle import read_moodle
from builder.importing.xml_tree import read_xml
from builder.load import load_folder
from builder.problems import Problems
from builder.validate import validate
from tests.builder.importing.shapes import noticed, shown
from tests.builder.packages import Files, write

PICTURE = b"\x89PNG\r\n\x1a\n picture"
WORDS = st.text(
    st.sampled_from("abcxyzбвг 0123456789.,;:?!()'\"<>&#*_[]{}$~|=+-/\\@%^`é"), min_size=1, max_size=25
)
LINES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)
PLAIN = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_code(text: str) -> str:
    return f"``` {text.replace('`', 'x')} ```" if text.strip() else "`x`"


INLINE = st.one_of(
    st.sampled_from(
        ["words", "с кириллицей", "2 + 2 = 4!", "a < b & c", "x_y", r"\*no\*", "$x^2$", "H<sub>2</sub>O"]
    ),
    st.sampled_from(
        ["**bold**", "*slanted*", "`print('*_*')`", "<kbd>Ctrl</kbd>", "[link](https://example.org/a_b)"]
    ),
    WORDS.map(lambda text: " ".join(text.split())).filter(bool).map(in_code),
)
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=5).map(" ".join)
BLOCK = st.one_of(
    PARAGRAPH,
    st.lists(PARAGRAPH, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(PARAGRAPH, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    st.lists(LINES, min_size=1, max_size=4).map(
        lambda code: "~~~~~text\n" + "\n".join(code).replace("~", "") + "\nend\n~~~~~"
    ),
    st.just("```{.python .norun}\nfor i in range(3):\n    print(i)\n```"),
    st.just("![A cat](../assets/images/cat.png)"),
    st.just("| a | b |\n|---|---|\n| 1 | `x` |"),
    st.just("$$\nx^2 + y\n$$"),
    st.just("> quoted\n>\n> twice"),
)
MARKDOWN = st.lists(BLOCK, min_size=1, max_size=3).map("\n\n".join)
NUMBER = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e12, 1e12, allow_nan=False))
ANSWER = LINES.map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["single", "multiple", "text", "number"]))
    question: dict[str, Any] = {"type": kind, "prompt": draw(MARKDOWN)}
    if kind in {"single", "multiple"}:
        question["choices"] = draw(st.lists(MARKDOWN, min_size=2, max_size=5))
        indexes = st.integers(0, len(question["choices"]) - 1)
        question["answer"] = draw(indexes if kind == "single" else st.lists(indexes, min_size=1, unique=True))
    elif kind == "text":
        question["answer"] = draw(st.one_of(ANSWER, st.lists(ANSWER, min_size=1, max_size=3)))
    else:
        question["answer"] = draw(NUMBER)
        if draw(st.booleans()):
            question["tolerance"] = draw(st.floats(0, 100))
    if draw(st.booleans()):
        question["explain"] = draw(MARKDOWN)
    if draw(st.booleans()):
        question["points"] = draw(st.sampled_from([0, 2, 0.5, 1000]))
    return question


def course_with(folder: Path, asked: list[dict[str, Any]]) -> Course:
    numbered = [{"id": f"q{number}", **question} for number, question in enumerate(asked, 1)]
    quiz = {"id": "quiz_1", "title": "A / quiz", "questions": numbered}
    files: Files = {
        "manifest.json": {"id": "small", "version": "1.0.0", "title": "Small", "language": "en"},
        "quizzes/quiz.json": quiz,
        "assets/images/cat.png": PICTURE,
    }
    problems = Problems("small")
    course, _ = validate(load_folder("small", write(folder, files), problems))
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    return course


def there_and_back(course: Course, folder: Path) -> Haul:
    data, _, left = quizzes_xml(course, course.language)
    assert left == []
    (folder / "bank.xml").write_bytes(data)
    haul = Haul()
    read_moodle(folder / "bank.xml", haul, "en")
    assert (haul.log.errors, haul.log.left) == ([], [])
    return haul


def meaning(question: dict[str, Any]) -> dict[str, Any]:
    """What a student could notice of a question."""
    answer = question["answer"]
    if question["type"] == "text":
        answer = list(dict.fromkeys([answer] if isinstance(answer, str) else answer))
    return {
        "id": question["id"],
        "type": question["type"],
        "prompt": noticed(question["prompt"]),
        "choices": [noticed(choice) for choice in question.get("choices", [])],
        "answer": sorted(answer) if isinstance(answer, list) else answer,
        "tolerance": question.get("tolerance", 1e-9),
        "explain": noticed(question.get("explain", "")),
        "points": question.get("points", 1),
    }


@FEW
@given(asked=st.lists(questions(), min_size=1, max_size=3))
def test_our_quiz_to_moodle_and_back(
    tmp_path_factory: pytest.TempPathFactory, asked: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    course = course_with(folder / "course", asked)
    haul = there_and_back(course, folder)
    ours, back = course.quizzes["quiz_1"].data, haul.quizzes[0]
    assert (back["id"], back["title"]) == ("quiz_1", "A / quiz")
    assert [meaning(each) for each in back["questions"]] == [meaning(each) for each in ours["questions"]]
    shows_cat = "cat.png" in json.dumps(ours)
    assert list(haul.assets.values()) == ([PICTURE] if shows_cat else [])


MOODLE = (Path(__file__).parents[1] / "importing/fixtures/bank.xml").read_text(encoding="utf-8")


def test_moodle_to_ours_and_back(tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_text(MOODLE, encoding="utf-8")
    first = Haul()
    read_moodle(tmp_path / "bank.xml", first, "en")
    assert first.log.errors == []
    asked = [question for quiz in first.quizzes for question in quiz["questions"]]
    assert {question["type"] for question in asked} == {"single", "multiple", "text", "number"}
    files: Files = {"manifest.json": {"id": "small", "version": "1.0.0", "title": "Small", "language": "en"}}
    files |= {f"quizzes/{quiz['id']}.json": quiz for quiz in first.quizzes}
    files |= first.assets
    problems = Problems("small")
    course, _ = validate(load_folder("small", write(tmp_path / "course", files), problems))
    assert [str(problem) for problem in problems] == []
    again = there_and_back(course, tmp_path)
    assert [quiz["id"] for quiz in again.quizzes] == [quiz["id"] for quiz in first.quizzes]
    back = [question for quiz in again.quizzes for question in quiz["questions"]]
    assert [meaning(each) for each in back] == [meaning(each) for each in asked]
    assert list(again.assets.values()) == list(first.assets.values())


def as_gift(text: str) -> str:
    for character in "\\~=#{}:":
        text = text.replace(character, "\\" + character)
    return text.replace("\n", "\\n")


def gift_answers(question: dict[str, Any]) -> str:
    kind, answer = question["type"], question["answer"]
    if kind == "single":
        marks = ["=" if number == answer else "~" for number in range(len(question["choices"]))]
    elif kind == "multiple":
        share = f"~%{100 / len(answer):.5f}%"
        marks = [share if number in answer else "~%-100%" for number in range(len(question["choices"]))]
    elif kind == "text":
        return " ".join(f"={as_gift(text)}" for text in answer)
    else:
        return f"#{answer}\\:{question['tolerance']}".replace("\\:", ":")
    return "\n".join(f"{mark}{as_gift(text)}" for mark, text in zip(marks, question["choices"], strict=True))


@st.composite
def plain_questions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["single", "multiple", "text", "number"]))
    question: dict[str, Any] = {"type": kind, "prompt": draw(PLAIN), "explain": draw(PLAIN)}
    if kind in {"single", "multiple"}:
        question["choices"] = draw(st.lists(PLAIN, min_size=2, max_size=4))
        indexes = st.integers(0, len(question["choices"]) - 1)
        question["answer"] = draw(indexes if kind == "single" else st.lists(indexes, min_size=1, unique=True))
    elif kind == "text":
        plain = ANSWER.filter(
            lambda text: not set(text) & set("*%") and "->" not in text and text.upper() not in "TRUEFALSE"
        )
        question["answer"] = draw(st.lists(plain, min_size=1, max_size=3, unique=True))
    else:
        question |= {"answer": draw(st.integers(-99, 99)), "tolerance": draw(st.sampled_from([0, 0.5, 3]))}
    return question


@FEW
@given(asked=st.lists(plain_questions(), min_size=1, max_size=3))
def test_gift_to_ours(tmp_path_factory: pytest.TempPathFactory, asked: list[dict[str, Any]]) -> None:
    folder = tmp_path_factory.mktemp("gift")
    blocks = [
        f"::q{number}::[plain]{as_gift(question['prompt'])}{{{gift_answers(question)}####{as_gift(question['explain'])}}}"
        for number, question in enumerate(asked, 1)
    ]
    (folder / "bank.gift").write_text("\n\n".join(blocks), encoding="utf-8")
    haul = Haul()
    read_gift(folder / "bank.gift", haul, "en")
    assert (haul.log.errors, haul.log.left) == ([], [])
    for question, read in zip(asked, haul.quizzes[0]["questions"], strict=True):
        assert read["type"] == question["type"]
        answer = read["answer"]
        assert (sorted(answer) if isinstance(answer, list) else answer) == (
            sorted(question["answer"]) if isinstance(question["answer"], list) else question["answer"]
        )
        assert read.get("tolerance", 1e-9) == question.get("tolerance", 1e-9)
        texts = [read["prompt"], *read.get("choices", []), read["explain"]]
        written = [question["prompt"], *question.get("choices", []), question["explain"]]
        assert [shown(text) for text in texts] == ["".join(text.split()) for text in written]


def test_the_bank_is_what_moodle_reads(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = [
        {"type": "multiple", "prompt": "?", "choices": ["a", "b", "c"], "answer": [0, 1, 2]},
        {"type": "text", "prompt": "?", "answer": "2*3"},
        {"type": "number", "prompt": "?", "answer": 1e-7},
    ]
    course = course_with(tmp_path, asked)
    root = read_xml(quizzes_xml(course, "en")[0]).children[0]
    kinds = ["category", "multichoice", "shortanswer", "numerical"]
    assert [node.attributes["type"] for node in root.all("question")] == kinds
    assert root.value("question/category/text") == "$course$/top/Small/A // quiz"
    answers = [answer for node in root.all("question") for answer in node.all("answer")]
    assert {answer.attributes["fraction"] for answer in answers} == {"33.33333", "100"}
    assert [answer.value("text") for answer in answers[3:]] == ["2\\*3", "0.0000001"]


def test_what_moodle_cannot_hold_is_told(tmp_path: Path) -> None:
    choices = [str(number) for number in range(12)]
    asked: list[dict[str, Any]] = [
        {"type": "multiple", "prompt": "?", "choices": choices, "answer": []},
        {"type": "multiple", "prompt": "?", "choices": choices, "answer": list(range(11))},
    ]
    _, count, left = quizzes_xml(course_with(tmp_path, asked), "en")
    assert count == 0
    assert left == [
        "quizzes/quiz.json#/questions/0: no choice is right, which Moodle does not allow",
        "quizzes/quiz.json#/questions/1: more than 10 choices are right, which Moodle has no percentages for",
    ]
