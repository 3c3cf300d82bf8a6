"""Execute programs in an interpreter of their own: they may break it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

from runtime.judge.shapes import Outcome, Program

ROOT = Path(__file__).parents[2]
CHILD = """
import json, sys
out = open(sys.stdout.fileno(), "w", closefd=False)
from runtime.judge import execute
print(json.dumps([execute(program) for program in json.loads(sys.argv[1])]), file=out)
"""


def execute_fresh(*codes: str) -> list[Outcome]:
    """Return the outcomes of programs that run one after the other in one new interpreter."""
    programs = [Program(code=code, stdin="", call=None, limits={"time_ms": 60_000}) for code in codes]
    command = [sys.executable, "-c", CHILD, json.dumps(programs)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return cast(list[Outcome], json.loads(ran.stdout))
