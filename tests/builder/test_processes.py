from __future__ import annotations

import pytest

from builder import processes as module
from builder.convert import Source, convert
from builder.processes import processes


@pytest.mark.parametrize("letters", [0, 10 * module.WORTH_A_PROCESS])
def test_many_texts_give_in_order_what_each_gives(letters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    sources = [Source(f"# Text {number}\n\n```python\nprint({number})\n```", 2) for number in range(60)]
    with processes(letters) as each:
        assert list(each(convert, sources)) == [convert(source) for source in sources]
