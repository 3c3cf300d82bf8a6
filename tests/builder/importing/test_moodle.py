from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.importing.haul import Haul
from builder.importing.moodle import read_moodle
from tests.builder.importing.banks import moodle, only, read, told


def asked(kind: str, rest: str, name: str = "N", text: str = "What?") -> str:
    question = f'<questiontext format="html"><text>{text}</text></questiontext>'
    return f'<question type="{kind}"><name><text>{name}</text></name>{question}{rest}</question>'


def answer(fraction: str, text: str, rest: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{rest}</answer>'


def feedback(text: str) -> str:
    return f'<feedback format="html"><text>{text}</text></feedback>'


def test_one_choice(tmp_path: Path) -> None:
    rest = answer("0", "a") + answer("100", "b", feedback("Well done")) + "<defaultgrade>2.5</defaultgrade>"
    haul = moodle(
        tmp_path, asked("multichoice", f"{rest}<generalfeedback><text>Why.</text></generalfeedback>")
    )
    assert only(haul) == {
        "id": "N",
        "type": "single",
        "prompt": "What?",
        "choices": ["a", "b"],
        "answer": 1,
        "explain": "Why.\n\nWell done",
        "points": 2.5,
    }
    assert haul.log.left == []


def test_several_choices(tmp_path: Path) -> None:
    rest = "<single>false</single>" + answer("66.66667", "a") + answer("33.33333", "b") + answer("-50", "c")
    haul = moodle(tmp_path, asked("multichoice", rest))
    assert (only(haul)["type"], only(haul)["answer"]) == ("multiple", [0, 1])
    assert told(haul.log.left) == [(2, "N: that some right choices are worth more than others")]


@pytest.mark.parametrize(("language", "choices"), [("en", ["True", "False"]), ("ru", ["Верно", "Неверно"])])
def test_true_or_false(tmp_path: Path, language: str, choices: list[str]) -> None:
    rest = answer("0", "true", feedback("No.")) + answer("100", "false", feedback("Yes."))
    haul = moodle(tmp_path, asked("truefalse", rest), language=language)
    made = only(haul)
    assert (made["choices"], made["answer"], made["explain"]) == (choices, 1, "Yes.")
    assert told(haul.log.left) == [(2, "N: the feedback of 1 answer that is not right")]


def test_a_text(tmp_path: Path) -> None:
    rest = answer("100", "a\\*b") + answer("100", "any*") + answer("40", "half") + "<usecase>1</usecase>"
    haul = moodle(tmp_path, asked("shortanswer", rest))
    assert only(haul)["answer"] == ["a*b"]
    assert [message for _, message in told(haul.log.left)] == [
        "N: part of the points for ‘half’ (40 %): it counts as wrong here",
        "N: the answer ‘any*’: * stands for any text, which no answer can here",
        "N: that capital letters count in the answer",
    ]


def test_a_number(tmp_path: Path) -> None:
    rest = answer("100", "2,5", "<tolerance>0.1</tolerance>") + answer("100", "3") + answer("0", "*")
    haul = moodle(tmp_path, asked("numerical", rest + "<units><unit><unit_name>m</unit_name></unit></units>"))
    assert (only(haul)["answer"], only(haul)["tolerance"]) == (2.5, 0.1)
    assert [message for _, message in told(haul.log.left)] == [
        "N: the units m",
        "N: the further right answers 3: a question has one number here",
    ]


@pytest.mark.parametrize("kind", ["essay", "matching", "description", "ddwtos", "stack"])
def test_kinds_that_have_no_place_are_listed(tmp_path: Path, kind: str) -> None:
    haul = moodle(tmp_path, asked(kind, ""), asked("numerical", answer("100", "1")))
    assert len(haul.quizzes[0]["questions"]) == 1
    ((line, message),) = told(haul.log.left)
    assert line == 2
    assert message.startswith("N: the question: ")


def gap(folder: Path, text: str) -> Haul:
    name = "<name><text>N</text></name>"
    question = f"<questiontext><text><![CDATA[{text}]]></text></questiontext>"
    return moodle(folder, f'<question type="cloze">{name}{question}</question>')


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Two and two is {1:NUMERICAL:=4:0.5}.", {"type": "number", "answer": 4, "tolerance": 0.5}),
        ("It is {:SHORTANSWER:=a &lt; b~=c\\}d}", {"type": "text", "answer": ["a < b", "c}d"]}),
        (
            "It is {2:MULTICHOICE_V:~a~=<b>b</b>#Yes~c}",
            {"type": "single", "choices": ["a", "**b**", "c"], "answer": 1, "explain": "Yes"},
        ),
        ("{:MR:%50%a~%50%b~c} are", {"type": "multiple", "answer": [0, 1]}),
    ],
)
def test_a_text_with_one_gap(tmp_path: Path, text: str, made: dict[str, Any]) -> None:
    question = only(gap(tmp_path, text))
    assert {name: question[name] for name in made} == made
    assert "\\_\\_\\_\\_\\_" in question["prompt"]
    assert "{" not in question["prompt"]


def test_other_gaps_are_told(tmp_path: Path) -> None:
    haul = gap(tmp_path, "{1:SA:=a} and {1:NM:=2}")
    assert told(haul.log.left) == [(2, "N: the question: a text with 2 gaps; a question asks one thing here")]
    assert told(gap(tmp_path, "no gap").log.errors) == [(2, "N: its text has no gap")]
    assert told(gap(tmp_path, "{1:ODD:=a}").log.errors) == [(2, "N: ‘ODD’ is no kind of gap")]
    assert told(gap(tmp_path, "{1:NM:=a}").log.errors) == [(2, "N: ‘a’ is not a number")]


