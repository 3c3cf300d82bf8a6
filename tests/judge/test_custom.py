import random
from collections.abc import Sequence

import pytest

from runtime.judge import execute
from runtime.judge.custom import Decision, run_checker
from runtime.judge.fault import JudgeFault
from runtime.judge.shapes import Outcome, Test

CASE: Test = {"name": "01", "input": "3\n", "expected": "6\n"}


def outcome(stdout: str, stdin: str | None = None) -> Outcome:
    ran = execute({"code": "", "stdin": "", "call": None, "limits": {}})
    del ran["stdin"]
    return {**ran, "stdout": stdout} if stdin is None else {**ran, "stdout": stdout, "stdin": stdin}


def decide(body: str, outcomes: Sequence[Outcome] = (), test: Test | None = CASE) -> Decision | object:
    return run_checker("def check(run_solution, case):\n" + body, test, outcomes)


@pytest.mark.parametrize(
    ("answer", "decision"),
    [
        ("True", Decision(1, "")),
        ("False", Decision(0, "")),
        ("(1, 'fine')", Decision(1, "fine")),
        ("(0.5, 'half')", Decision(0.5, "half")),
        ("(0, '')", Decision(0, "")),
    ],
)
def test_answers(answer: str, decision: Decision) -> None:
    assert decide(f"  return {answer}") == decision


@pytest.mark.parametrize(
    "answer",
    [
        "None",
        "1",
        "'yes'",
        "(True, 'x')",
        "(2, 'x')",
        "(-0.1, 'x')",
        "(float('nan'), 'x')",
        "(1,)",
        "[1, 'x']",
        "(1, None)",
    ],
)
def test_other_answers_are_the_authors_fault(answer: str) -> None:
    with pytest.raises(JudgeFault, match="must return True, False or"):
        decide(f"  return {answer}")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def check(:", r"does not compile: .* \(line 1\)"),
        ("x = 1", "does not define check"),
        ("check = 5", "does not define check"),
        ("1 / 0", "raised ZeroDivisionError: division by zero"),
        ("def check(a, b): raise SystemExit", "raised SystemExit"),
        ("def check(a, b): raise KeyboardInterrupt", "took too long"),
        ("def check(a): return True", "raised TypeError"),
        ("def check(run, case): run(5)", "run_solution takes text, not int"),
        ("def check(run, case): check(run, case)", "raised RecursionError"),
    ],
)
def test_broken_checkers(source: str, message: str) -> None:
    with pytest.raises(JudgeFault, match=message):
        run_checker(source, CASE, [])


def test_sees_the_case() -> None:
    assert decide("  return (1, case.name + case.input + case.expected)") == Decision(1, "013\n6\n")
    assert decide("  return case is None", test=None) == Decision(1, "")


def test_asks_for_one_run_after_the_other() -> None:
    body = "  first = run_solution('1').stdout\n  return run_solution(first).stdout == 'b'"
    assert decide(body) == {"run": "1"}
    assert decide(body, [outcome("a", "1")]) == {"run": "a"}
    assert decide(body, [outcome("a", "1"), outcome("b", "a")]) == Decision(1, "")


def test_run_without_input_and_its_result() -> None:
    body = "  r = run_solution()\n  return (1, f'{r.stdout}|{r.stderr}|{r.verdict}')"
    assert decide(body) == {"run": ""}
    assert decide(body, [outcome("hi")]) == Decision(1, "hi||OK")


def test_checker_cannot_swallow_the_question() -> None:
    body = "  try:\n    run_solution('1')\n  except BaseException:\n    pass\n  run_solution('2')"
    assert decide(body) == {"run": "1"}


def test_random_numbers_are_the_same_in_every_replay() -> None:
    body = "  import random\n  return run_solution(str(random.random())).stdout == 'x'"
    first = decide(body)
    assert isinstance(first, dict)
    state = random.getstate()
    assert decide(body, [outcome("x", first["run"])]) == Decision(1, "")
    assert random.getstate() == state


def test_other_question_in_the_replay_is_the_authors_fault() -> None:
    with pytest.raises(JudgeFault, match="not deterministic"):
        decide("  return run_solution('2').stdout == ''", [outcome("", "1")])


def test_endless_questions_end() -> None:
    body = "  while True:\n    run_solution('')"
    with pytest.raises(JudgeFault, match="more than 1000 runs"):
        decide(body, [outcome("", "")] * 1000)


def test_what_a_checker_prints_goes_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert decide("  print('debug')\n  return True") == Decision(1, "")
    assert capsys.readouterr().out == ""


def test_a_checker_sees_what_was_drawn() -> None:
    drawn: Outcome = {**outcome(""), "drawing": "dot 0 0 5 red\n"}
    assert decide("  return run_solution().drawing.startswith('dot')", [drawn]) == Decision(1, "")
    assert decide("  return run_solution().drawing == ''", [outcome("")]) == Decision(1, "")
