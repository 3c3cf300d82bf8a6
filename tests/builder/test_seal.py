from __future__ import annotations

import base64

from builder.seal import seal, unseal


def test_the_answer_is_not_readable_but_comes_back() -> None:
    answer = {"answer": ["сумма"], "tolerance": 1e-9, "explain": "<p>secret</p>"}
    sealed = seal(answer, "quiz_01", "q1")
    assert b"secret" not in base64.b64decode(sealed)
    assert unseal(sealed, "quiz_01", "q1") == answer


def test_the_stream_is_the_one_the_pages_use() -> None:
    # Made by hand from the description in docs/architecture.md; the seed of "quiz/q1" is 0xcecc4cf3.
    assert seal({"answer": 1}, "quiz", "q1") == "YbC+9iqMjsVdLFCy"
