from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from builder.grade.entries import Entry
from builder.grade.rows import COLUMNS, Row, as_csv, judged_row, summary, unjudged_row
from runtime.judge.execute import execute, killed
from runtime.judge.judging import judge_test, program_for
from runtime.judge.report import report
from runtime.judge.shapes import Outcome
from tests.builder.grade.school import JUDGED, SOLVES


def row(code: str = "", student: str = "anna", *, limit: str = "") -> Row:
    """The row of a program, or of one that was ended for a limit."""
    results = []
    for test in JUDGED["tests"]:
        program = program_for(JUDGED, test, code)
        outcome: Outcome = killed(program, limit, 2000) if limit else execute(program)
        result = judge_test(JUDGED, test, [outcome])
        assert "run" not in result
        results.append(result)
    return judged_row(Entry(student, ""), JUDGED, report(JUDGED, results, "bubblewrap", "3.12.4"))


def cells(*rows: Row) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(rows), newline="")))


def test_a_right_program() -> None:
    right = row(SOLVES)
    assert (right.verdict, right.score, right.tests_passed, right.tests) == ("OK", 1.0, 2, 2)
    assert (right.first_failed_test, right.reason) == ("", "")


def test_the_first_failed_test_and_why() -> None:
    half = row("print(3)")
    assert (half.verdict, half.score, half.tests_passed) == ("WA", 0.5, 1)
    assert (half.first_failed_test, half.reason) == ("02", "got '3\\n'")


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("TL", "it needs more than 2000 ms"),
        ("ML", "it needs more than 128 MB of memory"),
        ("OL", "it prints more than 64 KB"),
    ],
)
def test_a_limit_is_named(limit: str, reason: str) -> None:
    assert row(limit=limit).reason == reason


def test_a_reason_is_one_line_that_does_nothing_to_a_terminal() -> None:
    reason = row("raise ValueError('\\x1b[2J\\n\\u202e[red]')").reason
    assert reason == "ValueError: \\x1b[2J \\u202e[red], line 1"


def test_the_csv_has_the_columns_by_name() -> None:
    table = cells(row("print(3)"))
    assert table[0] == list(COLUMNS)
    assert table[1][:5] == ["anna", "WA", "0.5", "1", "2"]
    assert table[1][6:] == ["02", "got '3\\n'"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(name: str) -> None:
    whole = Row(name, name, 0.0, 0, 0, 0.0, name, name, None)
    assert [cell for cell in cells(whole)[1] if cell == f"'{name}"] == [f"'{name}"] * 4
    assert not [cell for cell in cells(whole)[1] if cell.startswith(name[0])]


def test_a_cell_with_a_comma_quotes_and_russian_letters() -> None:
    entry = Entry('Анна, "Аня"', "", verdict="unreadable", reason="x is empty")
    assert cells(unjudged_row(entry, JUDGED, entry.verdict, entry.reason))[1][0] == 'Анна, "Аня"'


def test_as_json() -> None:
    judged: dict[str, Any] = row("print(3)").as_json("sum", "bubblewrap")
    assert (judged["student"], judged["task"], judged["verdict"]) == ("anna", "sum", "WA")
    assert [test["verdict"] for test in judged["tests"]] == ["OK", "WA"]
    assert (judged["first_failed_test"], judged["reason"]) == ("02", "got '3\\n'")
    other = unjudged_row(Entry("boris", ""), JUDGED, "unreadable", "boris.py is empty")
    unjudged = other.as_json("sum", "bubblewrap")
    assert unjudged.keys() == judged.keys()
    assert (unjudged["verdict"], unjudged["score"], unjudged["tests"]) == ("unreadable", 0.0, [])


def test_the_summary() -> None:
    assert summary([row(SOLVES), row(SOLVES), row("print(3)")]) == "3 submissions, OK 2, WA 1"
    assert summary([row(SOLVES)]) == "1 submission, OK 1"
