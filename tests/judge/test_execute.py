import linecache
import sys
from collections.abc import Callable, Iterator

import pytest

from runtime.judge import execute, killed
from runtime.judge.shapes import Outcome, Program
from tests.judge.fresh import execute_fresh


def run(code: str, stdin: str = "", call: str | None = None, **limits: int) -> Outcome:
    return execute({"code": code, "stdin": stdin, "call": call, "limits": {"time_ms": 60_000, **limits}})


def clock(*times: float) -> Callable[[], float]:
    return iter(times).__next__


VERDICTS = [
    ("print(1)", "OK"),
    ("", "OK"),
    ("raise SystemExit", "OK"),
    ("import sys; sys.exit(0)", "OK"),
    ("exit(False)", "OK"),
    ("import sys; sys.exit(3)", "RE"),
    ("import sys; sys.exit('bye')", "RE"),
    ("exit(True)", "RE"),
    ("1 / 0", "RE"),
    ("raise GeneratorExit", "RE"),
    ("input()", "RE"),
    ("def f(): f()\nf()", "RE"),
    ("print(", "CE"),
    ("if True:\nprint(1)", "CE"),
    ("x = '\0'", "CE"),
    ("(" * 2000 + ")" * 2000, "CE"),
    ("x = " + "-" * 200_000 + "1", "CE"),
    ("x = '\ud800'", "CE"),
    ("raise MemoryError", "ML"),
    ("x = [0] * 10**18", "ML"),
    ("try:\n  x = [0] * 10**18\nexcept MemoryError:\n  print('ok')", "OK"),
    ("raise KeyboardInterrupt", "TL"),
    ("print('x' * 5000)", "OL"),
    ("import sys\nsys.stderr.write('x' * 5000)", "OL"),
    ("exec('1 +')", "RE"),
]


@pytest.mark.parametrize(("code", "verdict"), VERDICTS)
def test_verdict(code: str, verdict: str) -> None:
    assert run(code, output_kb=4)["verdict"] == verdict


def test_reads_and_writes() -> None:
    outcome = run("name = input('Name? ')\nprint('Hi', name)\nprint('é', end='')", "Аня\r\nrest")
    assert outcome["stdout"] == "Name? Hi Аня\né"
    assert outcome["stdin"] == "Аня\r\nrest"
    assert outcome["error"] is None


def test_stdin_has_universal_newlines_in_text_and_in_bytes() -> None:
    code = "import sys\nprint(repr(input()), repr(sys.stdin.read()))"
    assert run(code, "a\r\nb\r\n")["stdout"] == "'a' 'b\\n'\n"
    assert run("import sys\nprint(sys.stdin.buffer.read())", "a\r\nb")["stdout"] == "b'a\\nb'\n"


def test_runs_as_main() -> None:
    code = "if __name__ == '__main__':\n  import sys\n  print(sys.argv, sys.modules['__main__'].code)"
    assert run("code = 7\n" + code)["stdout"] == "['main.py'] 7\n"


def test_byte_order_mark_is_no_syntax_error() -> None:
    assert run("\ufeffprint(1)")["stdout"] == "1\n"


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.stdout.buffer.write(b'hi')",
        "import sys\nprint('hi', end='', file=sys.__stdout__)",
        "import sys\nsys.stdout.reconfigure(write_through=False)\nsys.stdout.write('hi')",
        "import sys, io\nout = io.TextIOWrapper(sys.stdout.buffer)\nout.write('hi')",
        "import sys\nprint('hi', end='')\nsys.stdout.close()",
        "import sys\nprint('hi', end='')\nsys.stdout = None\nprint('lost')",
        "import atexit\natexit.register(print, 'hi', end='')",
        "from threading import Timer\nTimer(0.01, print, ['hi'], {'end': ''}).start()",
        "import builtins\nout = print\nbuiltins.print = None\nout('hi', end='')",
        "import sys\nsys.stdout.buffer.write(memoryview(b'hi'))",
    ],
)
def test_output_counts_however_it_is_written(code: str) -> None:
    outcome = run(code)
    assert (outcome["verdict"], outcome["stdout"]) == ("OK", "hi")


def test_stderr_is_apart() -> None:
    outcome = run("import sys\nprint('a')\nprint('b', file=sys.stderr)")
    assert (outcome["stdout"], outcome["stderr"]) == ("a\n", "b\n")


def test_exit_message_goes_to_stderr() -> None:
    assert run("import sys\nsys.exit('no cheese')")["stderr"] == "no cheese\n"
    assert run("import sys\nsys.exit(4)")["stderr"] == ""


def test_output_is_cut_at_the_limit() -> None:
    outcome = run("print('x' * 5000)", output_kb=4)
    assert outcome["stdout"] == "x" * 4096
    assert run("print('x' * 4095)", output_kb=4)["verdict"] == "OK"


def test_limit_is_for_both_streams_together() -> None:
    code = "import sys\nsys.stdout.write('x' * 3000)\nsys.stderr.write('x' * 3000)"
    outcome = run(code, output_kb=4)
    assert (outcome["verdict"], len(outcome["stderr"])) == ("OL", 1096)


