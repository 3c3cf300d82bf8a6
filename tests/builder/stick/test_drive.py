from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.problems import UserError
from builder.stick import drive
from builder.stick.drive import HIDDEN, Written, write_stick
from builder.stick.sums import SUMS, digest_of, sums_text
from builder.swap import sync_tree
from tests.builder.disks import small_disk
from tests.builder.packages import write
from tests.builder.stick.stubs import PAGE, site, tree

PROGRESS = {
    "knapsack-Anna-2026-11-21.json": "{}",
    "homework/my.py": "print(1)",
    "en/a/knapsack-Ben.json": "{}",
}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def expected(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, SUMS: sums_text({path: digest_of(data) for path, data in files.items()})}


def refused(files: dict[str, bytes], stick: Path) -> str:
    before = tree(stick)
    with pytest.raises(UserError) as caught:
        write_stick(files, stick)
    assert tree(stick) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_empty_stick(stick: Path) -> None:
    assert write_stick(site(), stick) == Written(5, 0, 0)
    assert tree(stick) == expected(site())


def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    write_stick(site(), tmp_path / "new")
    assert tree(tmp_path / "new") == expected(site())


def test_ordinary_tools_check_the_sums(stick: Path) -> None:
    write_stick(site(), stick)
    check = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    assert subprocess.run(check, cwd=stick, check=False).returncode == 0
    (stick / "en/index.html").write_bytes(b"broken")
    assert subprocess.run(check, cwd=stick, check=False, capture_output=True).returncode == 1


def test_only_what_changed_is_written(stick: Path) -> None:
    write_stick(site(second=b"2", third=b"3"), stick)
    before = {path: (stick / path).stat().st_ino for path in tree(stick)}
    assert write_stick(site(second=b"two"), stick) == Written(1, 5, 1)
    after = {path: (stick / path).stat().st_ino for path in tree(stick)}
    assert tree(stick) == expected(site(second=b"two"))
    assert {path for path in after if after[path] != before[path]} == {"en/a/second.html", SUMS}


def test_nothing_is_written_when_nothing_changed(stick: Path) -> None:
    write_stick(site(), stick)
    before = {path: (stick / path).stat().st_mtime_ns for path in tree(stick)}
    assert write_stick(site(), stick) == Written(0, 5, 0)
    assert {path: (stick / path).stat().st_mtime_ns for path in tree(stick)} == before


def test_what_students_saved_is_not_touched(stick: Path) -> None:
    write(stick, PROGRESS)
    write_stick(site(second=b"2"), stick)
    write_stick({path: data for path, data in site().items() if path != "en/a/first.html"}, stick)
    found = tree(stick)
    assert {path: found[path].decode() for path in PROGRESS} == PROGRESS
    assert "en/a/first.html" not in found


def test_a_damaged_file_is_mended(stick: Path) -> None:
    write_stick(site(), stick)
    (stick / "en/a/first.html").write_bytes(b"damaged")
    (stick / "en/index.html").unlink()
    assert write_stick(site(), stick) == Written(2, 3, 0)
    assert tree(stick) == expected(site())


def test_a_file_that_we_do_not_need_any_more_but_others_changed_stays(stick: Path) -> None:
    write_stick(site(second=b"2"), stick)
    (stick / "en/a/second.html").write_bytes(b"somebody's")
    assert write_stick(site(), stick).deleted == 0
    assert (stick / "en/a/second.html").read_bytes() == b"somebody's"


@pytest.mark.parametrize("foreign", ["index.html", "en", "README.txt", SUMS, "assets/knapsack/shell.js/x"])
def test_foreign_files_are_not_replaced(stick: Path, foreign: str) -> None:
    write(stick, {foreign: "foreign"})
    said = refused(site(), stick)
    assert foreign.removesuffix("/x") in said
    assert "did not write" in said


def test_another_programs_sums_do_not_make_files_ours(stick: Path) -> None:
    """Sticks with other systems on them have a file of this name too."""
    write(stick, {"README.txt": "foreign", "index.html": "<html>", "assets/knapsack/shell.js": "foreign"})
    (stick / SUMS).write_bytes(sums_text({path: digest_of(data) for path, data in tree(stick).items()}))
    assert "did not write" in refused(site(), stick)


def test_sums_that_lead_elsewhere_are_not_believed(tmp_path: Path, stick: Path) -> None:
    (tmp_path / "x").write_bytes(b"mine")
    write_stick(site(), stick)
    with (stick / SUMS).open("ab") as file:
        file.write(sums_text({"../x": digest_of(b"mine")}))
    with pytest.raises(UserError, match="did not write"):
        write_stick(site(second=b"2"), stick)
    assert (tmp_path / "x").read_bytes() == b"mine"


