from __future__ import annotations

import pytest

from builder import convert as module
from builder.convert import Source, convert, converted, shift_headings


def test_headings_are_moved_to_their_level() -> None:
    assert shift_headings("<h2>a</h2>", 2) == "<h2>a</h2>"
    assert shift_headings("<h5>a</h5><h6>b</h6>", 6) == "<h6>a</h6><h6>b</h6>"


def test_many_texts_on_all_processors_give_what_each_gives_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [
        Source(f"# Text {number}\n\n```python\nprint({number})\n```\n\n$x^2$", 2) for number in range(60)
    ]
    sources.append(Source("$\\nosuchcommand$ <script>x</script>", 2))
    alone = [convert(source) for source in sources]
    monkeypatch.setattr(module, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with converted(sources) as results:
        assert list(results) == alone
    assert [severity for severity, _ in alone[-1].faults] == ["warning", "error"]
