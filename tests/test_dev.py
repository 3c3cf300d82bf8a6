"""The parts of dev.py that decide what is made again."""

from pathlib import Path

import pytest

import dev


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "a.txt").write_text("one")
    return tmp_path


def make_once(folder: Path) -> int:
    made: list[int] = []
    dev.once(folder / "out" / "stamp", [folder / "inputs"], lambda: made.append(1), "Making")
    return len(made)


def test_made_once_and_again_only_when_inputs_change(folder: Path) -> None:
    assert [make_once(folder), make_once(folder)] == [1, 0]
    (folder / "inputs" / "a.txt").write_text("two")
    assert [make_once(folder), make_once(folder)] == [1, 0]
    (folder / "inputs" / "a.txt").rename(folder / "inputs" / "b.txt")
    assert make_once(folder) == 1


def test_a_making_that_failed_is_tried_again(folder: Path) -> None:
    def fail() -> None:
        raise dev.SetupError("no")

    with pytest.raises(dev.SetupError):
        dev.once(folder / "stamp", [folder / "inputs"], fail, "Making")
    assert not (folder / "stamp").exists()


def test_compiled_python_files_are_no_inputs(folder: Path) -> None:
    before = dev.digest([folder / "inputs"])
    (folder / "inputs" / "__pycache__").mkdir()
    (folder / "inputs" / "__pycache__" / "a.pyc").write_bytes(b"1")
    assert dev.digest([folder / "inputs"]) == before


def test_a_command_that_fails_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(dev.SetupError, match=r"failed with status 2: .*no-such-file"):
        dev.run(dev.tool("python"), "no-such-file")
    assert "no-such-file" in capfd.readouterr().err
