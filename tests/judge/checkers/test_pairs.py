"""Every checker by a table of pairs that it must accept or reject: (output, expected, options)."""

from typing import Any

import pytest

from runtime.judge.checkers import CHECKERS
from runtime.judge.fault import JudgeFault

Row = tuple[str, str, str, dict[str, object]]


def rows(checker: str, pairs: list[tuple[Any, ...]]) -> list[Row]:
    return [(checker, pair[0], pair[1], pair[2] if len(pair) > 2 else {}) for pair in pairs]


ACCEPTED = [
    *rows(
        "strip",
        [
            ("5\n", "5"),
            ("5", "5\n"),
            ("5  \n\n\n", "5\n"),
            ("a \nb\t\n", "a\nb"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("  deep", "  deep"),
            ("a\n\nb", "a\n\nb\n"),
            ("", "\n \n"),
            ("Привет\n", "Привет"),
        ],
    ),
    *rows("exact", [("5\n", "5\n"), ("a\r\nb\r\n", "a\nb\n"), ("", ""), (" x ", " x ")]),
    *rows(
        "regex",
        [
            ("Hello, Ann!\n", r"Hello, \w+!"),
            ("42", r"\d+"),
            ("  42  \n", "\\d+\n"),
            ("a\r\nb\r\n", r"a\nb"),
            ("Привет", r"(?i)привет"),
        ],
    ),
    *rows(
        "float",
        [
            ("3.14159", "3.141592", {"abs": 0.001}),
            ("1000001", "1000000", {"rel": 0.001}),
            ("0.30000000000000004", "0.3"),
            ("5", "5.0"),
            ("+5e0", "5"),
            ("area 12.0 cm", "area 12 cm"),
            ("1 2\n3", "1\n2 3"),
            ("nan", "NaN"),
            ("inf -inf", "Infinity -inf"),
            ("", "\n"),
            ("10.4", "10", {"abs": 0.5, "rel": 0}),
        ],
    ),
    *rows(
        "python_expr",
        [
            ("12\n", "", {"expr": "int(output) % 2 == 0"}),
            ("b", "ab", {"expr": "output in expected"}),
            ("1", "", {"expr": "sorted(output.split()) == sorted(input.split())"}),
        ],
    ),
]

REJECTED = [
    *rows(
        "strip",
        [
            ("6", "5"),
            ("  5", "5"),
            ("\n5", "5"),
            ("a\nb", "a b"),
            ("a\n\nb", "a\nb"),
            ("5 5", "55"),
            ("hello", "Hello"),
        ],
    ),
    *rows("exact", [("5", "5\n"), ("5 \n", "5\n"), ("5\n\n", "5\n"), ("a\rb", "a\nb")]),
    *rows("regex", [("Hello, Ann! Bye", r"Hello, \w+!"), ("x42", r"\d+"), ("4\n2", r"\d+"), ("", r"\d+")]),
    *rows(
        "float",
        [
            ("3.2", "3.14", {"abs": 0.01}),
            ("1.1", "1", {"rel": 0.01}),
            ("2e9", "2000000001", {"abs": 0.5}),
            ("1 2", "1"),
            ("1", "1 2"),
            ("nan", "1"),
            ("1", "nan"),
            ("inf", "1e300"),
            ("1e300", "inf"),
            ("inf", "-inf"),
            ("area 12", "Area 12"),
            ("five", "5"),
            ("1_0", "10"),
            ("1,5", "1.5"),
        ],
    ),
    *rows(
        "python_expr",
        [("13", "", {"expr": "int(output) % 2 == 0"}), ("x", "y", {"expr": "output == expected"})],
    ),
]

FAULTS = [
    *rows("regex", [("x", "("), ("x", "*a"), ("x", "a{99999999999999}")]),
    *rows("float", [("1", "1", {"abs": -1}), ("1", "1", {"rel": "small"}), ("1", "1", {"abs": True})]),
    *rows(
        "python_expr",
        [
            ("x", "", {}),
            ("x", "", {"expr": " "}),
            ("x", "", {"expr": "output =="}),
            ("x", "", {"expr": "int(output) > 1"}),
            ("x", "", {"expr": "len(output)"}),
            ("x", "", {"expr": "exit()"}),
        ],
    ),
]


@pytest.mark.parametrize(("checker", "output", "expected", "options"), ACCEPTED)
def test_accepts(checker: str, output: str, expected: str, options: dict[str, object]) -> None:
    assert CHECKERS[checker](output, expected, options, "1") is True


@pytest.mark.parametrize(("checker", "output", "expected", "options"), REJECTED)
def test_rejects(checker: str, output: str, expected: str, options: dict[str, object]) -> None:
    assert CHECKERS[checker](output, expected, options, "1") is False


@pytest.mark.parametrize(("checker", "output", "expected", "options"), FAULTS)
def test_blames_the_author(checker: str, output: str, expected: str, options: dict[str, object]) -> None:
    with pytest.raises(JudgeFault, match=r"expected|checker\."):
        CHECKERS[checker](output, expected, options, "1")


def test_every_checker_has_pairs() -> None:
    assert {row[0] for row in ACCEPTED} == {row[0] for row in REJECTED} == set(CHECKERS)
