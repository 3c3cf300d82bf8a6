"""An installed wheel builds a whole site: no Node, no network, nothing of the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_wheel_carries_the_kernel_and_builds_a_site(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)

    for_judging = installed / "builder/bundled/browser/kernel"
    assert all((for_judging / name).is_file() for name in ("node.cjs", "comparing.html"))

    course = ROOT / "tests" / "fixtures" / "courses" / "everything"
    # -P and another folder keep the checkout out of the way; without PATH there is no Node to fall back on.
    subprocess.run(
        [sys.executable, "-P", "-m", "builder", "build", "--courses", str(course), "--out", "site"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed), "PATH": ""},
        check=True,
    )
    kernel = tmp_path / "site" / "assets" / "knapsack" / "kernel"
    parts = {"primary", "secondary", "snapshot", "stdlib", "worker"}
    assert {path.stem for path in kernel.iterdir()} == parts
    assert (tmp_path / "site" / "en" / "everything" / "texts.html").is_file()
