from __future__ import annotations

import socket
from pathlib import Path

import pytest

from builder.cli import main
from tests.builder.packages import good, write


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "courses/small", good())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        call = ["watch", "--courses", str(tmp_path / "courses"), "--out", str(tmp_path / "site")]
        with pytest.raises(SystemExit) as ended:
            main([*call, "--port", str(port), "--no-browser"])
    assert ended.value.code == 2
    assert f"port {port} is in use" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_watching_that_fails_ends_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "courses/small", good())

    def fail(*_: object) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr("builder.commands.watch.watch", fail)
    call = ["watch", "--courses", str(tmp_path / "courses"), "--out", str(tmp_path / "site"), "--port", "0"]
    with pytest.raises(RuntimeError, match="our own fault"):
        main([*call, "--no-browser"])