@pytest.mark.parametrize(
    "text",
    [
        "{mlang en}Yes{mlang}{mlang ru}Да{mlang}!",
        '<span class="multilang" lang="en">Yes</span><span lang="ru" class="multilang">Да</span>!',
    ],
)
def test_a_text_in_several_languages(tmp_path: Path, text: str) -> None:
    haul = moodle(tmp_path, asked("numerical", answer("100", "1"), text=f"<![CDATA[{text}]]>"), language="ru")
    assert only(haul)["prompt"] == "Да!"
    assert told(haul.log.left) == [(2, "N: the text in ‘en’")]


def test_categories_become_quizzes(tmp_path: Path) -> None:
    def category(path: str) -> str:
        return f'<question type="category"><category><text>{path}</text></category></question>'

    one = asked("numerical", answer("100", "1"))
    haul = moodle(
        tmp_path, one, category("$course$/top/Ввод // вывод"), one, one, category("$course$/top"), one
    )
    assert [(quiz["id"], quiz["title"], len(quiz["questions"])) for quiz in haul.quizzes] == [
        ("bank", "bank", 1),
        ("vvod_vyvod", "Ввод / вывод", 2),
        ("bank_2", "bank", 1),
    ]
    assert [question["id"] for question in haul.quizzes[1]["questions"]] == ["N", "N_2"]


def test_pictures_become_assets(tmp_path: Path) -> None:
    shown = '&lt;img src="@@PLUGINFILE@@/{}" alt="{}"&gt;'
    text = f"{shown.format('..%2F..%2Fa.png', 'A')} {shown.format('gone.png', 'B')}"
    file = '<file name="../../a.png" path="/" encoding="base64">iVBORw0K\nGgo=</file>'
    question = f'<questiontext format="html"><text>{text}</text>{file}</questiontext>'
    node = f'<question type="numerical">{question}{answer("100", "1")}</question>'
    haul = moodle(tmp_path, node)
    assert haul.assets == {"assets/images/bank/a-4c4b6a3b.png": b"\x89PNG\r\n\x1a\n"}
    assert only(haul)["prompt"] == "![A](assets/images/bank/a-4c4b6a3b.png) B"
    assert told(haul.log.left)[0][1] == "question 1: the picture ‘gone.png’ is not in the source"


def test_a_picture_that_runs_programs_is_left_out(tmp_path: Path) -> None:
    evil = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQvPjwvc3ZnPg=="
    text = '&lt;img src="data:image/svg+xml;base64,' + evil + '" alt="A"&gt;'
    haul = moodle(tmp_path, asked("numerical", answer("100", "1"), text=text))
    assert (haul.assets, only(haul)["prompt"]) == ({}, "A")
    assert "contains a program" in told(haul.log.left)[0][1]


def test_malformed_questions_are_all_told_with_their_lines(tmp_path: Path) -> None:
    haul = moodle(
        tmp_path,
        "<question><name><text>A</text></name></question>",
        '<question type="numerical"><name><text>B</text></name></question>',
        asked("multichoice", answer("0", "a") + answer("0", "b"), "C"),
        asked("multichoice", answer("100", "a"), "D"),
        asked(
            "multichoice",
            "\n" + answer("lots", "a") + answer("more", "b") + "<defaultgrade>x</defaultgrade>",
            "E",
        ),
        asked("numerical", answer("100", "many"), "F"),
        asked("numerical", answer("100", "1", "<tolerance>some</tolerance>"), "G"),
        asked("truefalse", answer("100", "true"), "H"),
        asked("shortanswer", answer("0", "x"), "I"),
        asked("numerical", answer("100", "1") + "<defaultgrade>-1</defaultgrade>", "J"),
        '<question type="shortanswer"><name><text>K</text></name><questiontext><text>?</text>\n'
        '<file name="a.png" encoding="base64">%</file></questiontext>' + answer("100", "x") + "</question>",
    )
    assert told(haul.log.errors) == [
        (2, "A: the question has no type"),
        (3, "B: the question has no <questiontext>"),
        (4, "C: no choice is right"),
        (5, "D: it needs at least two choices"),
        (6, "E: ‘x’ is no number of points"),
        (7, "E: ‘lots’ is no fraction in percent"),
        (7, "E: ‘more’ is no fraction in percent"),
        (8, "F: ‘many’ is not a number"),
        (9, "G: ‘some’ is not a number"),
        (10, "H: it needs the answers true and false, one of them worth 100"),
        (11, "I: no answer is right"),
        (12, "J: ‘-1’ is no number of points"),
        (14, "K: the file ‘a.png’ is not base64"),
    ]


def test_a_file_that_is_no_xml_still_tells_all_that_is_wrong(tmp_path: Path) -> None:
    text = """<quiz>
<question type="numerical"><name>A</question>
<question><name><text>B</text></name></question>
<question type="truefalse"><name><text>Q&A</text></name></question>
"""
    assert told(read(read_moodle, tmp_path / "bank.xml", text).log.errors) == [
        (2, ": not XML: mismatched tag"),
        (3, "B: the question has no type"),
        (4, ": not XML: not well-formed (invalid token)"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<quiz>\n<question>\n</quiz>", 3, "not XML"),
        ("\n<results/>", 2, "the first element is <results>; Moodle's banks begin with <quiz>"),
        ("<quiz></quiz>", 1, "there is no question in it"),
    ],
)
def test_files_that_are_no_bank(tmp_path: Path, text: str, line: int, message: str) -> None:
    haul = read(read_moodle, tmp_path / "bank.xml", text)
    (remark,) = haul.log.errors
    assert remark.line == line
    assert message in remark.message


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "bank.xml").open("wb") as file:
        file.truncate(60_000_000)
    read_moodle(tmp_path / "bank.xml", haul := Haul(), "en")
    assert "larger than 50 MB" in haul.log.errors[0].message
