"""The judge core: pure Python, standard library only, no input or output of its own.

The same files run in Pyodide, in Docker, in a sandbox and under pytest. Python 3.11 and newer.

>>> task = {"id": "twice", "tests": [{"name": "01", "input": "21", "expected": "42"}]}
>>> results = judge(task, "print(int(input()) * 2)", execute)
>>> report(task, results, "here", "3.14.0")["verdict"]
'OK'
"""

from .driver import judge
from .execute import execute, killed
from .judging import effective_tests, fault_result, judge_test, program_for, runs_author_code
from .report import report
from .verdict import Verdict

__all__ = [
    "Verdict",
    "effective_tests",
    "execute",
    "fault_result",
    "judge",
    "judge_test",
    "killed",
    "program_for",
    "report",
    "runs_author_code",
]
