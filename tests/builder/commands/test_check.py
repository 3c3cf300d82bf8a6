from __future__ import annotations

import json
from pathlib import Path

from tests.builder.packages import good, write
from tests.builder.terminals import on_a_terminal


def test_a_bar_on_a_terminal_and_clean_json(tmp_path: Path) -> None:
    course = write(tmp_path / "small", good())
    out, shown = on_a_terminal("check", "--run", "--json", course, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert {problem["severity"] for problem in json.loads(out)} == {"warning"}
    assert "running" in shown
    assert "1/1" in shown
    assert (tmp_path / "cache/knapsack/check.sqlite3").is_file()
