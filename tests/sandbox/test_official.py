from __future__ import annotations

from runtime.sandbox.backend import Submission
from runtime.sandbox.bubblewrap import Bubblewrap
from runtime.sandbox.official import judge_submission

READS = "print(open('data.txt').read() + open('own.txt').read())\n"


def test_a_tests_file_stands_where_a_student_handed_in_one_of_that_name() -> None:
    tests = [{"name": name, "expected": f"{name}!", "files": {"data.txt": name}} for name in ("01", "02")]
    submission = Submission(READS, {"data.txt": b"01", "own.txt": b"!"})
    report = judge_submission(Bubblewrap(), {"id": "read", "tests": tests}, submission)
    assert [test["verdict"] for test in report["tests"]] == ["OK", "OK"]