def test_character_cut_by_the_limit_is_left_out() -> None:
    assert run("print('я' * 3000)", output_kb=1)["stdout"] == "я" * 512
    assert run("print('x' + 'я' * 3000)", output_kb=1)["stdout"] == "x" + "я" * 511


def test_swallowing_the_output_limit_does_not_help() -> None:
    code = "for i in range(100):\n  try:\n    print('x' * 100)\n  except BaseException:\n    pass"
    outcome = run(code, output_kb=1)
    assert (outcome["verdict"], len(outcome["stdout"])) == ("OL", 1024)


def test_swallowing_the_interrupt_does_not_help() -> None:
    program = "try:\n  raise KeyboardInterrupt\nexcept BaseException:\n  print('ha')"
    late = execute(
        {"code": program, "stdin": "", "call": None, "limits": {"time_ms": 1000}}, clock=clock(5, 6)
    )
    assert (late["verdict"], late["time_ms"], late["error"]) == ("TL", 1000, None)
    quick = execute(
        {"code": program, "stdin": "", "call": None, "limits": {"time_ms": 1000}}, clock=clock(5, 5.9)
    )
    assert quick["verdict"] == "OK"


def test_time_limit_outranks_the_exception_it_caused() -> None:
    code = "try:\n  raise KeyboardInterrupt\nexcept KeyboardInterrupt:\n  1 / 0"
    outcome = execute(
        {"code": code, "stdin": "", "call": None, "limits": {"time_ms": 1000}}, clock=clock(0, 2)
    )
    assert (outcome["verdict"], outcome["error"]) == ("TL", None)


def test_error_shows_only_the_students_lines() -> None:
    outcome = run("import random\n\ndef pick():\n  return random.randint(5, 1)\n\npick()\n")
    error = outcome["error"]
    assert error is not None
    assert (error["type"], error["line"]) == ("ValueError", 4)
    assert 'File "main.py", line 6, in <module>\n    pick()' in error["text"]
    assert "random.py" not in error["text"]
    assert "judge" not in error["text"]
    assert outcome["stderr"] == error["text"]


def test_error_names_the_cause() -> None:
    error = run("try:\n  1 / 0\nexcept ZeroDivisionError as e:\n  raise ValueError('bad') from e")["error"]
    assert error is not None
    assert "ZeroDivisionError: division by zero" in error["text"]
    assert "direct cause" in error["text"]
    assert (error["message"], error["line"]) == ("bad", 4)


def test_syntax_error_has_its_line() -> None:
    error = run("print(1)\nprint('a)\n")["error"]
    assert error is not None
    assert (error["type"], error["line"]) == ("SyntaxError", 2)
    assert "unterminated string" in error["message"]
    assert "print('a)" in error["text"]


def test_deep_recursion_is_looked_up_at_both_ends_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = linecache.getline

    def counted(name: str, line: int, scope: dict[str, object] | None = None) -> str:
        asked.append(line)
        return real(name, line, scope)

    monkeypatch.setattr(linecache, "getline", counted)
    error = run("import sys\nsys.setrecursionlimit(10000)\ndef f():\n    f()\nf()")["error"]
    assert error
    assert "line 5, in <module>" in error["text"]
    assert error["line"] == 4
    assert 0 < len(asked) < 200, "looking up every frame takes a second in a browser"


def test_endless_recursion_is_told_briefly() -> None:
    error = run("def a(): b()\ndef b(): a()\na()")["error"]
    assert error is not None
    assert error["type"] == "RecursionError"
    assert error["text"].count("\n") < 60


@pytest.mark.parametrize(
    "code",
    [
        "class E(Exception):\n  def __str__(self): raise SystemExit\nraise E",
        "class E(Exception):\n  def __bool__(self): return False\nraise E",
        "class E(Exception):\n  def __getattribute__(self, name): raise KeyboardInterrupt\nraise E",
        "class E(SystemExit):\n  def __getattribute__(self, name): raise KeyboardInterrupt\nraise E(2)",
        "raise ValueError('x' * 10**6)",
        "raise ValueError('\\ud800')",
        "import traceback\ntraceback.TracebackException = None\n1 / 0",
        "e = ValueError()\ne.__cause__ = e\nraise e",
        "raise ExceptionGroup('many', [ValueError(1), TypeError(2)])",
    ],
)
def test_exotic_exceptions_are_still_described(code: str) -> None:
    outcome = execute_fresh(code)[0]
    assert outcome["verdict"] == "RE"
    assert outcome["error"] is not None
    assert outcome["error"]["line"] is not None
    assert 0 < len(outcome["error"]["text"].encode()) < 40_000


