from __future__ import annotations

import pytest

from runtime.companion.people.class_list import Fault, read_class_list


@pytest.mark.parametrize(
    "text",
    [
        "Anna,4711\nBoris,",
        "Anna;4711\nBoris",
        "Anna\t4711\r\nBoris\r\n",
        "\ufeffName,PIN\n\n Anna ,4711\n,,\nBoris\n",
        "Имя;ПИН\nAnna;4711\nBoris;\n",
        '"Anna","4711"\n"Boris",""',
    ],
)
def test_lists_of_every_table_program(text: str) -> None:
    assert [(line.name, line.secret, line.fault) for line in read_class_list(text)] == [
        ("Anna", "4711", ""),
        ("Boris", "", ""),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (";4711", "name"),
        ("x" * 61, "name"),
        ("Anna;47", "secret"),
        ("Anna;4711;x", "columns"),
        ("Anna;4711;;", ""),
        ('"Kovac; Anna";4711', ""),
        ("=HYPERLINK(1);4711", ""),
    ],
)
def test_what_is_wrong_with_a_line(line: str, fault: Fault) -> None:
    assert [each.fault for each in read_class_list(f"Zoe;1234\n{line}\n")] == ["", fault]


def test_both_lines_of_a_name_are_named_with_their_numbers() -> None:
    lines = read_class_list("Name\nAnna\n\nBoris\nANNA\n")
    assert [(line.number, line.fault) for line in lines] == [(2, "twice"), (4, ""), (5, "twice")]


def test_a_name_over_two_lines_does_not_shift_the_numbers_of_others() -> None:
    assert [line.number for line in read_class_list('"An\nna"\nBoris')] == [2, 3]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "Name;PIN\n"])
def test_a_list_of_nobody_is_empty(text: str) -> None:
    assert read_class_list(text) == []
