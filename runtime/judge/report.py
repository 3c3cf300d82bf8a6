"""The decision about a submission, from those about its tests."""

from collections.abc import Sequence

from .shapes import Report, Result, Task
from .verdict import Verdict


def report(task: Task, results: Sequence[Result], backend: str, python: str) -> Report:
    """Return a submission's report: the verdict of the first test that is not OK, the share of points earned.

    `time_ms` is the sum over all tests. A task without tests cannot be judged: IE. Where all tests weigh 0
    points the score is 1 if every test is OK.

    >>> report({"id": "sum"}, [], "docker", "3.14.0")["verdict"]
    'IE'
    """
    return {
        "task": str(task.get("id", "")),
        "verdict": _verdict(results).value,
        "score": _score(results),
        "backend": backend,
        "python": python,
        "time_ms": round(sum(result["time_ms"] for result in results), 3),
        "tests": list(results),
    }


def _verdict(results: Sequence[Result]) -> Verdict:
    failed = [result["verdict"] for result in results if result["verdict"] != Verdict.OK]
    return Verdict(failed[0]) if failed else Verdict.OK if results else Verdict.IE


def _score(results: Sequence[Result]) -> float:
    total = sum(result["points"] for result in results)
    if not total:
        return float(_verdict(results) is Verdict.OK)
    return round(sum(result["points"] * result["score"] for result in results) / total, 6)
