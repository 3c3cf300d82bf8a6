import pytest

from runtime.judge.call import call_matches
from runtime.judge.fault import JudgeFault

ACCEPTED = [
    ("5", "5"),
    ("5", " 5\n"),
    ("5.0", "5"),
    ("True", "1"),
    ("0.30000000000000004", "0.3"),
    ("[0.1, (0.30000000000000004, {'a': 1.0})]", "[0.1, (0.3, {'a': 1})]"),
    ("5.5e-17", "0.0"),
    ("{1, 2}", "{2, 1}"),
    ("{'b': 1, 'a': 2}", "{'a': 2, 'b': 1}"),
    ("1e999", "1e999"),
    ("'5'", '"5"'),
    ("None", "None"),
    ("0x" + "f" * 2000, "0x" + "f" * 2000),
]

REJECTED = [
    ("6", "5"),
    ("'5'", "5"),
    ("(1, 2)", "[1, 2]"),
    ("[1, 2, 3]", "[1, 2]"),
    ("[1]", "[1, 2]"),
    ("0.3001", "0.3"),
    ("[0.3001]", "[0.3]"),
    ("{'a': 1, 'b': 2}", "{'a': 1}"),
    ("1e999", "1e300"),
    ("-1e999", "1e999"),
    ("1" + "0" * 400, "1.5"),
    ("<Fraud> 5", "5"),
    ("__import__('os')", "5"),
    ("(" * 500, "5"),
    ("", "''"),
    (None, "None"),
    ("10000000001", "10000000000"),
]


@pytest.mark.parametrize(("value", "expected"), ACCEPTED)
def test_accepts(value: str, expected: str) -> None:
    assert call_matches(value, expected)


@pytest.mark.parametrize(("value", "expected"), REJECTED)
def test_rejects(value: str | None, expected: str) -> None:
    assert not call_matches(value, expected)


def test_tolerance() -> None:
    assert call_matches("101", "100.0", tolerance=0.01)
    assert not call_matches("102", "100.0", tolerance=0.01)


@pytest.mark.parametrize("expected", ["", "five", "1 +", "__import__('os')", "print(5)", "(" * 500])
def test_bad_expected_is_the_authors_fault(expected: str) -> None:
    with pytest.raises(JudgeFault, match="expected is not a Python literal"):
        call_matches("5", expected)