def test_links_are_not_followed(tmp_path: Path, stick: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (stick / "en").symlink_to(tmp_path / "elsewhere")
    assert "is a link" in refused(site(), stick)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("link", [HIDDEN, f"{HIDDEN}/files"])
def test_nothing_is_written_where_a_hidden_link_leads(tmp_path: Path, stick: Path, link: str) -> None:
    write(tmp_path / "elsewhere", {"mine.txt": "mine"})
    (stick / link).parent.mkdir(exist_ok=True)
    (stick / link).symlink_to(tmp_path / "elsewhere")
    assert "is a link" in refused(site(), stick)
    assert tree(tmp_path / "elsewhere") == {"mine.txt": b"mine"}


def test_too_little_room_is_noticed_before_anything_is_written(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: free._replace(free=4096))
    monkeypatch.setattr(drive, "_stage", lambda *arguments: pytest.fail("something was written"))
    assert "too little room" in refused(site(), stick)


def test_a_small_stick(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", pages=64) as small:
        write_stick(site(), small)
        assert "too little room" in refused(site(large=b"x" * 1_000_000), small)
        write_stick(site(large=b"x" * 10_000), small)
        assert len((small / "en/a/large.html").read_bytes()) == 10_000


def test_a_stick_that_does_not_keep_what_is_written(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_stick(site(), stick)
    monkeypatch.setattr(drive, "_read_back", lambda path: b"something else")
    assert "does not keep what is written" in refused(site(second=b"2"), stick)


def test_names_that_a_stick_cannot_have(stick: Path) -> None:
    assert "put on a stick" in refused(site() | {"en/a?.html": b""}, stick)
    assert "put on a stick" in refused(site() | {"en/A/FIRST.html": b""}, stick)


def test_progress_is_reported(stick: Path) -> None:
    seen: list[str] = []
    write_stick(site(), stick, lambda what, done, total: seen.append(f"{what} {done}/{total}"))
    assert [seen[0], seen[-1]] == ["compare 0/5", "verify 4/5"]


KILLED = """
import sys
from pathlib import Path
from builder.stick.drive import write_stick
from tests.builder.killing import kill_at
from tests.builder.stick.stubs import site
steps = kill_at(int(sys.argv[2]), sys.argv[1])
write_stick(site(second=b"two", third=b"new"), Path(sys.argv[1]))
print(steps.done)
"""


def pull_out(stick: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(stick), str(step)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])


def test_a_stick_that_is_pulled_out_at_any_step(tmp_path: Path) -> None:
    old, new = site(second=b"2", fourth=b"4"), site(second=b"two", third=b"new")
    write_stick(old, tmp_path / "lives")
    write(tmp_path / "lives", PROGRESS)
    done = pull_out(tmp_path / "lives", 0)
    assert done.returncode == 0, done.stderr
    foreign = {path: data.encode() for path, data in PROGRESS.items()}
    before, after = expected(old) | foreign, expected(new) | foreign
    states = set()
    for step in range(1, int(done.stdout) + 1):
        stick = tmp_path / f"stick{step}"
        write_stick(old, stick)
        write(stick, PROGRESS)
        assert pull_out(stick, step).returncode == -9
        visible = {path: data for path, data in tree(stick).items() if not path.startswith(HIDDEN)}
        decided = (stick / HIDDEN / SUMS).is_file()
        assert decided or visible in (before, after), step
        states.add("decided" if decided else "old" if visible == before else "new")
        drive.finish_interrupted(stick)
        assert tree(stick) == (before if visible == before and not decided else after), step
        write_stick(new, stick)
        assert tree(stick) == after, step
        shutil.rmtree(stick)
    assert states == {"old", "decided", "new"}


def test_everything_is_on_the_stick_before_it_counts(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    replace = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        steps.append(target.relative_to(stick).as_posix())
        return replace(path, target)

    def synced(folder: Path) -> None:
        steps.append(f"sync {len(tree(folder))}")
        sync_tree(folder)

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(drive, "sync_tree", synced)
    write_stick(site(), stick)
    assert steps[:4] == ["sync 5", "sync 6", f"{HIDDEN}/{SUMS}", "sync 6"]
    assert steps[4:] == [*sorted(site()), SUMS]


def test_a_list_that_the_stick_has_lost_deletes_nothing(stick: Path) -> None:
    write_stick(site(), stick)
    write(stick / HIDDEN, {SUMS: b"\0" * 512, "files/en/index.html": b"new"})
    drive.finish_interrupted(stick)
    assert tree(stick) == expected(site())


def test_a_damaged_file_is_not_put_into_its_place(stick: Path) -> None:
    write_stick(site(), stick)
    new = site() | {"en/index.html": b"new"}
    sums = sums_text({path: digest_of(data) for path, data in new.items()})
    write(stick / HIDDEN, {SUMS: sums, "files/en/index.html": b"ne"})
    drive.finish_interrupted(stick)
    assert (stick / "en/index.html").read_bytes() == b"catalogue"
    assert write_stick(new, stick).written == 1


def test_the_shell_page_is_how_a_stick_of_ours_is_known() -> None:
    assert b"data-site=" in PAGE
