from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.submission import MAX_BYTES, MAX_FILES, SubmissionError, load_submission
from tests.builder.packages import Files, write


def refusal(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        load_submission(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_program(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfprint('\xd0\xb4\xd0\xb0')\r\n")
    submission = load_submission(tmp_path / "a.py")
    assert (submission.code, submission.files) == ("print('да')\n", {})


def test_a_folder_with_main_and_files_beside_it(tmp_path: Path) -> None:
    files: Files = {
        "main.py": "import helper",
        "helper.py": "x = 1",
        "data/words.txt": "one",
        ".git/config": "-",
    }
    submission = load_submission(write(tmp_path, files | {"__pycache__/helper.pyc": "-"}))
    assert submission.code == "import helper"
    assert submission.files == {"helper.py": b"x = 1", "data/words.txt": b"one"}


def test_a_folder_with_only_one_program(tmp_path: Path) -> None:
    submission = load_submission(write(tmp_path, {"sum.py": "print(3)", "data.txt": "-", "lib/more.py": "1"}))
    assert submission.code == "print(3)"
    assert sorted(submission.files) == ["data.txt", "lib/more.py"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.py": "1", "b.py": "2"}, "there is no main.py but 2 programs; call the program main.py"),
        ({"notes.txt": "1"}, "there is no main.py but no program; call the program main.py"),
        ({"main.py": " \n"}, "main.py is empty"),
        ({"main.py": b"x = '\xff'"}, "main.py: Line 1 is not UTF-8 text"),
        ({"main.py": "1", "con.txt": ""}, "Windows keeps the name ‘con.txt’ for itself"),
        ({"main.py": "1", "a\\b": ""}, "has a character that Windows does not allow"),
        ({"main.py": "1", "x.py": "", "X.py": ""}, "are the same file on Windows and macOS"),
        ({"main.py": "1", **{f"{n}.txt": "" for n in range(MAX_FILES)}}, f"more than {MAX_FILES} files"),
        ({"main.py": "1", **{f"{n}/x": "" for n in range(2 * MAX_FILES)}}, f"more than {MAX_FILES} files"),
        ({"main.py": "1", "big.bin": bytes(MAX_BYTES)}, "at most 5 MB is allowed"),
        ({"main.py": "#" * 1_100_000}, "At most 1 MB is allowed"),
    ],
)
def test_a_folder_that_is_refused(tmp_path: Path, files: Files, message: str) -> None:
    assert message in refusal(write(tmp_path, files))


@pytest.mark.parametrize("name", ["main.py", "secret.txt", "folder"])
def test_links_are_not_followed(tmp_path: Path, name: str) -> None:
    outside = write(tmp_path, {"outside/main.py": "print('secret')", "in/main.py": "1"}) / "outside"
    (tmp_path / "in/main.py").unlink()
    (tmp_path / "in" / name).symlink_to(outside if name == "folder" else outside / "main.py")
    assert refusal(tmp_path / "in") == f"{name} is a link; hand in the file itself"


def test_a_link_instead_of_a_program(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to("/etc/passwd")
    assert refusal(tmp_path / "a.py") == "a.py is a link; give the file itself"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "a.py", tmp_path / "folder/main.py"):
        os.mkfifo(path)
    assert refusal(tmp_path / "a.py") == "a.py is neither a .py file nor a folder"
    assert refusal(tmp_path / "folder") == "main.py is not a file"


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    write(tmp_path, {"main.py": "1"})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).touch()
    assert "is not UTF-8" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["none.py", "notes.txt"])
def test_no_submission(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").touch()
    assert refusal(tmp_path / name).startswith(name)
