"""Runs in a process of its own, started by `restricted`: limits, then a job for a tamed Python."""

from __future__ import annotations

import builtins
import importlib
import json
import operator
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NoReturn

from RestrictedPython.compile import compile_restricted_exec
from RestrictedPython.Eval import default_guarded_getitem, default_guarded_getiter
from RestrictedPython.Guards import (
    guarded_iter_unpack_sequence,
    guarded_unpack_sequence,
    safe_builtins,
    safer_getattr,
)

from runtime.judge.judging import judge_test

MEGABYTE = 1 << 20
OPEN_FILES = 16
WALL_FACTOR = 3
ALONE_SECONDS = 10
"""A judge ends what is too late well before this; one that was killed can not."""
MODULES = frozenset({
    "abc", "bisect", "calendar", "cmath", "collections", "copy", "dataclasses", "datetime",
    "decimal", "enum", "fractions", "functools", "heapq", "itertools", "json", "math", "operator",
    "random", "re", "statistics", "string", "textwrap", "time", "typing",
})  # fmt: skip
"""What a program may import; their own imports are out of its reach."""
MORE = (
    "all", "any", "ascii", "bin", "bytearray", "bytes", "classmethod", "dict", "enumerate",
    "filter", "format", "frozenset", "input", "iter", "list", "map", "max", "memoryview", "min",
    "next", "object", "print", "property", "reversed", "set", "sorted", "staticmethod", "sum",
    "super", "tuple", "type", "zip",
)  # fmt: skip
INPLACE: Mapping[str, Callable[[Any, Any], Any]] = {
    "+=": operator.iadd, "-=": operator.isub, "*=": operator.imul, "/=": operator.itruediv,
    "//=": operator.ifloordiv, "%=": operator.imod, "**=": operator.ipow, "@=": operator.imatmul,
    "&=": operator.iand, "|=": operator.ior, "^=": operator.ixor, "<<=": operator.ilshift,
    ">>=": operator.irshift,
}  # fmt: skip


class _Print:
    """RestrictedPython collects what is printed; here it goes where it always goes."""

    def __init__(self, _getattr: object = None) -> None:
        self._call_print = print


def main() -> None:
    """Read the job, do it, and write its outcome to what was standard output."""
    limits = json.loads(sys.argv[1])
    signal.alarm(-(-limits["time_ms"] // 1000) * WALL_FACTOR + ALONE_SECONDS)
    job = json.loads(sys.stdin.buffer.read())
    result = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    answer = _execute(job["program"], limits) if "program" in job else _decide(job, limits)
    os.write(result, json.dumps(answer).encode())
    os._exit(0)


def _decide(job: dict[str, Any], limits: dict[str, int]) -> object:
    _limit(limits)
    return judge_test(job["task"], job["test"], job["outcomes"])


def _execute(program: Any, limits: dict[str, int]) -> object:  # noqa: ANN401 - the judge's own shapes
    core = importlib.import_module("runtime.judge.execute")
    for name in MODULES:
        importlib.import_module(name)  # none of them may be looked for once the limits hold
    # The core runs programs as Python does; what `compile` and the builtins are to it, is decided here.
    core.compile = _compile  # type: ignore[attr-defined]
    core.builtins = _builtins()  # type: ignore[attr-defined]
    _limit(limits)
    signal.signal(signal.SIGPROF, _interrupt)
    signal.setitimer(signal.ITIMER_PROF, limits["time_ms"] / 1000)
    try:
        outcome = core.execute(program, clock=time.process_time)
        signal.setitimer(signal.ITIMER_PROF, 0)
    except KeyboardInterrupt:
        outcome = core.killed(program, "TL", limits["time_ms"])
    return outcome


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    signal.setitimer(signal.ITIMER_PROF, 0.05, 0.05)  # once more, for whoever swallows it
    raise KeyboardInterrupt


def _limit(limits: dict[str, int]) -> None:
    seconds = -(-limits["time_ms"] // 1000) + 1
    pages = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if sys.platform == "linux" else 0
    )
    memory = pages * resource.getpagesize() + limits["memory_mb"] * MEGABYTE
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _compile(code: str, file: str, mode: str, **_flags: bool) -> CodeType:
    """Compile as RestrictedPython allows. Raises SyntaxError for what it or Python refuses."""
    compiled = builtins.compile(code, file, mode, dont_inherit=True)
    if mode == "eval":
        return compiled
    checked = compile_restricted_exec(code, file)
    if checked.code is None:
        raise SyntaxError(f"not allowed in the restricted backend: {checked.errors[0]}")
    return checked.code


def _builtins() -> ModuleType:
    """Return what a program has instead of the builtins."""
    module = ModuleType("builtins")
    names = {**safe_builtins, **{name: getattr(builtins, name) for name in MORE}}
    guards = {
        "__import__": _import,
        "__metaclass__": type,
        "__name__": "__main__",
        "_print_": _Print,
        "_getattr_": _getattr,
        "_getitem_": default_guarded_getitem,
        "_getiter_": default_guarded_getiter,
        "_iter_unpack_sequence_": guarded_iter_unpack_sequence,
        "_unpack_sequence_": guarded_unpack_sequence,
        "_write_": lambda target: target,
        "_inplacevar_": lambda sign, left, right: INPLACE[sign](left, right),
    }
    vars(module).update(names, **guards)
    return module


def _getattr(thing: object, name: str, *default: object) -> object:
    """Return an attribute, but never a module: through one all others could be reached."""
    found: object = safer_getattr(thing, name, *default)  # type: ignore[no-untyped-call]
    if isinstance(found, ModuleType) and found.__name__.split(".")[0] not in MODULES:
        raise AttributeError(f"{name} is out of reach in the restricted backend")
    return found


def _import(name: str, *_context: object, **_more: object) -> ModuleType:
    if name not in MODULES:
        raise ImportError(f"the restricted backend does not let programs import {name}")
    return sys.modules[name]
