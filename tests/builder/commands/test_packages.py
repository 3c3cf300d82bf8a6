"""`--wheels`, as people give it to the commands that need packages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from builder.cli import main
from tests.builder.packages import good, set_at, write
from tests.builder.packs.making import members
from tests.builder.wheels.making import COMPILED, wheel

TASK = "tasks/sum.json"
USES = "import one\nprint(one.value)"


@pytest.fixture(autouse=True)
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose task is solved with a package that is in the folder `w`, beside a compiled one."""
    wheel(tmp_path / "w", "one", files={"one.py": "value = 3"})
    wheel(tmp_path / "w", "hard", tag=COMPILED)
    set_at(files := good(), "manifest.json", "/packages", ["one", "hard"])
    set_at(files, TASK, "/tests", [{"expected": "3"}])
    set_at(files, TASK, "/solution", USES)
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "courses/small", files)


def run(capsys: pytest.CaptureFixture[str], *command: str, wheels: str = "w") -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([*command, "--wheels", wheels])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_build(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "build")
    assert (status, err) == (0, "")
    assert "The site is ready" in out
    assert Path("site/assets/packages/one.whl.js").is_file()


def test_build_without_a_package(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    status, _, err = run(capsys, "build", wheels="empty")
    assert status == 1
    assert (
        "small/manifest.json#/packages/0: error: ‘one’ cannot be had: there is no wheel of it in empty" in err
    )
    assert not Path("site").exists()


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "build", wheels="nowhere")
    assert (status, err.count("\n")) == (2, 1)
    assert "Directory 'nowhere' does not exist" in err


def test_check(capsys: pytest.CaptureFixture[str], course: Path) -> None:
    assert run(capsys, "check", "courses") == (0, "", "")
    set_at(files := good(), TASK, "/solution", "print(4)")
    set_at(files, TASK, "/tests", [{"expected": "3"}])
    write(course, {TASK: files[TASK]})
    status, out, _ = run(capsys, "check", "--run", "--json", "courses")
    assert status == 1
    errors = [problem["message"] for problem in json.loads(out) if problem["severity"] == "error"]
    assert errors == ["The solution gets WA in test 01: it should give '3', but gives '4\\n'."]


def test_stick(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "stick", "stick", "--zip", "site.zip")
    assert (status, err) == (0, "")
    carried = "assets/packages/one.whl.js"
    with zipfile.ZipFile("site.zip") as archive:
        assert archive.read(carried) == Path("stick", carried).read_bytes()
    assert carried in Path("stick/SHA256SUMS").read_text(encoding="utf-8")
    assert Path("stick/licences/packages/README.txt").is_file()


def test_pack(capsys: pytest.CaptureFixture[str]) -> None:
    keys = ["--keys", "keys"]
    with pytest.raises(SystemExit):
        main(["keys", "new", "anna", *keys])
    status, _, err = run(capsys, "pack", "courses/small", *keys)
    assert (status, err) == (0, "")
    assert "wheels/one-1.0-py3-none-any.whl" in members(Path("course_small.zip").read_bytes())


def test_judge(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path(), {"a.py": USES, "b.py": "import hard"})
    call = ["judge", "--backend", "bubblewrap", f"courses/small/{TASK}"]
    assert run(capsys, *call, "a.py")[0] == 0
    status, _, err = run(capsys, *call, "b.py")
    said = "knapsack: the program needs hard, which is compiled for the browser and does not run here\n"
    assert (status, err) == (2, said)


def test_grade(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path("class"), {"anna.py": USES, "boris.py": "import hard", "clara.py": "print(3)"})
    status, out, _ = run(
        capsys, "grade", "--backend", "bubblewrap", f"courses/small/{TASK}", "class", "--json"
    )
    rows = {row["student"]: (row["verdict"], row["reason"]) for row in json.loads(out)}
    said = "the program needs hard, which is compiled for the browser and does not run here"
    assert rows == {"anna": ("OK", ""), "boris": ("IE", said), "clara": ("OK", "")}
    assert status == 1
