from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.cli import main
from runtime.sandbox.choose import BACKENDS


def doctor(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(["doctor", *arguments])
    return int(left.value.code or 0), capsys.readouterr().out


def test_every_backend_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = doctor(capsys, "--json")
    found = {entry["backend"]: entry for entry in json.loads(out)}
    assert list(found) == list(BACKENDS)
    assert found["bubblewrap"] == {"backend": "bubblewrap", "works": True, "advice": ""}
    assert status == 0


def test_what_to_do_where_nothing_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("KNAPSACK_BROWSER", str(tmp_path))
    status, out = doctor(capsys, "--json")
    assert all(entry["advice"] for entry in json.loads(out) if not entry["works"])
    assert not any(
        entry["works"] for entry in json.loads(out) if entry["backend"] in {"docker", "bubblewrap"}
    )
    assert status in {0, 1}
