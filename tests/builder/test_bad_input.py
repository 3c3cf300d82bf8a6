"""Every way we know to break a package, with the place and the words of its problem."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.problems import Problem
from tests.builder.packages import Files, good, problems_of, set_at

M, T, Q = "manifest.json", "tasks/sum.json", "quizzes/quiz.json"

# file, pointer of what to set, new value, pointer of the problem, words of its message
BROKEN_FIELDS: list[tuple[str, str, Any, str, str]] = [
    (M, "/titel", "x", "/titel", "‘titel’ is not a field of a manifest. Did you mean ‘title’?"),
    (T, "/titel", "x", "/titel", "‘titel’ is not a field of a task. Did you mean ‘title’?"),
    (
        T,
        "/tests/0/outputs",
        "x",
        "/tests/0/outputs",
        "is not a field of a test. A test may have: name, input",
    ),
    (M, "/lessons/0/task", [], "/lessons/0/task", "not a field of a lesson. Did you mean ‘tasks’?"),
    (M, "/id", "Bad Id", "/id", "‘id’ should be a lower-case name"),
    (M, "/id", "con", "/id", "Windows keeps the name ‘con’ for itself"),
    (M, "/id", "assets", "/id", "the name of a folder of the site itself"),
    (M, "/id", "../x", "/id", "‘id’ should be a lower-case name such as ‘python-basics’"),
    (M, "/version", "1.0", "/version", "three numbers such as ‘1.0.0’"),
    (M, "/version", 1, "/version", "three numbers such as ‘1.0.0’ (see semver.org), not 1."),
    (M, "/title", "", "/title", "‘title’ must not be empty."),
    (M, "/title", {}, "/title", "‘title’ needs a text for at least one language"),
    (M, "/title", {"English": "x"}, "/title", "a language code such as ‘en’"),
    (M, "/title", 5, "/title", "a text that is not empty"),
    (M, "/languages", ["ru"], "/languages", "does not contain the course's own language, ‘en’"),
    (M, "/languages", [], "/languages", "‘languages’ needs at least 1 item."),
    (M, "/languages", ["en", "en"], "/languages", "‘languages’ has the same item twice."),
    (M, "/min_app_version", "99.0.0", "/min_app_version", "needs Knapsack 99.0.0 or newer"),
    (M, "/license", "§", "/license", "an SPDX name"),
    (
        M,
        "/lessons/0/theory",
        "theory/none.md",
        "/lessons/0/theory",
        "The file theory/none.md does not exist.",
    ),
    (M, "/lessons/0/theory", "../x.md", "/lessons/0/theory", "‘../x.md’ leads out of the course"),
    (M, "/lessons/0/theory", "/etc/passwd", "/lessons/0/theory", "not a path inside the course"),
    (M, "/lessons/0/theory", "tasks/sum.json", "/lessons/0/theory", "is no Markdown file"),
    (M, "/lessons/0/tasks", ["none"], "/lessons/0/tasks/0", "There is no task with the id ‘none’."),
    (M, "/lessons/0/quizzes", ["none"], "/lessons/0/quizzes/0", "There is no quiz with the id ‘none’."),
    (M, "/lessons/0/concepts", ["none"], "/lessons/0/concepts/0", "There is no concept with the id ‘none’."),
    (M, "/lessons/0/requires", ["none"], "/lessons/0/requires/0", "There is no lesson with the id ‘none’."),
    (M, "/lessons/0/requires", ["first"], "/lessons/0/requires", "‘first’ requires itself"),
    (M, "/lessons/1/id", "First", "/lessons/1/id", "Two lessons have the id ‘First’"),
    (M, "/lessons/1/id", "practice", "/lessons/1/id", "the name of a page of the site itself"),
    (M, "/lessons/1/id", "nul", "/lessons/1/id", "Windows keeps the name ‘nul’ for itself"),
    (M, "/lessons/1/id", "../x", "/lessons/1/id", "Latin letters, digits"),
    (M, "/lessons/1/tasks", ["sum"], "/lessons/1/tasks/0", "‘sum’ is already in the lesson ‘first’"),
    (M, "/lessons/0/estimated_minutes", 0, "/lessons/0/estimated_minutes", "should be 1 or more, not 0."),
    (M, "/lessons/0/estimated_minutes", "5", "/lessons/0/estimated_minutes", "a whole number, not ‘5’."),
    (T, "/id", "a/b", "/id", "Latin letters, digits, ‘-’ or ‘_’"),
    (T, "/lesson", "none", "/lesson", "There is no lesson with the id ‘none’."),
    (T, "/difficulty", "hrad", "/difficulty", "one of easy, medium, hard, not ‘hrad’. Did you mean ‘hard’?"),
    (T, "/checker", "exakt", "/checker", "not ‘exakt’. Did you mean ‘exact’?"),
    (T, "/checker", {"type": "flaot"}, "/checker/type", "Did you mean ‘float’?"),
    (T, "/checker", {"type": "python_expr"}, "/checker", "The field ‘expr’ is missing."),
    (T, "/checker", {"type": "python_expr", "expr": "output ="}, "/checker/expr", "Line 1 does not compile"),
    (T, "/tests/0", {"expected": 3}, "/tests/0/expected", "‘expected’ should be a text in quotes, not 3."),
    (T, "/tests/0", {"input": "", "call": "f()", "expected": "1"}, "/tests/0", "either ‘input’ or ‘call’"),
    (T, "/tests/0", {"call": "f()"}, "/tests/0", "The field ‘expected’ is missing."),
    (T, "/tests/0", {"call": "f(", "expected": "1"}, "/tests/0/call", "Line 1 does not compile"),
    (T, "/tests/0", {"call": "f()", "expected": "abc"}, "/tests/0/expected", "‘abc’ is not a Python literal"),
    (T, "/tests", [{"expected": "", "name": "a"}] * 2, "/tests/0", "Two tests have the name ‘a’."),
    (T, "/tests", [], "", "The task has no tests and no checker.py"),
    (T, "/limits", {"time_ms": 0}, "/limits/time_ms", "should be 10 or more, not 0."),
    (T, "/limits", {"time": 5}, "/limits/time", "‘time’ is not a field of limits. Did you mean ‘time_ms’?"),
    (T, "/points", True, "/points", "‘points’ should be a number, not true."),
    (T, "/hints", "one", "/hints", "‘hints’ should be a list in […], not ‘one’."),
    (T, "/hints", [1], "/hints/0", "Item 1 of ‘hints’ should be a text"),
    (T, "/solution", "print(", "/solution", "Line 1 does not compile"),
    (
        T,
        "/wrong",
        [{"code": "x", "verdict": "OK"}],
        "/wrong/0/verdict",
        "one of WA, RE, CE, TL, ML, OL, not ‘OK’",
    ),
    (T, "/concepts", ["none"], "/concepts/0", "There is no file concepts/none.md."),
    (T, "/description", "$\\frac{1}{$", "/description", "The formula $\\frac{1}{$ does not work"),
    (T, "/description", "$\\nonsense x$", "/description", "the command \\nonsense is not known"),
    (T, "/description", "[x](none.md)", "/description", "The link to ‘none.md’ leads nowhere"),
    (
        T,
        "/description",
        "![x](https://a.example/x.png)",
        "/description",
        "is not in the course. Put it into assets/",
    ),
    (
        T,
        "/description",
        "![x](//a.example/x.png)",
        "/description",
        "is not in the course. Put it into assets/",
    ),
    (Q, "/questions/0/answer", 2, "/questions/0/answer", "There is no choice 2: the choices are 0 to 1."),
    (Q, "/questions/0/answer", "a", "/questions/0/answer", "number of the right choice, counted from 0"),
    (Q, "/questions/0/answer", -1, "/questions/0/answer", "number of the right choice, counted from 0"),
    (Q, "/questions/0/type", "multiple", "/questions/0/answer", "a list of the numbers of the right choices"),
    (Q, "/questions/0/type", "text", "/questions/0/answer", "the accepted text, or a list"),
    (Q, "/questions/0/type", "number", "/questions/0", "without ‘choices’"),
    (Q, "/questions/0/type", "signle", "/questions/0/type", "Did you mean ‘single’?"),
    (Q, "/questions/0/tolerance", 1, "/questions/0", "without ‘tolerance’"),
    (Q, "/questions/0/choices", ["a"], "/questions/0/choices", "‘choices’ needs at least 2 items."),
    (Q, "/questions", [], "/questions", "‘questions’ needs at least 1 item."),
    (Q, "/questions/0", {"id": "q"}, "/questions/0", "The field ‘prompt’ is missing."),
    (Q, "/lesson", "none", "/lesson", "There is no lesson with the id ‘none’."),
]

# file, its content (None: the file is left out), words of the message
BROKEN_FILES: list[tuple[str, Any, str]] = [
    (M, None, "The file is missing. A course needs one"),
    (M, "[]", "The file should be an object in {…}."),
    (M, '{"id": "small",\n "title" "x"}', "Line 2, column 10: this is not JSON: a colon is missing here."),
    (M, '{"id": "small",}', "this is not JSON: there is one comma too many"),
    (M, '{"id": "small"', "this is not JSON: the file ends too early"),
    (M, '{"id": "a", "id": "b"}', "The field ‘id’ is given twice"),
    (T, '{"points": NaN}', "‘NaN’ is not a number in JSON."),
    (T, "[" * 200_000, "nested too deeply"),
    (T, '{"points": ' + "9" * 5000 + "}", "A number in this file cannot be used"),
    (T, b'{"id": "\xff"}', "Line 1 is not UTF-8 text. Save the file in the encoding UTF-8."),
    (T, '{"id": "' + "x" * 5_000_000 + '"}', "The file has 5.0 MB. At most 1 MB is allowed"),
    ("theory/01.md", None, "The file theory/01.md does not exist."),
    ("theory/01.md", "текст".encode("cp1251"), "Line 1 is not UTF-8 text."),
    ("theory/CON.md", "x", "Windows keeps the name ‘CON.md’ for itself"),
    ("theory/what?.md", "x", "has a character that Windows does not allow"),
    ("theory/end.", "x", "ends in a space or dot"),
    (
        "tasks/SUM.json",
        {"id": "sum", "title": "x", "description": "x", "tests": [{}]},
        "same file on Windows",
    ),
    (
        "tasks/sum2.json",
        {"id": "sum", "title": "x", "description": "x", "tests": [{}]},
        "More than one task has",
    ),
    (Q.replace("quiz.", "b."), {"id": "quiz", "title": "x", "questions": []}, "needs at least 1 item"),
    ("tasks/own/task.json", {"id": "own", "title": "x", "description": "x"}, "no tests and no checker.py"),
    ("assets/run.exe", b"MZ", "Files of the kind ‘.exe’ are not allowed in assets."),
    ("assets/page.html", "x", "Files of the kind ‘.html’ are not allowed in assets."),
    ("assets/big.png", b"x" * 10_000_001, "At most 10 MB is allowed."),
    ("assets/a.svg", "<svg><script>1</script></svg>", "contains a program (<script>)"),
    ("assets/a.svg", '<svg onload="x()"/>', "contains a program (onload)"),
    ("assets/a.svg", "not a picture", "The picture is not valid SVG"),
]


def texts(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.file, problem.pointer, problem.message) for problem in problems]


@pytest.mark.parametrize("broken", BROKEN_FIELDS, ids=lambda broken: f"{broken[1]} {broken[4][:30]}")
def test_broken_fields(tmp_path: Path, broken: tuple[str, str, Any, str, str]) -> None:
    file, pointer, value, place, words = broken
    files = good()
    set_at(files, file, pointer, value)
    found = texts(problems_of(tmp_path, files))
    assert any((at, where) == (f"small/{file}", place) and words in said for at, where, said in found), found


@pytest.mark.parametrize(("file", "content", "words"), BROKEN_FILES, ids=lambda value: str(value)[:30])
def test_broken_files(tmp_path: Path, file: str, content: Any, words: str) -> None:
    files = good()
    if content is None:
        del files[file]
    else:
        files[file] = content
    problems = problems_of(tmp_path, files)
    assert any(words in problem.message and problem.severity == "error" for problem in problems), problems


def test_a_good_course_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, good()) == []


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    files = good()
    set_at(files, M, "/lessons/0/theory", "theory/none.md")
    set_at(files, T, "/titel", "x")
    set_at(files, Q, "/questions/0/answer", 9)
    files["theory/02.md"] = "[dead](dead.md)"
    named = {problem.file for problem in problems_of(tmp_path, files)}
    assert named == {f"small/{file}" for file in (M, T, Q, "theory/02.md")}


def test_lessons_that_wait_for_each_other(tmp_path: Path) -> None:
    files = good()
    set_at(files, M, "/lessons/0/requires", ["second"])
    set_at(files, M, "/lessons/1/requires", ["first"])
    places = [problem.pointer for problem in problems_of(tmp_path, files)]
    assert places == ["/lessons/0/requires", "/lessons/1/requires"]


def test_an_empty_course(tmp_path: Path) -> None:
    files: Files = {M: {"id": "small", "version": "1.0.0", "title": "Small", "language": "en"}}
    assert [problem.message for problem in problems_of(tmp_path, files)] == [
        "The course is empty: it has no lesson, no quiz and no task."
    ]


@pytest.mark.parametrize(
    ("markdown", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("a <b onclick='x()'>b</b>", "onclick=…"),
        ("<iframe src='https://a.example'></iframe>", "<iframe>"),
        ("<style>p { color: red }</style>", "<style>"),
        ("[x](javascript:alert(1))", "The address javascript:alert(1)"),
        ("<a href='data:text/html,x'>x</a>", "The address data:text/html,x"),
    ],
)
def test_raw_html_is_a_warning(tmp_path: Path, markdown: str, what: str) -> None:
    files = good() | {"theory/01.md": f"# First\n\n{markdown}\n"}
    problems = problems_of(tmp_path, files)
    assert [(problem.file, problem.severity) for problem in problems] == [("small/theory/01.md", "warning")]
    assert what in problems[0].message
