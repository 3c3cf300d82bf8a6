from runtime.judge import fault_result, report
from runtime.judge.shapes import Result


def result(verdict: str, score: float, points: float = 1) -> Result:
    return {
        **fault_result({"name": "01"}, ""),
        "verdict": verdict,
        "score": score,
        "points": points,
        "time_ms": 10,
    }


def test_verdict_is_that_of_the_first_test_that_failed() -> None:
    made = report({"id": "sum"}, [result("OK", 1), result("TL", 0), result("WA", 0)], "docker", "3.14.0")
    assert made["verdict"] == "TL"
    assert (made["task"], made["backend"], made["python"], made["time_ms"]) == ("sum", "docker", "3.14.0", 30)
    assert len(made["tests"]) == 3


def test_score_is_the_share_of_points() -> None:
    assert report({}, [result("OK", 1, 3), result("WA", 0.5, 1)], "", "")["score"] == 0.875
    assert report({}, [result("OK", 1)], "", "")["score"] == 1
    assert report({}, [result("OK", 1, 0)], "", "")["score"] == 1
    assert report({}, [result("WA", 0, 0)], "", "")["score"] == 0


def test_nothing_to_judge_is_the_authors_fault() -> None:
    made = report({}, [], "", "")
    assert (made["verdict"], made["score"]) == ("IE", 0)
