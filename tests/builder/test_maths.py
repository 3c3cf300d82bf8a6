from __future__ import annotations

import pytest

from builder.maths import FormulaError, to_mathml


@pytest.mark.parametrize(
    "tex", [r"\frac{1}{2}", r"x_i^2", r"\sqrt{x}", r"a < b", r"\{x\}", r"\text{если } x", r"\alpha"]
)
def test_formulas(tex: str) -> None:
    assert to_mathml(tex, block=False).startswith("<math")


def test_a_block_stands_by_itself() -> None:
    assert 'display="block"' in to_mathml("x", block=True)


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\nonsense", r"the command \nonsense is not known"),
        ("{x", "do not pair up"),
        ("x}", "do not pair up"),
        ("x_", "missing super script or subscript"),
        (r"\left( x", "extra left or missing right"),
        ("x" * 3000, "longer than 2000"),
    ],
)
def test_bad_formulas(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason.replace("\\", r"\\")):
        to_mathml(tex, block=False)