@pytest.mark.parametrize(
    "code",
    [
        "import builtins\ndel builtins.print",
        "import builtins\nbuiltins.len = builtins.isinstance = builtins.str = lambda *a: 1 / 0",
        "import sys\nsys.exit = sys.setrecursionlimit = None",
        "import time\ntime.perf_counter = lambda: 10**9",
        "import builtins\nfor name in list(vars(builtins)):\n  if name != 'vars': delattr(builtins, name)",
        "import sys\nsys.modules.pop('__main__')",
        "import sys\nsys.stdin.close()\ndel sys.stdout",
        "import sys\nsys.setrecursionlimit(10**9)",
        "import linecache\nlinecache.cache.clear()",
        "globals().clear()",
    ],
)
def test_vandalism_ends_with_the_run(code: str) -> None:
    first, second = execute_fresh(code, "import sys\nprint(len('abc'), sys.getrecursionlimit() < 2000)")
    assert first["verdict"] in {"OK", "RE"}
    assert (second["verdict"], second["stdout"]) == ("OK", "3 True\n")


def test_everything_borrowed_is_given_back() -> None:
    before = (
        sys.stdin,
        sys.stdout,
        sys.getrecursionlimit(),
        sys.modules["__main__"],
        "main.py" in linecache.cache,
    )
    run("import sys, builtins\nsys.setrecursionlimit(5000)\nbuiltins.len = None\nsys.stdout = None\n1 / 0")
    assert before == (
        sys.stdin, sys.stdout, sys.getrecursionlimit(), sys.modules["__main__"], "main.py" in linecache.cache
    )  # fmt: skip


def test_recursion_limit_is_the_same_at_any_depth_and_bounded() -> None:
    code = "import sys\nsys.setrecursionlimit({})\ndef f(n): return n and f(n - 1)\nf({})"
    assert run(code.format(1000, 950))["verdict"] == "OK"
    assert run(code.format(3000, 2900))["verdict"] == "OK"
    assert run(code.format(10**9, 20_000))["verdict"] == "RE"


def test_call_is_evaluated_after_the_program() -> None:
    outcome = run(
        "def add(a, b):\n  print('adding')\n  return a + b\nx = int(input())", "5", call="add(x, [2][0])"
    )
    assert (outcome["value"], outcome["stdout"]) == ("7", "adding\n")
    assert run("total = 5\nexit()", call="total")["value"] == "5"


def test_call_that_fails() -> None:
    outcome = run("x = 1", call="add(2, 3)")
    assert (outcome["verdict"], outcome["value"]) == ("RE", None)
    assert outcome["error"] is not None
    assert (outcome["error"]["line"], outcome["error"]["text"]) == (
        None,
        "NameError: name 'add' is not defined\n",
    )
    inside = run("def add(a, b):\n  return a / b", call="add(2, 0)")["error"]
    assert inside is not None
    assert inside["line"] == 2


def test_streaming_passes_output_on_and_asks_for_lines() -> None:
    seen: list[tuple[str, str]] = []
    lines: Iterator[str | None] = iter(["Ann", "7\n", None])

    def read_line() -> str | None:
        seen.append(("asked", ""))
        return next(lines)

    code = (
        "import sys\nname = input('Name? ')\nprint(name, sys.stdin.readline(), end='')\n"
        "print(sys.stdin.read())\n1 / 0"
    )
    outcome = execute(
        {"code": code, "stdin": "ignored", "call": None, "limits": {}},
        on_output=lambda stream, text: seen.append((stream, text)),
        read_line=read_line,
    )
    assert seen[:2] == [("stdout", "Name? "), ("asked", "")]
    assert (
        "".join(text for stream, text in seen if stream == "stdout") == outcome["stdout"] == "Name? Ann 7\n\n"
    )
    assert [stream for stream, _ in seen].count("asked") == 3
    assert "stderr" not in {stream for stream, _ in seen}
    assert outcome["stderr"].endswith("ZeroDivisionError: division by zero\n")


def test_waiting_for_somebody_to_type_costs_no_time() -> None:
    outcome = execute(
        {"code": "input()", "stdin": "", "call": None, "limits": {"time_ms": 1000}},
        clock=clock(0, 0.1, 60.1, 60.2),
        read_line=lambda: "x",
    )
    assert (outcome["verdict"], outcome["time_ms"]) == ("OK", 200)


def test_stopped_while_waiting() -> None:
    def read_line() -> str | None:
        raise KeyboardInterrupt

    program: Program = {"code": "input()", "stdin": "", "call": None, "limits": {}}
    assert execute(program, read_line=read_line)["verdict"] == "TL"


def test_killed_program_has_an_outcome_of_the_same_shape() -> None:
    program: Program = {"code": "", "stdin": "7", "call": None, "limits": {}}
    outcome = killed(program, "TL", 2000.0)
    assert outcome.keys() == run("").keys()
    assert (outcome["stdin"], outcome["verdict"], outcome["time_ms"]) == ("7", "TL", 2000.0)


def test_the_first_thread_of_an_interpreter_is_not_waited_for_by_itself() -> None:
    code = "import threading\nt = threading.Thread(target=print, args=('in a thread',))\nt.start()"
    assert execute_fresh(code)[0]["verdict"] == "OK"
    assert execute_fresh(code)[0]["stdout"] == "in a thread\n"
