from __future__ import annotations

import os
import platform
import subprocess
import tarfile
from pathlib import Path

import pytest

from builder.cli import main
from runtime.sandbox.backend import BackendError
from runtime.sandbox.docker import Docker
from runtime.sandbox.image import WORKSHOP, find_mirror, make_rootfs
from tests.sandbox.battery import judge
from tests.sandbox.engine import Engine

TESTS = [{"name": "01", "input": "2", "expected": "4"}]
DEBIAN = {"ID": "debian", "VERSION_CODENAME": "trixie"}


def run_judge_image(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the command; returns its exit status and all that it said."""
    with pytest.raises(SystemExit) as left:
        main(["judge-image", *arguments])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out + said.err


def on_debian_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: DEBIAN)
    monkeypatch.setattr(os, "geteuid", lambda: 0)


def test_a_given_root_file_system_becomes_an_image_that_judges(
    engine: Engine, rootfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        assert run_judge_image(capsys, "--tar", str(rootfs), "--tag", "given") == (
            0,
            "The image is ready: given\n",
        )
        assert judge(Docker("given"), "print(int(input()) * 2)", tests=TESTS)["verdict"] == "OK"
    finally:
        subprocess.run(["docker", "image", "rm", "given"], check=True, capture_output=True)
    assert engine.containers() == []


def test_the_root_file_system_holds_python_and_no_packages(rootfs: Path) -> None:
    with tarfile.open(rootfs) as tar:
        names = set(tar.getnames())
    assert "./usr/bin/python3" in names
    assert not any(name.endswith(".deb") for name in names)
    assert not {"./etc/hostname", "./etc/resolv.conf"} & names, "these are the host's own"
    assert not any(name.startswith(("./proc/", "./sys/", "./dev/")) for name in names)


def test_making_it_leaves_nothing_else(rootfs: Path) -> None:
    assert rootfs.is_file()
    assert not list(Path(WORKSHOP).glob("knapsack-*"))
    assert f"{WORKSHOP}/knapsack-" not in Path("/proc/mounts").read_text(encoding="utf-8")


@pytest.mark.usefixtures("engine")
def test_a_root_file_system_without_python_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tar = tmp_path / "empty.tar"
    tarfile.open(tar, "w").close()
    status, said = run_judge_image(capsys, "--tar", str(tar), "--tag", "without-python")
    assert status == 2
    assert said.startswith("knapsack: without-python is made, but programs do not run in it: ")
    assert said.count("\n") == 1


@pytest.mark.usefixtures("engine")
def test_what_is_no_tar_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tar = tmp_path / "rubbish.tar"
    tar.write_text("This is no tar file.\n" * 100)
    status, said = run_judge_image(capsys, "--tar", str(tar))
    assert status == 2
    assert f"docker took no image from {tar}" in said


def test_a_tar_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, said = run_judge_image(capsys, "--tar", str(tmp_path / "none.tar"))
    assert status == 2
    assert "none.tar" in said


def test_without_an_engine_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run_judge_image(capsys) == (
        2,
        "knapsack: neither docker nor podman is installed; on Debian: apt install docker.io\n",
    )


def test_elsewhere_than_on_debian_a_tar_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": "fedora"})
    with pytest.raises(BackendError, match=r"on Debian only; .*--tar"):
        make_rootfs(tmp_path / "x.tar")


def test_only_root_makes_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    on_debian_as_root(monkeypatch)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(BackendError, match="only root"):
        make_rootfs(tmp_path / "x.tar")


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    on_debian_as_root(monkeypatch)
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "apt-get").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(BackendError, match=r"^debootstrap is missing: apt install debootstrap$"):
        make_rootfs(tmp_path / "x.tar")


def test_a_debootstrap_that_fails_is_told_in_one_line_and_cleaned_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_debian_as_root(monkeypatch)
    scripts = {
        "apt-get": "echo http://mirror.example/debian/ trixie trixie main",
        "unshare": "echo I: Retrieving; echo E: no such mirror; exit 1",
        "debootstrap": "exit 1",
        "tar": "exit 1",
    }
    for name, script in scripts.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    lines: list[str] = []
    with pytest.raises(BackendError, match=r"^debootstrap failed: E: no such mirror$"):
        make_rootfs(tmp_path / "x.tar", lines.append)
    assert lines[0] == "Retrieving"
    assert not list(Path(WORKSHOP).glob("knapsack-*"))


def test_the_mirror_is_that_of_this_release_s_main_packages() -> None:
    indexes = [
        "http://mirror.example/security/ trixie-security trixie-security main",
        "cdrom:[Debian]/ trixie trixie main",
        "http://mirror.example/extra/ trixie trixie contrib",
        "http://mirror.example/debian/ stable trixie main",
    ]
    assert find_mirror(indexes, "trixie") == "http://mirror.example/debian/"
    with pytest.raises(BackendError, match="no mirror of forky"):
        find_mirror(indexes, "forky")
