"""Hides a quiz's answers from a look at the page source; no secret, for the page itself can open them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

MASK = 0xFFFFFFFF


def seal(answer: dict[str, Any], quiz: str, question: str) -> str:
    """Return the Base64 text of `answer` as JSON, mixed with a key stream made of both ids.

    >>> unseal(seal({"answer": 2}, "quiz", "q1"), "quiz", "q1")
    {'answer': 2}
    """
    data = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(_mix(data, f"{quiz}/{question}")).decode("ascii")


def unseal(sealed: str, quiz: str, question: str) -> Any:  # noqa: ANN401  (any JSON)
    """Return what was sealed."""
    return json.loads(_mix(base64.b64decode(sealed), f"{quiz}/{question}"))


def _mix(data: bytes, key: str) -> bytes:
    return bytes(byte ^ mask for byte, mask in zip(data, _key_stream(key), strict=False))


def _key_stream(key: str) -> Iterator[int]:
    state = _fnv1a(key.encode()) or 1
    while True:
        state ^= (state << 13) & MASK
        state ^= state >> 17
        state ^= (state << 5) & MASK
        yield state & 0xFF


def _fnv1a(data: bytes) -> int:
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & MASK
    return value
