from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from builder.grade.journal import NAME, Journal
from runtime.judge.judging import fault_result, judge_test
from runtime.judge.report import report
from runtime.judge.shapes import Outcome, Report
from tests.builder.grade.school import JUDGED

OUTCOME: Outcome = {
    "stdin": "1 2",
    "stdout": "3\n",
    "stderr": "",
    "verdict": "OK",
    "time_ms": 1.0,
    "memory_kb": 1,
    "value": None,
    "error": None,
}


def made(*, at_fault: bool = False) -> Report:
    test = JUDGED["tests"][0]
    result = fault_result(test, "no checker") if at_fault else judge_test(JUDGED, test, [OUTCOME])
    assert "run" not in result
    return report(JUDGED, [result], "bubblewrap", "3.12.4")


def remember(folder: Path, *digests: str) -> None:
    with Journal(folder) as journal:
        for digest in digests:
            journal.remember(digest, made())


def known(folder: Path) -> list[str]:
    with Journal(folder) as journal:
        assert journal.fault is None
        return list(journal.reports)


def test_what_was_remembered_is_known(tmp_path: Path) -> None:
    remember(tmp_path, "a", "b")
    with Journal(tmp_path) as journal:
        assert journal.reports == {"a": made(), "b": made()}


def test_a_result_with_a_drawing_is_known(tmp_path: Path) -> None:
    drawn = made()
    drawn["tests"][0]["drawing"] = "line 0 0 100 0"
    with Journal(tmp_path) as journal:
        journal.remember("a", drawn)
    with Journal(tmp_path) as journal:
        assert journal.reports == {"a": drawn}


def test_the_judges_fault_is_not_remembered(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.remember("a", made(at_fault=True))
    assert known(tmp_path) == []


def test_a_torn_last_line_is_ignored_and_spoils_nothing_after_it(tmp_path: Path) -> None:
    remember(tmp_path, "a", "b")
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-20])
    remember(tmp_path, "c")
    assert known(tmp_path) == ["a", "c"]


@pytest.mark.parametrize(
    "line",
    [
        "null",
        "[]",
        "{}",
        '{"digest": "x", "report": {}}',
        '{"digest": "x", "report": 1}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_a_line_of_something_else_is_ignored(tmp_path: Path, line: str) -> None:
    (tmp_path / NAME).write_bytes(line.encode("utf-8", "surrogateescape") + b"\n")
    remember(tmp_path, "a")
    assert known(tmp_path) == ["a"]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine\n", encoding="utf-8")
    (tmp_path / NAME).symlink_to("elsewhere")
    with Journal(tmp_path) as journal:
        journal.remember("a", made())
        assert journal.fault is not None
        assert "results are not remembered" in journal.fault
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "mine\n"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with Journal(tmp_path) as journal:
        assert journal.fault is not None
        assert "it is not a plain file" in journal.fault


def test_a_full_disk_is_told_once_and_the_results_before_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(tmp_path) as journal:
        journal.remember("a", made())

        def full(_descriptor: int, data: bytes) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patched:
            patched.setattr(os, "write", full)
            journal.remember("b", made())
        journal.remember("c", made())
        assert journal.fault is not None
        assert journal.fault.endswith("No space left on device")
    assert known(tmp_path) == ["a"]


def test_a_folder_that_cannot_be_written_still_tells_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(tmp_path, "a")
    opened = os.open

    def read_only(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", read_only)
    with Journal(tmp_path) as journal:
        journal.remember("b", made())
        assert list(journal.reports) == ["a"]
        assert journal.fault is not None
        assert "Read-only file system" in journal.fault
